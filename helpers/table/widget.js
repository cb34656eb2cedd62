// A table whose rows are nuclei. A row is known by its label, never by its position.

import { dataUrl, follow, h, keepKeys } from "../dom.js";

const HINT =
  "Click a row, or walk with the arrow keys. Click a heading to sort; " +
  "point at it to read what it means.";
const ARROWS = { ascending: "▲", descending: "▼", none: "" };

function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Compare two rows by one of their values; what has no value comes last, whatever the order. */
export function compareRows(a, b, index, down) {
  const [x, y] = [a.values[index], b.values[index]];
  const unknown = (x === null) - (y === null);
  return unknown || (x - y) * (down ? -1 : 1) || a.label - b.label;
}

function makeRow({ label, texts, values }, choose) {
  const cells = texts.map((text) => h("td", {}, text));
  const node = h("tr", { onclick: () => choose(label) }, ...cells);
  return { label, values, node };
}

function render({ model, el }) {
  el.classList.add("nuclei-table");
  const caption = model.get("caption");
  const help = h("p", { class: "help", "aria-live": "polite" }, HINT);
  const explain = (text) => () => {
    help.textContent = text;
  };
  const heads = model.get("columns").map((column, index) =>
    h(
      "th",
      { scope: "col" },
      h(
        "button",
        {
          type: "button",
          title: column.help,
          onclick: () => sort(index),
          onmouseenter: explain(column.help),
          onfocus: explain(column.help),
          onmouseleave: explain(HINT),
          onblur: explain(HINT),
        },
        h("span", {}, column.name),
        h("span", { class: "arrow", "aria-hidden": "true" }),
      ),
    ),
  );
  const head = h("tr", {}, ...heads);
  const body = h("tbody");
  const table = h("table", { role: "grid", "aria-label": caption }, h("thead", {}, head), body);
  const frame = h("div", { class: "frame" }, table);
  const img = h("img");
  const words = h("figcaption");
  const look = h("figure", { hidden: true }, img, words);

  const rows = new Map(); // label -> its row
  const choose = (label) => {
    model.set("selected", label);
    model.save_changes();
    rows.get(label)?.node.focus({ preventScroll: true });
  };
  for (const row of model.get("rows")) rows.set(row.label, makeRow(row, choose));

  let sorted = { index: 0, down: false };
  const sort = (index) => {
    sorted = { index, down: sorted.index === index && !sorted.down };
    order();
  };
  const order = () => {
    const { index, down } = sorted;
    const list = [...rows.values()].sort((a, b) => compareRows(a, b, index, down));
    body.append(...list.map((row) => row.node));
    heads.forEach((cell, i) => {
      const state = i !== index ? "none" : down ? "descending" : "ascending";
      cell.setAttribute("aria-sort", state);
      cell.querySelector(".arrow").textContent = ARROWS[state];
    });
    mark();
  };
  const mark = () => {
    const chosen = rows.get(model.get("selected"))?.node;
    const entry = chosen ?? body.firstElementChild; // where Tab leads to
    for (const row of body.children) {
      row.setAttribute("aria-selected", String(row === chosen));
      row.tabIndex = row === entry ? 0 : -1;
    }
    if (chosen) scrollTo(chosen);
  };
  const scrollTo = (row) => {
    const top = row.offsetTop - head.offsetHeight;
    const bottom = row.offsetTop + row.offsetHeight;
    if (top < frame.scrollTop) frame.scrollTop = top;
    else if (bottom > frame.scrollTop + frame.clientHeight) {
      frame.scrollTop = bottom - frame.clientHeight;
    }
  };

  body.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr");
    const next = {
      ArrowDown: row.nextElementSibling,
      ArrowUp: row.previousElementSibling,
      Home: body.firstElementChild,
      End: body.lastElementChild,
      Enter: row,
      " ": row,
    };
    if (!(event.key in next) || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const found = [...rows.values()].find(({ node }) => node === next[event.key]);
    if (found) choose(found.label);
  });

  const save = (words, name, trait, type) =>
    h(
      "button",
      {
        type: "button",
        onclick: () => download(name, model.get(trait), `${type};charset=utf-8`),
      },
      words,
    );
  const buttons = h(
    "div",
    { class: "buttons" },
    save("Download the table (CSV)", "nuclei.csv", "csv", "text/csv"),
    model.get("parameters")
      ? save("Download the parameters (YAML)", "workflow.yaml", "parameters", "text/yaml")
      : null,
  );
  el.append(
    h("p", { class: "title" }, caption),
    h("div", { class: "both" }, frame, look),
    help,
    buttons,
  );
  order();
  const freeKeys = keepKeys(el);
  const unfollow = follow(model, {
    selected: mark,
    look() {
      const { png, words: title } = model.get("look");
      look.hidden = !title;
      words.textContent = title ?? "";
      img.alt = title ?? "";
      if (title) img.src = dataUrl(png);
    },
  });
  return () => {
    unfollow();
    freeKeys();
  };
}

export default { render };
