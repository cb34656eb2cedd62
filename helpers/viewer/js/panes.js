// The panes: one canvas each, on two of the world's axes. They draw what Python has sent.

import { h } from "../../dom.js";
import { bitmapBox, brushWidth, edges, paneAxes, paneCenter, toWorld } from "./geometry.js";

const LABELS = {
  main: "",
  below: "The same place seen from the front: x across, z down",
  beside: "The same place seen from the side: z across, y down",
};

/** The name of the event by which a new picture on the screen is told. */
export const NEW_PICTURE = "nv-picture";

/** Tell whether a layer is one that the pointer draws on now. */
export function paints(layer) {
  return layer?.kind === "labels" && ["paint", "erase"].includes(layer.mode);
}

/** Make the three panes of a viewer. */
export function makePanes(face) {
  const { state, view } = face;
  const panes = Object.keys(LABELS).map((name) => makePane(name, face, redraw));
  const [main, below, beside] = panes;

  let needed = false;
  function redraw() {
    if (needed) return;
    needed = true;
    requestAnimationFrame(() => {
      needed = false;
      for (const pane of panes) draw(pane);
    });
  }

  function draw(pane) {
    const box = pane.host.getBoundingClientRect();
    if (!box.width || !box.height) return;
    const c = cleared(pane.canvas, box);
    if (!pane.bitmap || !state().axes.length) return;
    if (pane === main && state().ndisplay === 3) {
      const side = Math.min(box.width, box.height);
      c.imageSmoothingEnabled = true;
      c.imageSmoothingQuality = "high";
      c.drawImage(pane.bitmap, (box.width - side) / 2, (box.height - side) / 2, side, side);
      return;
    }
    const [rows, cols] = pane.axes().map((axis) => state().axes[axis]);
    const [row, col] = pane.center();
    c.translate(box.width / 2, box.height / 2);
    c.scale(view.zoom, view.zoom);
    c.translate(-col, -row);
    c.imageSmoothingEnabled = false;
    c.drawImage(pane.bitmap, ...bitmapBox(rows, cols, pane.place));
    if (state().orthogonal) drawCross(c, pane, rows, cols);
    for (const stroke of pane.strokes) drawStroke(c, stroke);
    if (pane.pointer && paints(face.active()) && !view.spaceHeld) {
      drawRing(c, pane.pointer, brushRadius(rows, cols), 2.4, 1);
    }
    if (pane.cursor)
      drawCursor(c, pane.cursor, paints(face.active()) ? brushRadius(rows, cols) : 0);
  }

  const brushRadius = (rows, cols) => brushWidth(face.active().brush_size, rows, cols) / 2;

  function drawCross(c, pane, rows, cols) {
    const [row, col] = pane.axes().map((axis) => state().point[axis]);
    const [[top, bottom], [left, right]] = [edges(rows), edges(cols)];
    c.strokeStyle = "rgba(255, 220, 80, 0.8)";
    c.lineWidth = 1 / view.zoom;
    c.beginPath();
    c.moveTo(left, row);
    c.lineTo(right, row);
    c.moveTo(col, top);
    c.lineTo(col, bottom);
    c.stroke();
  }

  function drawStroke(c, { points, colour, width }) {
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.lineCap = c.lineJoin = "round";
    c.beginPath();
    for (const [row, col] of points) c.lineTo(col, row);
    if (points.length === 1) c.lineTo(points[0][1] + 1e-6, points[0][0]);
    c.stroke();
  }

  /** Draw a line twice, black and then white, so that it is seen on any picture. */
  function drawTwice(c, outer, inner, line) {
    for (const [colour, width] of [
      ["#000", outer],
      ["#fff", inner],
    ]) {
      c.strokeStyle = colour;
      c.lineWidth = width / view.zoom;
      c.beginPath();
      line();
      c.stroke();
    }
  }

  function drawRing(c, [row, col], radius, outer, inner) {
    drawTwice(c, outer, inner, () => c.arc(col, row, radius, 0, 7));
  }

  /** The cursor of the keys: a ring as large as the brush, or a small one, and its middle. */
  function drawCursor(c, [row, col], brush) {
    const radius = Math.max(brush, 9 / view.zoom);
    drawRing(c, [row, col], radius, 6, 2.5);
    const arm = 4 / view.zoom;
    drawTwice(c, 4, 1.5, () => {
      c.moveTo(col - arm, row);
      c.lineTo(col + arm, row);
      c.moveTo(col, row - arm);
      c.lineTo(col, row + arm);
    });
  }

  return { all: panes, main, below, beside, redraw };
}

function makePane(name, { state, view }, redraw) {
  const canvas = h("canvas", {
    class: "nv-canvas",
    tabindex: name === "main" ? "0" : "-1",
    role: "img",
    "aria-label": LABELS[name],
  });
  const host = h("div", { class: `nv-pane nv-${name}` }, canvas);
  const pane = { name, canvas, host, bitmap: null, place: undefined, strokes: [] };
  pane.pointer = pane.cursor = null; // where the mouse is, and the cursor that keys move
  let turn = 0;
  pane.axes = () => paneAxes(name, state().order);
  pane.center = () => paneCenter(name, view.center, state().axes[state().order.at(-3)]);
  pane.toWorld = (event) =>
    toWorld(
      [event.clientX, event.clientY],
      canvas.getBoundingClientRect(),
      pane.center(),
      view.zoom,
    );
  pane.load = async (bytes, place) => {
    const mine = ++turn;
    const bitmap = bytes ? await createImageBitmap(new Blob([bytes], { type: "image/png" })) : null;
    if (turn !== mine) return; // a newer picture has come meanwhile
    Object.assign(pane, { bitmap, place });
    redraw();
    requestAnimationFrame(() => canvas.dispatchEvent(new Event(NEW_PICTURE, { bubbles: true })));
  };
  return pane;
}

/** Give a canvas as many pixels as the screen has there; return its drawing tool, all black. */
function cleared(canvas, { width, height }) {
  const dense = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * dense), Math.round(height * dense)];
  if (canvas.width !== wide || canvas.height !== high) {
    Object.assign(canvas, { width: wide, height: high });
  }
  const c = canvas.getContext("2d");
  c.setTransform(dense, 0, 0, dense, 0, 0);
  c.fillStyle = "#000";
  c.fillRect(0, 0, width, height);
  return c;
}
