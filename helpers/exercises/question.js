// A question: radio buttons, a line or a box, what the kernel says back, and a line for a room.

const make = (tag, parent, properties = {}) => {
  const node = Object.assign(document.createElement(tag), properties);
  parent.append(node);
  return node;
};

function render({ model, el }) {
  // of this view alone: radio buttons of one name anywhere on the page are one group
  const id = `nuclei-question-${Math.random().toString(36).slice(2)}`;
  const send = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  el.classList.add("nuclei-question");
  el.onkeydown = (event) => {
    const runs = event.key === "Enter" && (event.shiftKey || event.ctrlKey);
    if (!runs) event.stopPropagation(); // or JupyterLab takes our arrow keys and letters
  };

  const box = make("fieldset", el);
  make("legend", box, { innerHTML: model.get("prompt"), id });
  const kind = model.get("kind");
  const fields = [];
  if (kind === "choice") {
    model.get("options").forEach((text, index) => {
      const letter = "abcdefghij"[index];
      const label = make("label", box);
      const radio = make("input", label, { type: "radio", name: id, value: letter });
      radio.onchange = () => send("value", letter);
      make("span", label, { innerHTML: `${letter}) ${text}` });
      fields.push(radio);
    });
  } else {
    const row = make("div", box, { className: "row" });
    const field = make(kind === "text" ? "textarea" : "input", row, { rows: 3 });
    field.setAttribute("aria-labelledby", id);
    make("span", row, { textContent: model.get("unit") });
    const keep = make("button", row, { textContent: "Keep", type: "button" });
    keep.onclick = () => send("value", field.value.trim());
    field.onkeydown = (event) => { if (kind === "line" && event.key === "Enter") keep.click(); };
    if (kind === "text") field.onchange = () => keep.click();
    fields.push(field);
  }
  const note = make("div", box, { className: "note" });
  note.setAttribute("role", "status");

  if (model.get("with_room")) {
    const details = make("details", box);
    make("summary", details, { textContent: "With a whole room" });
    const row = make("div", details, { className: "row" });
    const field = make("input", row, { value: model.get("room") });
    field.setAttribute("aria-label", "Everybody's guesses, separated by spaces");
    field.placeholder = kind === "choice" ? "a b b c" : "12 15 15 20";
    const keep = make("button", row, { textContent: "Keep the room's guesses", type: "button" });
    keep.onclick = () => send("room", field.value.trim());
    field.onkeydown = (event) => { if (event.key === "Enter") keep.click(); };
  }

  const show = () => {
    for (const field of fields) {
      if (field.type === "radio") field.checked = field.value === model.get("value");
      else if (document.activeElement !== field) field.value = model.get("value");
    }
    note.textContent = model.get("note");
  };
  model.on("change:value change:note", show);
  show();
  return () => model.off("change:value change:note", show);
}

export default { render };
