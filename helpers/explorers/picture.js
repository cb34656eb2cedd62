// A picture that is replaced in place.

import { follow, h } from "../dom.js";

// not the URL of a blob, which the browser fetches by way of two other processes
function dataUrl(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const text = () => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `data:image/png;base64,${bytes.toBase64?.() ?? text()}`;
}

function render({ model, el }) {
  const img = h("img", { style: "display: block; max-width: 100%" });
  el.append(img);
  return follow(model, {
    png() {
      img.src = dataUrl(model.get("png"));
    },
    alt() {
      img.alt = model.get("alt");
    },
    width() {
      img.style.width = model.get("width");
    },
  });
}

export default { render };
