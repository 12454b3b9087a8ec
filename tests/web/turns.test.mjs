// Undo and redo inside a shape that is not finished.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createTurns, turnOf } from "../../web/js/canvas/tools/turns.js";

test("what was done is taken back and done again, until something else is done", () => {
  const turns = createTurns();
  assert.equal(turns.go("undo", "a"), null);
  turns.keep("a");
  turns.keep("b");
  assert.deepEqual(turns.go("undo", "c"), { state: "b" });
  assert.deepEqual(turns.go("undo", "b"), { state: "a" });
  assert.deepEqual([turns.go("undo", "a"), turns.hasAhead()], [null, true]);
  assert.deepEqual(turns.go("redo", "a"), { state: "b" });
  turns.keep("b");
  assert.deepEqual([turns.go("redo", "d"), turns.hasAhead()], [null, false]);
  assert.deepEqual(turns.go("undo", "d"), { state: "b" });
  turns.clear();
  assert.deepEqual([turns.go("undo", "b"), turns.hasAhead()], [null, false]);
});

test("the keys of undo and redo are told apart, with Ctrl or Command only", () => {
  const struck = (key, more = {}) => turnOf(/** @type {any} */ ({ key, ctrlKey: true, metaKey: false, shiftKey: false, ...more }));
  assert.deepEqual([struck("z"), struck("Z", { shiftKey: true }), struck("y"), struck("x")], ["undo", "redo", "redo", null]);
  assert.deepEqual([struck("z", { ctrlKey: false }), struck("z", { ctrlKey: false, metaKey: true })], [null, "undo"]);
});
