// A picture that is replaced in place.

import { dataUrl, follow, h } from "../dom.js";

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
