// The arithmetic of the running clock.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, inWords, keep, lateness, recall } from "../../tools/screen/clock.js";

test("seconds are written as minutes and seconds", () => {
  assert.equal(clock(0), "0:00");
  assert.equal(clock(59.9), "0:59");
  assert.equal(clock(-75), "1:15");
  assert.equal(clock(3600), "60:00");
});

test("a room is late by what it has spent above its plan", () => {
  const planned = [60, 120, 180];
  assert.equal(lateness(planned, [0, 0, 0], 0), 0);
  assert.equal(lateness(planned, [30, 0, 0], 0), 0); // the section may take its minute
  assert.equal(lateness(planned, [90, 0, 0], 0), 30);
  assert.equal(lateness(planned, [90, 60, 0], 1), 30);
  assert.equal(lateness(planned, [0, 0, 10], 2), -180); // two sections were left out
});

test("how late is said in words", () => {
  assert.equal(inWords(20), "on time");
  assert.equal(inWords(-61), "1 minute early");
  assert.equal(inWords(150), "3 minutes late");
});

function place(kept = {}) {
  return {
    get: (key) => kept[key],
    put: (key, state) => {
      kept[key] = state;
    },
  };
}

function refuse() {
  throw new Error("SecurityError");
}

test("what is kept is found again although a place was emptied, or keeps nothing", () => {
  const state = { at: 1, used: [60, 3], since: null };
  for (const other of [place(), { get: refuse, put: refuse }]) {
    for (const places of [
      [other, place()],
      [place(), other],
    ]) {
      keep("plan", state, places);
      if (other.get !== refuse) other.put("plan", null);
      assert.equal(recall("plan", 2, places), state);
      assert.equal(recall("another", 2, places), null);
    }
  }
});

test("what is no state of this plan is passed over", () => {
  const states = [
    null,
    3,
    "x",
    [],
    {},
    { used: [1, 2] },
    { at: 2, used: [1, 2] },
    { at: 0, used: [1] },
  ];
  for (const state of states) assert.equal(recall("plan", 2, [place({ plan: state })]), null);
});
