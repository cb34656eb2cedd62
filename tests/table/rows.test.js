import assert from "node:assert/strict";
import { test } from "node:test";
import { compareRows } from "../../helpers/table/widget.js";

const rows = [
  { label: 1, values: [5] },
  { label: 2, values: [null] },
  { label: 3, values: [2] },
  { label: 4, values: [5] },
];
const sorted = (down) => [...rows].sort((a, b) => compareRows(a, b, 0, down)).map((r) => r.label);

test("rows are sorted up and down, and what has no value stays last", () => {
  assert.deepEqual(sorted(false), [3, 1, 4, 2]);
  assert.deepEqual(sorted(true), [1, 4, 3, 2]);
});
