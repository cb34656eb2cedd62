import assert from "node:assert/strict";
import { test } from "node:test";
import { neighbour } from "../../helpers/explorers/grid.js";

test("the arrow keys go to the next cell and stop at the rim", () => {
  const go = (i, key) => neighbour(i, key, 3, 4);
  assert.equal(go(5, "ArrowRight"), 6);
  assert.equal(go(5, "ArrowDown"), 9);
  assert.equal(go(3, "ArrowRight"), 3); // not to the start of the next row
  assert.equal(go(4, "ArrowLeft"), 4);
  assert.equal(go(9, "ArrowDown"), 9);
  assert.equal(go(2, "ArrowUp"), 2);
});
