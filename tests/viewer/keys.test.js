import assert from "node:assert/strict";
import { test } from "node:test";
import { isForNotebook } from "../../helpers/dom.js";
import { keyName, keyOf } from "../../helpers/viewer/js/keys.js";

const press = (key, held = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test("keys are written as napari writes them", () => {
  assert.equal(keyName(press("m")), "M");
  assert.equal(keyName(press("M")), "M"); // Caps Lock
  assert.equal(keyName(press("Z", { ctrlKey: true, shiftKey: true })), "Ctrl+Shift+Z");
  assert.equal(keyName(press("z", { metaKey: true })), "Ctrl+Z"); // the Command key
  assert.equal(keyName(press("ArrowLeft")), "Left");
  assert.equal(keyName(press(" ")), "Space");
  assert.equal(keyName(press("Delete")), "Delete");
});

test("the key of an action is the first that does it", () => {
  assert.equal(keyOf({ A: "one", B: "two", C: "two" }, "two"), "B");
  assert.equal(keyOf({}, "two"), undefined);
});

test("only running, saving and Tab are the notebook's", () => {
  assert.ok(isForNotebook(press("Enter", { shiftKey: true })));
  assert.ok(isForNotebook(press("Enter", { ctrlKey: true })));
  assert.ok(isForNotebook(press("s", { ctrlKey: true })));
  assert.ok(isForNotebook(press("S", { metaKey: true })));
  assert.ok(isForNotebook(press("Tab")));
  assert.ok(!isForNotebook(press("s", { ctrlKey: true, shiftKey: true })));
  for (const key of "abcdefghijklmnopqrstuvwxyz0123456789") assert.ok(!isForNotebook(press(key)));
  for (const key of ["Enter", "Escape", " ", "ArrowUp", "Delete"]) {
    assert.ok(!isForNotebook(press(key)), key);
  }
});
