import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bitmapBox,
  brushWidth,
  clamped,
  dragged,
  edges,
  indexOf,
  middle,
  paneAxes,
  paneCenter,
  revealing,
  slidable,
  stepped,
  toWorld,
  zoomed,
} from "../../helpers/viewer/js/geometry.js";

const axis = (start, step, count) => ({ start, step, count });

test("each pane lies on two of the last three axes", () => {
  assert.deepEqual(paneAxes("main", [0, 1, 2]), [1, 2]);
  assert.deepEqual(paneAxes("below", [0, 1, 2]), [0, 2]);
  assert.deepEqual(paneAxes("beside", [0, 1, 2]), [1, 0]);
  assert.deepEqual(paneAxes("main", [3, 0, 1, 2]), [1, 2]);
  assert.deepEqual(paneAxes("main", [1, 0]), [1, 0]);
});

test("the panes beside and below show the whole depth", () => {
  const depth = axis(10, 2, 6);
  assert.equal(middle(depth), 15);
  assert.deepEqual(paneCenter("main", [3, 4], undefined), [3, 4]);
  assert.deepEqual(paneCenter("below", [3, 4], depth), [15, 4]);
  assert.deepEqual(paneCenter("beside", [3, 4], depth), [3, 15]);
});

test("the middle of a pane is its center, and right and down grow", () => {
  const box = { left: 100, top: 50, width: 200, height: 80 };
  assert.deepEqual(toWorld([200, 90], box, [7, 9], 4), [7, 9]);
  assert.deepEqual(toWorld([240, 98], box, [7, 9], 4), [9, 19]);
});

test("zooming keeps the place under the pointer where it is", () => {
  const box = { left: 0, top: 0, width: 300, height: 200 };
  for (const factor of [0.5, 1.15, 3]) {
    for (const point of [
      [0, 0],
      [150, 100],
      [290, 20],
    ]) {
      const before = { center: [40, 60], zoom: 2.5 };
      const place = toWorld(point, box, before.center, before.zoom);
      const after = zoomed(before, factor, place);
      const now = toWorld(point, box, after.center, after.zoom);
      for (const i of [0, 1]) assert.ok(Math.abs(now[i] - place[i]) < 1e-9);
    }
  }
});

test("zoom has its ends", () => {
  assert.equal(zoomed({ center: [0, 0], zoom: 399 }, 10, [0, 0]).zoom, 400);
  assert.equal(zoomed({ center: [0, 0], zoom: 0.06 }, 0.1, [0, 0]).zoom, 0.05);
});

test("what is dragged follows the pointer", () => {
  const box = { left: 0, top: 0, width: 300, height: 200 };
  const place = toWorld([50, 60], box, [10, 20], 4);
  assert.deepEqual(toWorld([58, 72], box, dragged([10, 20], 4, 8, 12), 4), place);
});

test("a position stays inside its axis and has a number there", () => {
  const z = axis(1, 0.5, 5);
  assert.equal(clamped(-3, z), 1);
  assert.equal(clamped(9, z), 3);
  assert.equal(clamped(2.2, z), 2.2);
  assert.equal(indexOf(2.2, z), 2);
  for (let i = 0; i < 5; i++) assert.equal(indexOf(1 + 0.5 * i, z), i);
});

test("every axis that is not shown has a slider", () => {
  assert.deepEqual(slidable([0, 1, 2], 2), [0]);
  assert.deepEqual(slidable([0, 1, 2], 3), []);
  assert.deepEqual(slidable([2, 0, 1, 3], 2), [2, 0]);
});

test("a bitmap covers its voxels from edge to edge", () => {
  const [rows, cols] = [axis(0, 0.5, 10), axis(0, 0.25, 20)];
  assert.deepEqual(bitmapBox(rows, cols), [-0.125, -0.25, 5, 5]);
  assert.deepEqual(edges(cols), [-0.125, 4.875]);
  // every second row and column, from the fifth on: they start at the fifth one's edge
  const place = [axis(2, 1, 3), axis(1, 0.5, 4)];
  assert.deepEqual(bitmapBox(rows, cols, place), [0.875, 1.75, 2, 3]);
});

test("a brush is an odd number of voxels wide, as napari's is", () => {
  const [rows, cols] = [axis(0, 0.5, 10), axis(0, 0.25, 20)];
  assert.deepEqual(
    [1, 2, 3, 10].map((size) => brushWidth(size, cols, cols) / 0.25),
    [1, 3, 3, 11],
  );
  assert.equal(brushWidth(1, rows, cols), 0.25);
});

test("the cursor goes from voxel to voxel and stays on the picture", () => {
  const axes = [
    { start: 0, step: 2, count: 10 },
    { start: 5, step: 1, count: 4 },
  ];
  assert.deepEqual(stepped([6.7, 6.2], axes, [0, 0]), [6, 6]);
  assert.deepEqual(stepped([6, 6], axes, [-1, 1]), [4, 7]);
  assert.deepEqual(stepped([6, 6], axes, [10, -10]), [18, 5]);
});

test("the view follows the cursor only when it leaves", () => {
  assert.deepEqual(revealing([50, 50], [100, 100], [20, 80]), [50, 50]);
  assert.deepEqual(revealing([50, 50], [100, 100], [150, -100]), [105, -55]);
});
