// Buttons with napari's icons, and the rows of them that stand beside the picture.

import { h } from "../../dom.js";
import { keyOf } from "./keys.js";
import { ASK } from "./messages.js";

/** Return functions that make one of napari's icons, and a button with words or an icon. */
export function makeButtons(icons) {
  const icon = (name) =>
    h("span", { class: "nv-icon", "aria-hidden": "true", html: icons[name] ?? "" });
  const button = (words, tip, onclick, options = {}) =>
    h("button", { type: "button", title: tip, "aria-label": tip, onclick, ...options }, words);
  return { icon, button };
}

/** The buttons of the layer list. */
export function layerButtons({ act, button, fixed, icon }) {
  return h(
    "div",
    { class: "nv-tools", role: "toolbar", "aria-label": "Layers" },
    button(icon("new_labels"), "New labels layer, as large as the image", () => act("new_labels")),
    button(icon("up_arrow"), "Move the selected layer up", () => act("raise")),
    button(icon("down_arrow"), "Move the selected layer down", () => act("lower")),
    button(icon("delete"), fixed.tips.delete_selected_layers, () => act("delete_selected_layers")),
  );
}

/** The buttons of the view. */
export function viewButtons({ act, button, fixed, icon, out, state }, moves) {
  const wheel = "(or turn the wheel over the picture, once you have clicked it)";
  const solid = button("", "", () => act("toggle_ndisplay"));
  const orthogonal = button(
    "⊞",
    "Orthogonal slices: the same place from above, from the front and from the side",
    () => out.now(ASK.ORTHOGONAL, { value: !state().orthogonal }),
  );
  const node = h(
    "div",
    { class: "nv-tools", role: "toolbar", "aria-label": "View" },
    solid,
    orthogonal,
    button("−", `Zoom out  ${wheel}`, () => moves.zoomBy(1 / 1.4)),
    button("+", `Zoom in  ${wheel}`, () => moves.zoomBy(1.4)),
    button(icon("home"), fixed.tips.reset_view, () => act("reset_view")),
  );
  const fill = () => {
    const in3D = state().ndisplay === 3;
    const tip = in3D ? "Back to slices" : "See it in 3D; drag to turn it";
    solid.replaceChildren(icon(in3D ? "3D" : "2D"));
    solid.title = `${tip}  (${keyOf(fixed.keys, "toggle_ndisplay")})`;
    solid.setAttribute("aria-label", solid.title);
    solid.setAttribute("aria-pressed", String(in3D));
    orthogonal.setAttribute("aria-pressed", String(state().orthogonal));
    orthogonal.disabled = in3D || state().axes.length < 3;
  };
  return { node, fill };
}
