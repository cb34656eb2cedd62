import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../../helpers/explorers/saved_page.js";

test("the last control moves fastest", () => {
  assert.equal(placeOf([0, 0], [5, 17]), 0);
  assert.equal(placeOf([0, 16], [5, 17]), 16);
  assert.equal(placeOf([2, 3], [5, 17]), 37);
});
