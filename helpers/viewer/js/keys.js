// napari's keys, and those of the cursor on the picture.

import { isForNotebook } from "../../dom.js";

const NAMES = {
  ArrowLeft: "Left",
  ArrowRight: "Right",
  ArrowUp: "Up",
  ArrowDown: "Down",
  " ": "Space",
};
const NUDGE = { Left: [0, -1], Right: [0, 1], Up: [-1, 0], Down: [1, 0] };
const SLICE = { PageUp: 1, PageDown: -1 };
const NUDGE_BY = 40; // pixels
const TURN_BY = 8; // degrees
const FOR_CONTROLS = /^(Arrow|Page|Home|End|Enter| )/; // a slider or button needs these itself

/** A key as napari writes it: "Ctrl+Shift+Z". */
export function keyName({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const name = key.length === 1 && key !== " " ? key.toUpperCase() : (NAMES[key] ?? key);
  const held = [(ctrlKey || metaKey) && "Ctrl", shiftKey && "Shift", altKey && "Alt"];
  return [...held.filter(Boolean), name].join("+");
}

/** The key of one of napari's actions. */
export function keyOf(keys, action) {
  return Object.keys(keys).find((key) => keys[key] === action);
}

/** Tell whether an element needs this key itself. */
function wants(target, key, canvas) {
  const kind = target.tagName === "INPUT" ? target.type : target.tagName;
  return (
    ["number", "text", "SELECT"].includes(kind) || (target !== canvas && FOR_CONTROLS.test(key))
  );
}

/** Listen to the keys pressed anywhere in the viewer. */
export function listenToKeys(root, { act, fixed, state, view }, panes, moves, cursor) {
  const solid = () => state().ndisplay === 3;
  const onCursor = (name, nudge, shift) => {
    if (name === "Escape") cursor.hide();
    else if (name === "Enter" || name === "Space") cursor.use(false);
    else if (name === "Shift+Space") cursor.use(true);
    else if (nudge) cursor.move(nudge, shift);
    else return false;
    return true;
  };
  const onKey = (event) => {
    if (isForNotebook(event) || wants(event.target, event.key, panes.main.canvas)) return;
    const name = keyName(event);
    const nudge = NUDGE[name.replace("Shift+", "")];
    const held = event.ctrlKey || event.metaKey || event.altKey;
    if (cursor.isShown() && !solid() && !held && onCursor(name, nudge, event.shiftKey)) {
      // done
    } else if (name === "Enter" && !solid() && state().layers.length) cursor.show();
    else if (SLICE[name]) moves.step(SLICE[name]);
    else if (name === "Space") {
      view.spaceHeld = true;
      panes.redraw();
    } else if (nudge && solid()) moves.turn(TURN_BY * nudge[1], TURN_BY * nudge[0]);
    else if (nudge && event.shiftKey) {
      moves.pan(-NUDGE_BY * nudge[1], -NUDGE_BY * nudge[0]);
      moves.sendCamera();
    } else if (nudge && name === keyOf(fixed.keys, "increment_dims_left")) moves.step(-1);
    else if (nudge && name === keyOf(fixed.keys, "increment_dims_right")) moves.step(1);
    else if (fixed.keys[name]) act(fixed.keys[name]);
    else return;
    event.preventDefault();
  };
  root.addEventListener("keydown", onKey);
  root.addEventListener("keyup", (event) => {
    if (event.key === " ") view.spaceHeld = false;
    panes.redraw();
  });
}
