// The sliders: one for each axis that the picture does not show.

import { h } from "../../dom.js";
import { indexOf, slidable } from "./geometry.js";

/** Return the sliders of a viewer. */
export function makeDims({ state }, moves) {
  const node = h("div", { class: "nv-dims" });
  let built = "";

  function row(axis) {
    const { name, start, step, count } = state().axes[axis];
    const place = (e) => moves.slide(axis, start + step * Number(e.target.value));
    const options = { min: 0, max: count - 1, step: 1, "data-axis": axis };
    return h(
      "label",
      {
        title: `Move through ${name}: drag, turn the wheel, or use the left and right arrows`,
        onwheel: (event) => {
          event.preventDefault();
          moves.slideBy(axis, event.deltaY > 0 ? -1 : 1);
        },
      },
      h("span", {}, name),
      h("input", { type: "range", "aria-label": `${name} slice`, oninput: place, ...options }),
      h("input", {
        type: "number",
        "aria-label": `${name} slice number`,
        onchange: place,
        ...options,
      }),
      h("span", {}, `/ ${count - 1}`),
    );
  }

  function fill() {
    const { axes, point, order, ndisplay } = state();
    const sliders = slidable(order, ndisplay);
    const wanted = JSON.stringify([sliders, axes]);
    if (wanted !== built) {
      built = wanted;
      node.replaceChildren(...sliders.map(row));
    }
    for (const input of node.querySelectorAll("[data-axis]")) {
      if (input.type === "range" && input.matches(":active")) continue;
      const { axis } = input.dataset;
      input.value = indexOf(point[axis], axes[axis]);
    }
  }
  return { node, fill };
}
