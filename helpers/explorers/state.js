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
  let silence = () => {};
  const waiting = requestAnimationFrame(() => {
    const box = el.closest(".nuclei-explorer"); // the page has it only now
    if (!box) return;
    freeKeys = keepKeys(box);
    silence = keepSpoken(box);
  });
  return () => {
    cancelAnimationFrame(waiting);
    silence();
    freeKeys();
    unfollow();
  };
}

/**
 * Let a screen reader say what ipywidgets only shows: the names of sliders and their values (it
 * says the number of the step), which button is pressed, and what the buttons of Play do.
 *
 * Returns what ends it.
 */
function keepSpoken(box) {
  const speak = () => {
    for (const slider of box.querySelectorAll(".widget-slider")) nameSlider(slider);
    for (const group of box.querySelectorAll(".widget-toggle-buttons")) namePressed(group);
    for (const button of box.querySelectorAll(".widget-play button")) namePlay(button);
  };
  const watch = new MutationObserver(speak);
  const attributeFilter = ["class", "aria-valuetext"];
  watch.observe(box, { subtree: true, childList: true, characterData: true, attributeFilter });
  speak();
  return () => watch.disconnect();
}

/** Set an attribute unless it is set so already: each change is answered by another look. */
function say(node, name, words) {
  if (node && words && node.getAttribute(name) !== words) node.setAttribute(name, words);
}

function nameSlider(slider) {
  const handle = slider.querySelector(".noUi-handle");
  const value = slider.querySelector(".widget-readout");
  say(handle, "aria-label", slider.querySelector(".widget-label")?.textContent || "value");
  say(handle, "aria-valuetext", value?.textContent);
  say(value, "contenteditable", "false"); // what is typed there would change nothing
}

function namePressed(group) {
  say(group, "role", "group");
  say(group, "aria-label", group.querySelector(".widget-label")?.textContent);
  for (const button of group.querySelectorAll("button"))
    say(button, "aria-pressed", String(button.classList.contains("mod-active")));
}

/** The buttons of Play have nothing but an icon. */
export function playName(icon) {
  const names = { "fa-play": "play", "fa-pause": "pause", "fa-stop": "stop and go back" };
  return Object.entries(names).find(([name]) => icon.includes(name))?.[1] ?? "repeat";
}

function namePlay(button) {
  const name = playName(button.querySelector("i")?.className ?? "");
  say(button, "aria-label", name);
  say(button, "title", name);
}

export default { render };
