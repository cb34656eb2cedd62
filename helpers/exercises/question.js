// A question: radio buttons, a line or a box, what the kernel says back, and a line for a room.

import { follow, h, keepKeys } from "../dom.js";

const LETTERS = "abcdefghij";

/** A name that nothing else on the page has: anywidget loads this file anew for each question. */
const ownName = () => `nuclei-question-${Math.random().toString(36).slice(2)}`;

/** A line to type into, with a button that keeps what was typed; Enter keeps it too. */
function keepable(field, words, between, keep) {
  const send = () => keep(field.value.trim());
  const button = h("button", { type: "button", onclick: send }, words);
  if (field.tagName === "TEXTAREA") field.addEventListener("change", send);
  else {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey) send();
    });
  }
  return h("div", { class: "row" }, field, ...between, button);
}

function optionFields(options, name, send) {
  return options.map((text, index) => {
    const value = LETTERS[index];
    const field = h("input", { type: "radio", name, value, onchange: () => send(value) });
    return { field, node: h("label", {}, field, h("span", { html: `${value}) ${text}` })) };
  });
}

function roomField(model, kind, send) {
  const field = h("input", {
    value: model.get("room"),
    placeholder: kind === "choice" ? "a b b c" : "12 15 15 20",
    "aria-label": "Everybody's guesses, separated by spaces",
  });
  return h(
    "details",
    {},
    h("summary", {}, "With a whole room"),
    keepable(field, "Keep the room's guesses", [], send),
  );
}

function render({ model, el }) {
  const id = ownName();
  const kind = model.get("kind");
  const send = (name) => (value) => {
    model.set(name, value);
    model.save_changes();
  };
  el.classList.add("nuclei-question");

  const box = h("fieldset", {}, h("legend", { id, html: model.get("prompt") }));
  const fields = [];
  if (kind === "choice") {
    for (const option of optionFields(model.get("options"), id, send("value"))) {
      fields.push(option.field);
      box.append(option.node);
    }
  } else {
    const text = kind === "text";
    const field = h(text ? "textarea" : "input", { rows: text && 3, "aria-labelledby": id });
    fields.push(field);
    box.append(keepable(field, "Keep", [h("span", {}, model.get("unit"))], send("value")));
  }
  const note = h("div", { class: "note", role: "status" });
  box.append(note);
  if (model.get("with_room")) box.append(roomField(model, kind, send("room")));
  el.append(box);

  const freeKeys = keepKeys(el);
  const unfollow = follow(model, {
    value() {
      for (const field of fields) {
        if (field.type === "radio") field.checked = field.value === model.get("value");
        else if (document.activeElement !== field) field.value = model.get("value");
      }
    },
    note() {
      note.textContent = model.get("note");
    },
  });
  return () => {
    unfollow();
    freeKeys();
  };
}

export default { render };
