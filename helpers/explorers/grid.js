// Cells that are switched by a click, or by the arrow keys and the space bar.

import { follow, h, keepKeys } from "../dom.js";

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** The number of the cell one step on from cell i, or of cell i itself at the rim. */
export function neighbour(i, key, rows, columns) {
  const [down, right] = STEPS[key];
  const [y, x] = [Math.floor(i / columns) + down, (i % columns) + right];
  return y >= 0 && y < rows && x >= 0 && x < columns ? y * columns + x : i;
}

function render({ model, el }) {
  const value = () => model.get("value");
  const [rows, columns] = [value().length, value()[0].length];
  const place = (i) => [Math.floor(i / columns), i % columns];
  const toggle = (i) => {
    const [y, x] = place(i);
    const cells = value().map((row) => [...row]);
    cells[y][x] = 1 - cells[y][x];
    model.set("value", cells);
    model.save_changes();
  };
  const cells = Array.from({ length: rows * columns }, (_, i) =>
    h("button", {
      type: "button",
      tabindex: i ? -1 : 0,
      onclick: () => toggle(i),
      onfocus: () => {
        for (const [k, cell] of cells.entries()) cell.tabIndex = k === i ? 0 : -1;
      },
      onkeydown: (event) => {
        if (!STEPS[event.key]) return;
        cells[neighbour(i, event.key, rows, columns)].focus();
        event.preventDefault();
      },
    }),
  );
  const grid = h(
    "div",
    {
      class: "nuclei-grid",
      role: "group",
      "aria-label": "cells, moved through with the arrow keys",
      style: `grid-template-columns: repeat(${columns}, 1fr); --columns: ${columns}`,
    },
    ...cells,
  );
  const count = h("div", { class: "nuclei-count" });
  el.classList.add("nuclei-grid-row");
  el.append(grid, count);
  const freeKeys = keepKeys(el);
  const unfollow = follow(model, {
    labels() {
      const labels = model.get("labels").flat();
      const colours = model.get("colours");
      cells.forEach((cell, i) => {
        const number = labels[i];
        const [y, x] = place(i);
        cell.textContent = number || "";
        [cell.style.background, cell.style.color] = number ? colours[number] : ["", ""];
        cell.setAttribute("aria-pressed", String(number > 0));
        const state = number ? `label ${number}` : "off";
        cell.setAttribute("aria-label", `row ${y + 1}, column ${x + 1}: ${state}`);
      });
      const most = Math.max(...labels);
      count.replaceChildren(h("b", {}, most), most === 1 ? " component" : " components");
    },
  });
  return () => {
    unfollow();
    freeKeys();
  };
}

export default { render };
