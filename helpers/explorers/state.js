// The line of an explorer that says its state, and a mark while Python takes long.

import { follow, h, keepKeys } from "../dom.js";

function render({ model, el }) {
  el.classList.add("nuclei-state");
  const line = h("span", { role: "status", "aria-live": "polite" });
  const busy = h("span", { class: "nuclei-busy", hidden: true }, "working …");
  el.append(line, busy);
  const unfollow = follow(model, {
    text() {
      line.textContent = model.get("text");
    },
    slow() {
      busy.hidden = !model.get("slow");
    },
  });
  let freeKeys = () => {};
  const waiting = requestAnimationFrame(() => {
    const box = el.closest(".nuclei-explorer"); // the page has it only now
    if (!box) return;
    freeKeys = keepKeys(box);
    nameHandles(box);
  });
  return () => {
    cancelAnimationFrame(waiting);
    freeKeys();
    unfollow();
  };
}

/** ipywidgets leaves the handle of a slider without a name. */
function nameHandles(box) {
  for (const slider of box.querySelectorAll(".widget-slider")) {
    const name = slider.querySelector(".widget-label")?.textContent || "value";
    slider.querySelector(".noUi-handle")?.setAttribute("aria-label", name);
  }
}

export default { render };
