// Which keys there are: a list that a button opens.

import { h } from "../../dom.js";

const KEYS = [
  ["← →", "slice before, slice after (also Page Down, Page Up)"],
  ["Shift + ← → ↑ ↓", "move the picture"],
  ["1  2  4  5  6", "erase, paint, fill, pick, move"],
  ["[  ]", "brush smaller, larger"],
  ["M", "new label; − and = the one before and after"],
  ["Ctrl + Z", "undo; with Shift: redo"],
  ["F2", "rename the layer, on its name in the list"],
  ["Enter", "on the picture: a cursor, to work without a mouse. With the cursor:"],
  ["← → ↑ ↓", "move it by one voxel; with Shift by ten"],
  ["Space or Enter", "use the tool there"],
  ["Shift + Space", "draw a line from where the tool was used last"],
  ["Escape", "put the cursor away"],
];

/** Return the list of keys, and the button that opens it. */
export function makeHelp({ button }) {
  const node = h(
    "dl",
    { class: "nv-keys", hidden: true },
    ...KEYS.map(([key, words]) => h("div", {}, h("dt", {}, key), h("dd", {}, words))),
  );
  const opener = button(
    "?",
    "Keys of the viewer",
    () => {
      node.hidden = !node.hidden;
      opener.setAttribute("aria-expanded", String(!node.hidden));
    },
    { "aria-expanded": "false" },
  );
  return { node, opener };
}
