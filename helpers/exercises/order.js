// Cards to be put in order: dragged, or moved by the buttons and the arrow keys of each card.

import { h } from "../dom.js";

/** The letters as kept ("c a b"), or as they were given, if nothing (or nonsense) is kept. */
export function arranged(value, letters) {
  const order = value.split(" ");
  const complete = order.length === letters.length && letters.every((one) => order.includes(one));
  return complete ? order : letters;
}

/** The order after one card has gone to a place; beyond an end is at that end. */
export function moved(order, card, place) {
  const others = order.filter((one) => one !== card);
  const to = Math.max(0, Math.min(place, others.length));
  return [...others.slice(0, to), card, ...others.slice(to)];
}

/** The place of a card whose middle is held at y, among the middles of all others, from above. */
export const placeAt = (y, middles) => middles.filter((middle) => middle < y).length;

/** What is said aloud of a card that has moved. */
export const nowAt = (text, place, count) => `${text}, now ${place + 1} of ${count}`;

/** The list of cards; `send` gets the order as text. Returns its nodes, and how to set it. */
export function cardList(texts, letters, labelledby, send) {
  let order = letters;
  const said = h("div", { class: "said", role: "status" });
  const list = h("ol", { class: "cards", "aria-labelledby": labelledby });
  const cards = new Map(letters.map((letter, index) => [letter, card(letter, texts[index])]));

  function card(letter, html) {
    const text = h("span", { class: "words", html });
    const step = (by) => () => go(letter, order.indexOf(letter) + by);
    const button = (sign, way, by) => {
      const label = `Move ${text.textContent} ${way}`;
      return h("button", { type: "button", "aria-label": label, onclick: step(by) }, sign);
    };
    const keys = { ArrowUp: step(-1), ArrowDown: step(1) };
    const onkeydown = (event) => {
      if (!keys[event.key]) return;
      event.preventDefault(); // the page does not scroll
      keys[event.key]();
    };
    const onpointerdown = (event) => {
      if (event.button === 0 && !event.target.closest("button")) drag(letter, event);
    };
    const grip = h("span", { class: "grip", "aria-hidden": "true" }, "⠿");
    const buttons = [button("▲", "up", -1), button("▼", "down", 1)];
    return h("li", { onkeydown, onpointerdown }, grip, text, ...buttons);
  }

  /** Put the cards on the page in their order; the focus stays where it is. */
  function show() {
    const focused = document.activeElement;
    const nodes = order.map((letter) => cards.get(letter));
    if (nodes.every((node, place) => node === list.children[place])) return;
    list.replaceChildren(...nodes);
    if (list.contains(focused)) focused.focus({ preventScroll: true });
  }

  function go(letter, place) {
    order = moved(order, letter, place);
    show();
    tell(letter);
    send(order.join(" "));
  }

  function tell(letter) {
    const text = cards.get(letter).querySelector(".words").textContent;
    said.textContent = nowAt(text, order.indexOf(letter), order.length);
  }

  /** Let a card follow the pointer; the list holds the pointer, since the card leaves the page. */
  function drag(letter, { pointerId }) {
    const node = cards.get(letter);
    const follows = ({ clientY }) => {
      const middles = order
        .filter((one) => one !== letter)
        .map((one) => cards.get(one).getBoundingClientRect())
        .map(({ top, height }) => top + height / 2);
      order = moved(order, letter, placeAt(clientY, middles));
      show();
    };
    const before = order.join(" ");
    const end = () => {
      node.classList.remove("dragged");
      list.removeEventListener("pointermove", follows);
      list.removeEventListener("lostpointercapture", end);
      if (order.join(" ") === before) return;
      tell(letter);
      send(order.join(" "));
    };
    node.classList.add("dragged");
    list.setPointerCapture(pointerId);
    list.addEventListener("pointermove", follows);
    list.addEventListener("lostpointercapture", end); // also after a cancelled drag
  }

  const set = (value) => {
    order = arranged(value, letters);
    show();
  };
  return { nodes: [list, said], set };
}
