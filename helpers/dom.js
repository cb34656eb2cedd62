// What the page of every widget needs: to make an element, to follow its model, to keep its keys.

/** Make an element: attributes, `on…` listeners and `html`, then its children. */
export function h(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "html") node.innerHTML = value;
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

/** Call each function now, and whenever its trait of the model changes; return what ends it. */
export function follow(model, functions) {
  for (const [name, run] of Object.entries(functions)) {
    model.on(`change:${name}`, run);
    run();
  }
  return () => {
    for (const [name, run] of Object.entries(functions)) model.off(`change:${name}`, run);
  };
}

/** A PNG as an address; not that of a blob, which goes by way of two other processes. */
export function dataUrl(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const text = () => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `data:image/png;base64,${bytes.toBase64?.() ?? text()}`;
}

/** Tell whether a key is the notebook's even here: run the cell, save, go on with Tab. */
export function isForNotebook({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  const command = ctrlKey || metaKey;
  if (key === "Tab") return true;
  if (key === "Enter") return shiftKey || command;
  return command && !shiftKey && !altKey && key.toLowerCase() === "s";
}

/** Tell whether the person is writing something somewhere on the page. */
export function isTyping() {
  const writing =
    "textarea, select, [contenteditable=true], input:not([type=range], [type=checkbox], [type=radio])";
  return Boolean(document.activeElement?.closest(writing));
}

/**
 * Keep keys pressed in a widget from the notebook around it, where single letters are commands.
 *
 * JupyterLab and Notebook look for a mark on the very element in focus before they take its key,
 * and Notebook looks before any listener of the element runs. So the mark is set while the key
 * passes the window. A click anywhere in the widget gives it the focus, so that the keys that
 * follow are its own too.
 *
 * Returns what ends it.
 */
export function keepKeys(root) {
  if (!root.hasAttribute("tabindex")) root.tabIndex = -1;
  const mark = (event) => {
    if (!root.contains(event.target)) return;
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !isForNotebook(event));
  };
  const stop = (event) => {
    if (!isForNotebook(event)) event.stopPropagation();
  };
  const take = () =>
    setTimeout(() => {
      if (!root.contains(document.activeElement)) root.focus({ preventScroll: true });
    });
  window.addEventListener("keydown", mark, true);
  root.addEventListener("keydown", stop);
  root.addEventListener("pointerdown", take, true);
  return () => {
    window.removeEventListener("keydown", mark, true);
    root.removeEventListener("keydown", stop);
    root.removeEventListener("pointerdown", take, true);
  };
}
