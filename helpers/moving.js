// Says that the page and Python reach each other, once both have answered; until then it waits.

import { h } from "./dom.js";

const PATIENCE = 10_000; // ms
const WAITING = "… Waiting for Python's answer to this page. It comes after the last running cell.";
const LOST =
  "… Python has not answered this page yet. While cells run ([*]), wait. If none runs: menu Kernel > Restart Kernel, then run this cell again.";

function render({ model, el }) {
  const token = Math.random().toString(36).slice(2); // an answer to another page is not ours
  const line = h("div", { role: "status" }, WAITING);
  const timer = setTimeout(() => line.replaceChildren(LOST), PATIENCE);
  const answered = (message) => {
    if (message.token !== token) return;
    clearTimeout(timer);
    line.replaceChildren(...message.lines.map((text) => h("div", {}, text)));
  };
  model.on("msg:custom", answered);
  model.send({ kind: "page", token });
  // as the lines above it, which are what Python printed
  el.style.font = "var(--jp-code-font-size, 13px) var(--jp-code-font-family, monospace)";
  el.style.lineHeight = "var(--jp-code-line-height, 1.3)";
  line.style.paddingLeft = "var(--jp-code-padding, 5px)"; // the widget's own is not its to set
  el.append(line);
  return () => {
    clearTimeout(timer);
    model.off("msg:custom", answered);
  };
}

export default { render };
