import assert from "node:assert/strict";
import { test } from "node:test";
import { ASK, messenger } from "../../helpers/viewer/js/messages.js";

/** A model without a kernel: keeps what is sent, and answers when told. */
function fakeModel() {
  const sent = [];
  let listener;
  return {
    sent,
    on: (_name, run) => {
      listener = run;
    },
    off: () => {
      listener = () => {};
    },
    send: (message) => sent.push(message),
    answer: (message) => listener({ done: message.id }),
  };
}

test("of one kind only the newest waits while one is on its way", () => {
  const model = fakeModel();
  const out = messenger(
    model,
    () => {},
    () => {},
  );
  for (const z of [1, 2, 3]) out.latest("point", ASK.POINT, () => ({ z }));
  out.latest("hover", ASK.HOVER, () => ({}));
  assert.deepEqual(
    model.sent.map((message) => [message.do, message.with.z]),
    [
      ["point", 1],
      ["hover", undefined],
    ],
  );
  assert.ok(out.busy("point"));
  model.answer(model.sent[0]);
  assert.equal(model.sent.at(-1).with.z, 3);
  model.answer(model.sent.at(-1));
  assert.ok(!out.busy("point"));
  assert.equal(model.sent.length, 3);
  out.stop();
});

test("an answer is told once, and a foreign one never", () => {
  const model = fakeModel();
  const told = [];
  const out = messenger(
    model,
    (silent) => told.push(silent),
    () => told.push("answer"),
  );
  let done = 0;
  out.now(ASK.ACT, { action: "undo" }, () => done++);
  model.answer({ id: "another view's" });
  assert.deepEqual(told, []);
  model.answer(model.sent[0]);
  model.answer(model.sent[0]);
  assert.equal(done, 1);
  assert.deepEqual(told, [false, "answer"]);
  out.stop();
});

test("a kernel that is gone is told of, not thrown", () => {
  const model = fakeModel();
  model.send = () => {
    throw new Error("disposed");
  };
  const told = [];
  const out = messenger(
    model,
    (silent) => told.push(silent),
    () => {},
  );
  out.now(ASK.ACT);
  assert.deepEqual(told, [true]);
  out.stop();
});
