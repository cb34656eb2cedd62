import assert from "node:assert/strict";
import { test } from "node:test";
import { arranged, moved, nowAt, placeAt } from "../../helpers/exercises/order.js";

test("a kept order is shown again, and nothing else than an order of all cards", () => {
  const letters = ["a", "b", "c"];
  assert.deepEqual(arranged("c a b", letters), ["c", "a", "b"]);
  for (const value of ["", "c a", "c a a", "c a b b", "x y z"]) {
    assert.deepEqual(arranged(value, letters), letters, value);
  }
});

test("a moved card pushes the others aside and stops at the ends", () => {
  const order = ["a", "b", "c", "d"];
  assert.deepEqual(moved(order, "c", 0), ["c", "a", "b", "d"]);
  assert.deepEqual(moved(order, "a", 2), ["b", "c", "a", "d"]);
  assert.deepEqual(moved(order, "a", -1), order);
  assert.deepEqual(moved(order, "d", 9), order);
});

test("a dragged card goes behind all cards whose middle lies above it", () => {
  assert.equal(placeAt(5, [10, 30, 50]), 0);
  assert.equal(placeAt(31, [10, 30, 50]), 2);
  assert.equal(placeAt(99, [10, 30, 50]), 3);
});

test("a screen reader hears where a card is now", () => {
  assert.equal(nowAt("Blur", 0, 7), "Blur, now 1 of 7");
});
