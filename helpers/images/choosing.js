// A list of folders and files to click. Python does the looking; here it is only shown.
import { follow, h, keepKeys } from "../dom.js";

function render({ model, el }) {
  const button = (text, message, title) =>
    h("button", { type: "button", title, onclick: () => model.send(message) }, text);
  const place = h("p", { class: "place" });
  const list = h("ul", { "aria-label": "folders and files" });
  const note = h("p", { class: "note", role: "status" });
  el.classList.add("nuclei-chooser");
  el.append(
    h(
      "div",
      { class: "top" },
      button("↑ the folder above", { up: true }, "list the folder that this one lies in"),
      button("look again", { again: true }, "after you have put a file into the folder"),
      place,
    ),
    list,
    note,
  );

  const fill = () => {
    const entry = (text, message) => h("li", {}, button(text, message, text));
    const folders = model.get("folders").map((name) => entry(`${name} /`, { folder: name }));
    const files = model.get("files").map((name) => entry(name, { file: name }));
    list.replaceChildren(...folders, ...files);
    if (!folders.length && !files.length)
      list.append(h("li", { class: "empty" }, "This folder is empty."));
  };
  const ends = [
    keepKeys(el),
    follow(model, {
      folders: fill,
      files: fill,
      place: () => {
        place.textContent = model.get("place");
      },
      note: () => {
        note.textContent = model.get("note");
      },
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

export default { render };
