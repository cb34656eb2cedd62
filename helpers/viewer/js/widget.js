// The notebook viewer's face: draws what Python sends, sends what the person does.
// It holds no labels and no colours of its own; see widget.py for the other side.

import { follow, h, keepKeys } from "../../dom.js";
import { layerButtons, makeButtons, viewButtons } from "./buttons.js";
import { makeControls } from "./controls.js";
import { makeDims } from "./dims.js";
import { listenToKeys } from "./keys.js";
import { makeList } from "./list.js";
import { ASK, messenger } from "./messages.js";
import { makeMoves } from "./moves.js";
import { makePanes } from "./panes.js";
import { listenToPointer } from "./pointer.js";

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
  const out = messenger(model, onSilence, () => controls.fill());
  const face = makeFace(model, out);
  const { state, view } = face;
  const panes = makePanes(face);
  const { main, below, beside } = panes;
  const moves = makeMoves(face, panes);
  const controls = makeControls(face);
  const list = makeList(face);
  const dims = makeDims(face, moves);
  const buttons = viewButtons(face, moves);

  const stage = h("div", { class: "nv-stage" }, main.host, beside.host, below.host);
  const foot = h("div", { class: "nv-foot" }, status, buttons.node);
  const root = h(
    "div",
    { class: "nv" },
    h("div", { class: "nv-side" }, controls.node, layerButtons(face), list.node),
    h("div", { class: "nv-main" }, stage, dims.node, foot, messages, quiet),
  );
  const pointer = listenToPointer(face, panes, moves);
  listenToKeys(root, face, panes, moves);
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
      main.canvas.setAttribute("aria-label", `${alt} Keys as in napari.`);
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
    out.stop();
    moves.stop();
    sizes.disconnect();
  };
}

export default { render };
