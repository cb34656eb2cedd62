// A question: radio buttons, cards to put in order, a line or a box, what the kernel says back, and what a whole room needs.

import { follow, h, keepKeys } from "../dom.js";
import { cardList } from "./order.js";

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

/** For a whole room: one's own code, everybody's votes in two rounds, and what they came to. */
function roomPart(model, kind, send) {
  const code = h("strong", { class: "code" });
  const summary = h("summary", {}, "With a whole room", code);
  const example = kind === "choice" ? "a b b c" : "12 15 15 20";
  const boxes = {};
  const round = (name, words) => {
    const placeholder = `Codes, or answers as in: ${example}`;
    const box = h("textarea", {
      rows: 2,
      placeholder,
      "aria-label": `Everybody's codes: ${words}`,
    });
    boxes[name] = box;
    return keepable(box, `Count the ${words}`, [], send(name));
  };
  const fill = (name) => () => {
    if (document.activeElement !== boxes[name]) boxes[name].value = model.get(name);
  };
  const note = h("div", { class: "note", role: "status" });
  const votes = h("div", { class: "votes" });
  const flip = () => send("reveal")(!model.get("reveal"));
  const answer = h("button", { type: "button", onclick: flip }, "Show the answer");
  const both = [round("room", "first vote"), round("again", "second vote, after talking")];
  const rounds = h("div", { class: "rounds" }, ...both); // side by side: a room sees what is below
  const words = "Only for a course: whoever teaches asks for the codes, and counts them here.";
  const purpose = h("div", { class: "note" }, words);
  const part = h("details", {}, summary, purpose, rounds, note, votes, answer);
  const unfollow = follow(model, {
    room: fill("room"),
    again: fill("again"),
    code() {
      code.textContent = model.get("code") && ` · your code: ${model.get("code")}`;
    },
    room_note() {
      note.textContent = model.get("room_note");
    },
    tally() {
      votes.innerHTML = model.get("tally");
      answer.hidden = !model.get("tally");
      part.open ||= !answer.hidden; // an instructor's page, as it was before a reload
    },
    reveal() {
      answer.setAttribute("aria-pressed", model.get("reveal"));
    },
  });
  return { part, unfollow };
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
  const note = h("div", { class: "note", role: "status" });
  const fields = [];
  let cards = null;
  if (kind === "order") {
    const texts = model.get("options");
    cards = cardList(texts, [...LETTERS.slice(0, texts.length)], id, send("value"));
    box.append(...cards.nodes);
  } else if (kind === "choice") {
    for (const option of optionFields(model.get("options"), id, send("value"))) {
      fields.push(option.field);
      box.append(option.node);
    }
  } else {
    const text = kind === "text";
    const field = h(text ? "textarea" : "input", { rows: text && 3, "aria-labelledby": id });
    fields.push(field);
    const keep = (answer) => {
      if (!answer) note.textContent = "Type something first.";
      send("value")(answer);
    };
    box.append(keepable(field, "Keep", [h("span", {}, model.get("unit"))], keep));
  }
  box.append(note);
  const room = model.get("with_room") && roomPart(model, kind, send);
  if (room) box.append(room.part);
  el.append(box);

  const freeKeys = keepKeys(el);
  const unfollow = follow(model, {
    value() {
      cards?.set(model.get("value"));
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
    if (room) room.unfollow();
    freeKeys();
  };
}

export default { render };
