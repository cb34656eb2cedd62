// An explorer saved as a page: it shows what Python drew and said at each state, and computes none.

/** Return the place of a state among all, whose last control moves fastest. */
export function placeOf(indices, sizes) {
  return indices.reduce((place, index, which) => place * sizes[which] + index, 0);
}

function followControls({ labels, pieces, states }) {
  const form = document.querySelector("form");
  const canvases = [...document.querySelectorAll("canvas")];
  const status = document.querySelector("[role=status]");
  const names = Object.keys(labels);
  const sizes = names.map((name) => labels[name].length);
  const decoded = new Map();
  let newest = 0;

  function picture(piece) {
    if (!decoded.has(piece)) {
      const image = new Image();
      image.src = `data:image/webp;base64,${pieces[piece]}`;
      const ready = image.decode().then(() => image);
      decoded.set(piece, ready);
    }
    return decoded.get(piece);
  }

  async function show() {
    newest += 1;
    const mine = newest;
    const indices = names.map((name) => Number(form.elements[name].value));
    const [words, ...places] = states[placeOf(indices, sizes)];
    const images = await Promise.all(places.map(picture));
    if (mine !== newest) return; // a held key is further on
    for (const [which, canvas] of canvases.entries()) {
      const pen = canvas.getContext("2d");
      // both in one picture: scaled apart, the rims of what is covered would shine through
      pen.drawImage(canvas.previousElementSibling, 0, 0);
      pen.drawImage(images[which], 0, 0);
    }
    status.textContent = words;
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (target.type === "range") {
      const label = labels[target.name][Number(target.value)];
      target.setAttribute("aria-valuetext", label);
      target.parentElement.querySelector("output").textContent = label;
    }
    show();
  });
  form.hidden = false;
}

/** Tell the page that this one stands in how high it is, so that it can make room. */
function tellHeight() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  window.parent.postMessage({ nucleiHeight: height }, "*");
}

if (globalThis.document) {
  const data = document.querySelector('script[type="application/json"]');
  followControls(JSON.parse(data.textContent));
  if (window.parent !== window) new ResizeObserver(tellHeight).observe(document.body);
}
