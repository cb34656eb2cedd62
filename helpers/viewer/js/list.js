// The list of layers, topmost first: an eye and a name each.

import { h } from "../../dom.js";
import { ASK } from "./messages.js";

/** Return the list of layers. */
export function makeList({ button, icon, out, set, state }) {
  const node = h("ul", { class: "nv-layers", "aria-label": "Layers, topmost first" });
  let listed = "";
  let next = null; // what gets the focus when the list is made anew

  function row(layer, selected) {
    const { name, visible } = layer;
    const eye = button(
      icon(visible ? "visibility" : "visibility_off"),
      `${visible ? "Hide" : "Show"} ${name}`,
      () => set("visible", !visible, name),
      { "data-key": `eye ${name}`, "aria-pressed": String(visible) },
    );
    const title = h(
      "button",
      {
        type: "button",
        class: "nv-name",
        "data-key": `name ${name}`,
        "aria-pressed": String(selected.includes(name)),
        title: `Select ${name}  (double-click or F2 to rename)`,
        onkeydown: (event) => {
          if (event.key === "F2") rename(event.currentTarget, name);
        },
        onclick: (event) =>
          out.now(ASK.SELECT, {
            layer: name,
            add: event.shiftKey || event.ctrlKey || event.metaKey,
          }),
        ondblclick: (event) => rename(event.currentTarget, name),
      },
      icon(layer.kind === "labels" ? "new_labels" : "new_image"),
      h("span", {}, name),
    );
    return h("li", { class: visible ? "" : "nv-hidden" }, eye, title);
  }

  function rename(title, name) {
    let byKey = false;
    const done = () => {
      listed = "";
      const wanted = box.value.trim();
      const renamed = wanted && wanted !== name;
      if (byKey) next = `name ${renamed ? wanted : name}`;
      if (renamed) set("name", wanted, name);
      else fill();
    };
    const box = h("input", {
      type: "text",
      value: name,
      "aria-label": "Name of the layer",
      onkeydown: (event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        if (event.key === "Escape") box.value = name;
        byKey = true;
        box.blur();
      },
    });
    box.addEventListener("blur", done, { once: true });
    title.replaceWith(box);
    box.select();
  }

  function fill() {
    const { layers, selected } = state();
    const seen = layers.map(({ name, visible, kind }) => [name, visible, kind]);
    const now = JSON.stringify([seen, selected]);
    if (now === listed) return;
    listed = now;
    const focused = node.getRootNode().activeElement;
    const key = node.contains(focused) ? focused.dataset.key : next;
    next = null;
    node.replaceChildren(...[...layers].reverse().map((layer) => row(layer, selected)));
    if (key) node.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }
  return { node, fill };
}
