import assert from "node:assert/strict";
import { test } from "node:test";
import { playName } from "../../helpers/explorers/state.js";

test("a button of Play is named by its icon", () => {
  assert.equal(playName("fa fa-play"), "play");
  assert.equal(playName("fa fa-pause"), "pause");
  assert.equal(playName("fa fa-stop"), "stop and go back");
});
