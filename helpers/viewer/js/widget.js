// The notebook viewer's face: draws what Python sends, sends what the person does.
// It holds no labels and no colours of its own; see widget.py for the other side.

import { follow, h, keepKeys } from "../../dom.js";
import { layerButtons, makeButtons, viewButtons } from "./buttons.js";
import { makeControls } from "./controls.js";
import { makeCursor } from "./cursor.js";
import { makeDims } from "./dims.js";
import { makeHelp } from "./help.js";
import { listenToKeys } from "./keys.js";
import { makeList } from "./list.js";
import { ASK, messenger } from "./messages.js";
import { makeMoves } from "./moves.js";
import { makePanes } from "./panes.js";
import { listenToPointer } from "./pointer.js";

const KEYS_HINT =
  "Arrow keys change the slice; Enter puts a cursor on the picture, and the button ? lists the keys.";

/** What every part needs of the viewer: Python's state, ways to change it, and where one looks. */
function makeFace(model, out) {
  const fixed = model.get("fixed");
  const state = () => model.get("state");
  return {
    fixed,
    out,
    state,
    ...makeButtons(fixed.icons),
    view: { center: [0, 0], zoom: 1, spaceHeld: false }, // of the main pane, in world units
    active: () => state().layers.find((layer) => layer.name === state().active),
    act: (action) => out.now(ASK.ACT, { action }),
    set: (name, value, layer = state().active) =>
      out.latest(`set ${layer} ${name}`, ASK.SET, () => ({ layer, name, value })),
  };
}

/** Return a line for screen readers only, and the function that says something in it. */
function makeVoice() {
  const line = h("div", { class: "nv-spoken", role: "status" });
  let timer = null;
  const speak = (words) => {
    // a control in focus speaks for itself; of many things in a row only the last is said
    if (!words || document.activeElement?.matches("input, select")) return;
    clearTimeout(timer);
    line.textContent = ""; // or the same words would not be said again
    timer = setTimeout(() => {
      line.textContent = words;
    }, 300);
  };
  return { line, speak, hush: () => clearTimeout(timer) };
}

function render({ model, el }) {
  const messages = h("div", { class: "nv-message", role: "status" });
  const quiet = h(
    "div",
    { class: "nv-message nv-wait", hidden: true },
    "Python is busy, or was restarted. If this stays, run the cell again.",
  );
  const status = h("output", { class: "nv-status", "aria-live": "off" });

  const onSilence = (silent) => {
    quiet.hidden = !silent;
  };
  const voice = makeVoice();
  const out = messenger(model, onSilence, (said) => {
    controls.fill();
    voice.speak(said);
  });
  const face = makeFace(model, out);
  const { state, view } = face;
  const panes = makePanes(face);
  const { main, below, beside } = panes;
  const moves = makeMoves(face, panes);
  const controls = makeControls(face);
  const list = makeList(face);
  const dims = makeDims(face, moves);
  const buttons = viewButtons(face, moves);
  const help = makeHelp(face);
  buttons.node.append(help.opener);

  const stage = h("div", { class: "nv-stage" }, main.host, beside.host, below.host);
  const foot = h("div", { class: "nv-foot" }, status, buttons.node);
  const root = h(
    "div",
    { class: "nv" },
    h("div", { class: "nv-side" }, controls.node, layerButtons(face), list.node),
    h("div", { class: "nv-main" }, stage, dims.node, foot, help.node, messages, quiet, voice.line),
  );
  const pointer = listenToPointer(face, panes, moves);
  listenToKeys(root, face, panes, moves, makeCursor(face, panes, moves));
  const freeKeys = keepKeys(root);
  el.classList.add("nv-host");
  el.append(root);

  const unfollow = follow(model, {
    camera() {
      if (pointer.isDragging() || out.busy("camera")) return; // the person is moving it
      Object.assign(view, model.get("camera"));
      panes.redraw();
    },
    pictures() {
      const pictures = model.get("pictures");
      main.load(pictures.main ?? pictures.solid, pictures.place);
      below.load(pictures.below);
      beside.load(pictures.beside);
    },
    status() {
      status.textContent = model.get("status");
    },
    state() {
      const { ndisplay, orthogonal, message, alt, axes } = state();
      for (const part of [controls, list, dims, buttons]) part.fill();
      const solid = ndisplay === 3;
      stage.classList.toggle("nv-ortho", orthogonal && !solid && axes.length > 2);
      main.canvas.setAttribute("aria-label", `${alt} ${KEYS_HINT}`);
      main.canvas.dataset.tool = solid ? "turn" : (face.active()?.mode ?? "pan_zoom");
      if (messages.textContent !== message) messages.textContent = message;
      panes.redraw();
    },
  });
  const sizes = new ResizeObserver(() => {
    const { width, height } = main.host.getBoundingClientRect();
    if (width && height) out.latest("size", ASK.SIZE, () => ({ width, height }));
    panes.redraw();
  });
  sizes.observe(main.host);

  return () => {
    unfollow();
    freeKeys();
    voice.hush();
    out.stop();
    moves.stop();
    sizes.disconnect();
  };
}

export default { render };
