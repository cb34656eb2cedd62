// The controls of the chosen layer: built when another kind of layer is chosen, then filled anew.

import { h } from "../../dom.js";

const MODES = [
  ["erase", "erase", "activate_labels_erase_mode"],
  ["paint", "paint", "activate_labels_paint_mode"],
  ["fill", "fill", "activate_labels_fill_mode"],
  ["pick", "picker", "activate_labels_picker_mode"],
  ["pan_zoom", "pan_arrows", "activate_labels_pan_zoom_mode"],
];
const BLENDINGS = [
  "translucent",
  "translucent_no_depth",
  "additive",
  "minimum",
  "multiplicative",
  "opaque",
];

const field = (label, tip, control) =>
  h("label", { class: "nv-field", title: tip }, h("span", {}, label), control);
const pair = (...nodes) => h("span", { class: "nv-pair" }, ...nodes);

/** Return the kinds of inputs there are; each sets one setting of the chosen layer. */
function makeInputs({ active, set }) {
  const input = (type, name, tip, options) =>
    h("input", { type, "data-set": name, "aria-label": tip, ...options });
  return {
    slider: (name, min, max, step, tip) =>
      input("range", name, tip, {
        min,
        max,
        step,
        oninput: (e) => set(name, Number(e.target.value)),
      }),
    number: (name, min, max, tip) =>
      input("number", name, tip, {
        min,
        max,
        step: 1,
        oninput: (e) => {
          e.target.dataset.typing = "1";
        },
        onchange: (e) => {
          delete e.target.dataset.typing;
          if (e.target.value !== "") set(name, Number(e.target.value));
        },
      }),
    tick: (name, tip) =>
      input("checkbox", name, tip, { onchange: (e) => set(name, e.target.checked) }),
    choice: (name, values, tip) =>
      h(
        "select",
        { "data-set": name, "aria-label": tip, onchange: (e) => set(name, e.target.value) },
        ...values.map((value) => h("option", { value }, value.replaceAll("_", " "))),
      ),
    limit: ({ range: [min, max], whole }, index, tip) =>
      h("input", {
        type: "range",
        min,
        max,
        step: whole ? 1 : (max - min) / 500 || 1,
        "data-limit": index,
        "aria-label": tip,
        oninput: (e) => {
          const limits = [...active().contrast_limits];
          limits[index] = Number(e.target.value);
          set("contrast_limits", limits);
        },
      }),
  };
}

/** Return the panel with the controls of the chosen layer. */
export function makeControls(face) {
  const { act, active, button, fixed, icon, out } = face;
  const { slider, number, tick, choice, limit } = makeInputs(face);
  const node = h("div", { class: "nv-controls", role: "group", "aria-label": "Layer controls" });
  let built = "";

  const shared = () => [
    field(
      "opacity",
      "How much of the layers below is hidden",
      slider("opacity", 0, 1, 0.01, "opacity"),
    ),
    field(
      "blending",
      "How this layer is laid over those below",
      choice("blending", BLENDINGS, "blending"),
    ),
  ];
  const forImage = (layer) => [
    ...shared(),
    field(
      "contrast limits",
      "The value that is shown black",
      limit(layer, 0, "contrast limits: black"),
    ),
    field(
      "",
      "The value that is shown as the brightest colour",
      limit(layer, 1, "contrast limits: white"),
    ),
    field(
      "colormap",
      "The colours that stand for the values",
      choice("colormap", [...new Set([...fixed.colormaps, layer.colormap])], "colormap"),
    ),
  ];
  const tools = () =>
    h(
      "div",
      { class: "nv-tools", role: "toolbar", "aria-label": "Tools" },
      button(icon("shuffle"), "Shuffle the colours of the labels", () => act("shuffle")),
      ...MODES.map(([mode, picture, action]) =>
        button(icon(picture), fixed.tips[action], () => act(action), { "data-mode": mode }),
      ),
      button("↶", fixed.tips.undo, () => act("undo"), { class: "nv-undo" }),
      button("↷", fixed.tips.redo, () => act("redo"), { class: "nv-redo" }),
    );
  const forLabels = (layer) => [
    tools(),
    field(
      "label",
      "The number that the brush paints; 0 is the background",
      pair(
        h("span", { class: "nv-swatch", "aria-hidden": "true" }),
        button("−", fixed.tips.decrease_label_id, () => act("decrease_label_id")),
        number("selected_label", null, null, "label"),
        button("+", fixed.tips.increase_label_id, () => act("increase_label_id")),
        button("new", fixed.tips.new_label, () => act("new_label")),
      ),
    ),
    field(
      "brush size",
      "Diameter of the brush in voxels  ( [ smaller, ] larger )",
      pair(
        slider("brush_size", 1, 40, 1, "brush size"),
        number("brush_size", 1, null, "brush size in voxels"),
      ),
    ),
    ...shared(),
    field(
      "contour",
      "0 fills the objects; 1 and more draws their outlines, so thick",
      number("contour", 0, 50, "contour"),
    ),
    field(
      "n edit dim",
      "2 edits this slice only; 3 edits the slices above and below too",
      number("n_edit_dimensions", 2, layer.ndim, "n edit dim"),
    ),
    h(
      "div",
      { class: "nv-ticks" },
      field(
        "contiguous",
        "Fill changes only the piece clicked on, not every voxel of that label",
        tick("contiguous", "contiguous"),
      ),
      field(
        "preserve labels",
        "Painting leaves all other labels as they are  (B)",
        tick("preserve_labels", "preserve labels"),
      ),
      field(
        "show selected",
        "Show only the selected label",
        tick("show_selected_label", "show selected"),
      ),
    ),
  ];

  function build(layer) {
    const wanted = layer ? `${layer.name}/${layer.kind}/${layer.range ?? layer.ndim}` : "";
    if (wanted === built) return;
    built = wanted;
    if (layer) node.replaceChildren(...(layer.kind === "image" ? forImage : forLabels)(layer));
    else node.replaceChildren(h("p", {}, "Choose a layer."));
  }

  function fill() {
    const layer = active();
    build(layer);
    if (!layer) return;
    for (const input of node.querySelectorAll("[data-set]")) {
      const name = input.dataset.set;
      if (out.busy(`set ${layer.name} ${name}`)) continue; // newer than Python's
      const held = input.dataset.typing || (input.type === "range" && input.matches(":active"));
      if (input.type === "checkbox") input.checked = layer[name];
      else if (!held) input.value = layer[name];
    }
    for (const input of node.querySelectorAll("[data-limit]")) {
      if (!input.matches(":active")) input.value = layer.contrast_limits[input.dataset.limit];
    }
    for (const tool of node.querySelectorAll("[data-mode]")) {
      tool.setAttribute("aria-pressed", String(tool.dataset.mode === layer.mode));
    }
    const swatch = node.querySelector(".nv-swatch");
    if (!swatch) return;
    swatch.style.background = layer.colour ? `rgb(${layer.colour})` : "transparent";
    node.querySelector(".nv-undo").disabled = !layer.undo;
    node.querySelector(".nv-redo").disabled = !layer.redo;
  }
  return { node, fill };
}
