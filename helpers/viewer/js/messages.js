// What the page asks of Python, and how: newest first, and never two of a kind under way.

/** Every name the page may ask for. messages.py has the same ones in its table, and no other. */
export const ASK = Object.freeze({
  ACT: "act",
  CAMERA: "camera",
  DRAG: "drag",
  HOVER: "hover",
  ORTHOGONAL: "orthogonal",
  POINT: "point",
  SELECT: "select",
  SET: "set",
  SIZE: "size",
  TURN: "turn",
});

const PATIENCE = 6000; // ms until the page says that Python is silent

/** Send messages to Python; of those of one kind only the newest waits while one is on its way. */
export function messenger(model, onSilence, onAnswer) {
  let last = 0;
  const underway = new Map(); // kind -> id
  const waiting = new Map(); // kind -> how to make its message
  const timers = new Map(); // id -> timer
  const answered = new Map(); // id -> function
  const post = (kind, what, options, then) => {
    const id = `${++last}`;
    if (kind) underway.set(kind, id);
    if (then) answered.set(id, then);
    timers.set(
      id,
      setTimeout(() => onSilence(true), PATIENCE),
    );
    try {
      model.send({ do: what, with: options, id });
    } catch {
      onSilence(true); // the kernel this viewer lived in is gone
    }
  };
  const receive = (reply) => {
    if (!timers.has(reply.done)) return; // the answer to another view of this viewer
    clearTimeout(timers.get(reply.done));
    timers.delete(reply.done);
    onSilence(false);
    answered.get(reply.done)?.();
    answered.delete(reply.done);
    for (const [kind, id] of underway) {
      if (id !== reply.done) continue;
      underway.delete(kind);
      const next = waiting.get(kind);
      waiting.delete(kind);
      if (next) post(kind, next.what, next.make());
    }
    onAnswer(reply.said);
  };
  model.on("msg:custom", receive);
  return {
    now: (what, options = {}, then = undefined) => post(null, what, options, then),
    latest(kind, what, make) {
      if (underway.has(kind)) waiting.set(kind, { what, make });
      else post(kind, what, make());
    },
    busy: (kind) => underway.has(kind),
    stop() {
      model.off("msg:custom", receive);
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
