// Where things lie: between the voxels' world and the screen. Plain numbers, no page, no kernel.
// A place is [row, column]; an axis is {start, step, count} in world units, as Python sends it.

/** The world's axes that run down and across a pane. */
export function paneAxes(pane, order) {
  const [depth, row, col] = order.length > 2 ? order.slice(-3) : [null, ...order];
  return { main: [row, col], below: [depth, col], beside: [row, depth] }[pane];
}

/** The middle of an axis. */
export function middle({ start, step, count }) {
  return start + (step * (count - 1)) / 2;
}

/** What stands in the middle of a pane: below and beside show the whole depth. */
export function paneCenter(pane, [row, col], depth) {
  if (pane === "main") return [row, col];
  return pane === "below" ? [middle(depth), col] : [row, middle(depth)];
}

/** The place in the world under a point of the screen; box is the pane's rectangle. */
export function toWorld([x, y], box, [row, col], zoom) {
  return [row + (y - box.top - box.height / 2) / zoom, col + (x - box.left - box.width / 2) / zoom];
}

/** The view after zooming, in which the place `around` has not moved. */
export function zoomed({ center, zoom }, factor, around) {
  const wanted = Math.min(Math.max(zoom * factor, 0.05), 400);
  return {
    center: center.map((c, i) => around[i] + (c - around[i]) * (zoom / wanted)),
    zoom: wanted,
  };
}

/** The center after the picture was dragged by some pixels. */
export function dragged([row, col], zoom, dx, dy) {
  return [row - dy / zoom, col - dx / zoom];
}

/** A position moved into its axis. */
export function clamped(value, { start, step, count }) {
  return Math.min(Math.max(value, start), start + step * (count - 1));
}

/** The middle of the voxel so many steps away from a place, on the picture still. */
export function stepped(place, axes, steps) {
  return place.map((value, i) => {
    const { start, step } = axes[i];
    return clamped(start + step * (indexOf(value, axes[i]) + steps[i]), axes[i]);
  });
}

/** The center from which a place is seen, if the pane shows so much of the world: rows, columns. */
export function revealing(center, shown, place) {
  return center.map((value, i) => {
    const reach = shown[i] * 0.45; // not at the very rim
    return Math.min(Math.max(value, place[i] - reach), place[i] + reach);
  });
}

/** The number of the pixel at a position of its axis. */
export function indexOf(value, { start, step }) {
  return Math.round((value - start) / step);
}

/** The axes that have a slider: all that the picture does not show. */
export function slidable(order, ndisplay) {
  return order.slice(0, -ndisplay);
}

/**
 * Where a bitmap goes: its place is the part that was drawn, rows and cols are the whole axes.
 * A thinned picture shows the first of its voxels, so its pixels start at that voxel's edge.
 */
export function bitmapBox(rows, cols, [down, across] = [rows, cols]) {
  return [
    across.start - cols.step / 2,
    down.start - rows.step / 2,
    across.step * across.count,
    down.step * down.count,
  ];
}

/** The edges of an axis: half a voxel beyond its first and last position. */
export function edges({ start, step, count }) {
  return [start - step / 2, start + step * (count - 0.5)];
}

/** How wide napari's brush of this size paints, in world units. */
export function brushWidth(size, rows, cols) {
  return (2 * Math.floor(size / 2) + 1) * Math.min(rows.step, cols.step);
}
