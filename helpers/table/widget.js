// A table whose rows are nuclei. A row is known by its label, never by its position.
const make = (tag, parent, properties = {}, attributes = {}) => {
  const node = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
};

const download = (name, text, type) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};

function render({ model, el }) {
  el.classList.add("nuclei-table");
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab leaves our arrow keys alone
  const columns = model.get("columns");
  make("p", el, { className: "title", textContent: model.get("caption") });
  const frame = make("div", el, { className: "frame" });
  const table = make("table", frame, {}, { role: "grid", "aria-label": model.get("caption") });
  const head = make("tr", make("thead", table));
  const body = make("tbody", table);
  const help = make("p", el, { className: "help" }, { "aria-live": "polite" });
  const buttons = make("div", el, { className: "buttons" });
  const hint = "Click a row, or walk with the arrow keys. Click a heading to sort; " +
    "point at it to read what it means.";
  help.textContent = hint;

  let sorted = { index: 0, down: false };
  const sort = (index) => {
    sorted = { index, down: sorted.index === index && !sorted.down };
    order();
  };
  const heads = columns.map((column, index) => {
    const cell = make("th", head, {}, { scope: "col" });
    const button = make("button", cell, { type: "button", title: column.help });
    make("span", button, { textContent: column.name });
    make("span", button, { className: "arrow" }, { "aria-hidden": "true" });
    button.onclick = () => sort(index);
    button.onmouseenter = button.onfocus = () => { help.textContent = column.help; };
    button.onmouseleave = button.onblur = () => { help.textContent = hint; };
    return cell;
  });

  const rows = new Map(); // label -> its row
  const choose = (label, focus = true) => {
    model.set("selected", label);
    model.save_changes();
    if (focus) rows.get(label)?.focus({ preventScroll: true });
  };
  for (const { label, texts, values } of model.get("rows")) {
    const row = make("tr", body);
    row.values = values;
    row.label = label;
    row.onclick = () => choose(label);
    texts.forEach((text) => make("td", row, { textContent: text }));
    rows.set(label, row);
  }

  const order = () => {
    const { index, down } = sorted;
    const known = (row) => row.values[index] !== null;
    const list = [...rows.values()].sort((a, b) =>
      known(b) - known(a) || (a.values[index] - b.values[index]) * (down ? -1 : 1) || a.label - b.label);
    body.append(...list);
    heads.forEach((cell, i) => {
      const state = i === index ? (down ? "descending" : "ascending") : "none";
      cell.setAttribute("aria-sort", state);
      cell.querySelector(".arrow").textContent = { ascending: "▲", descending: "▼", none: "" }[state];
    });
    mark();
  };
  const mark = () => {
    const selected = model.get("selected");
    const entry = rows.get(selected) ?? body.firstElementChild; // where Tab leads to
    for (const row of body.children) {
      row.setAttribute("aria-selected", String(row.label === selected));
      row.tabIndex = row === entry ? 0 : -1;
    }
    const row = rows.get(selected);
    if (!row) return;
    const top = row.offsetTop - head.offsetHeight;
    const bottom = row.offsetTop + row.offsetHeight;
    if (top < frame.scrollTop) frame.scrollTop = top;
    else if (bottom > frame.scrollTop + frame.clientHeight) frame.scrollTop = bottom - frame.clientHeight;
  };

  body.onkeydown = (event) => {
    const row = event.target.closest("tr");
    const next = {
      ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling,
      Home: body.firstElementChild, End: body.lastElementChild, Enter: row, " ": row,
    };
    if (!(event.key in next)) return;
    event.preventDefault();
    event.stopPropagation();
    if (next[event.key]) choose(next[event.key].label);
  };

  make("button", buttons, { type: "button", textContent: "Download the table (CSV)" }).onclick =
    () => download("nuclei.csv", model.get("csv"), "text/csv;charset=utf-8");
  if (model.get("parameters")) {
    make("button", buttons, { type: "button", textContent: "Download the parameters (YAML)" }).onclick =
      () => download("workflow.yaml", model.get("parameters"), "text/yaml;charset=utf-8");
  }
  model.on("change:selected", mark);
  order();
  return () => model.off("change:selected", mark);
}

export default { render };
