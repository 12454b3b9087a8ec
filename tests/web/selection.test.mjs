// What is selected, in its order, and what of it is there.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createSelection } from "../../web/js/pages/selection.js";

const selecting = (...ids) => {
  const selection = createSelection((id) => ({ id }), () => 1);
  selection.set(ids);
  return selection;
};

test("some are put in after those that were selected, and each stands there once", () => {
  const { toggled } = selecting("a", "b", "c");
  assert.deepEqual(toggled(["d", "b", "e"]), ["a", "c", "d", "b", "e"]);
  assert.deepEqual(toggled([]), ["a", "b", "c"]);
});

test("where all of some are selected they are let go of", () => {
  assert.deepEqual(selecting("a", "b", "c").toggled(["c", "a"]), ["b"]);
  assert.deepEqual(selecting("a").toggled(["a"]), []);
});
