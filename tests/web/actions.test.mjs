// The actions of the page: who has a key, other keys, what can be done now.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createActions } from "../../web/js/pages/actions.js";

function storage(text = null) {
  const kept = { text };
  return { kept, getItem: () => kept.text, setItem: (_, value) => { kept.text = value; } };
}

/** Give actions, and what was done. */
function actions(kept = storage()) {
  const done = [];
  const made = createActions(kept);
  made.add([
    { id: "fit", title: "Fit", section: "View", keys: "F", run: () => done.push("fit") },
    { id: "redo", title: "Redo", section: "Shapes", keys: "Ctrl+Shift+Z Ctrl+Y", run: () => done.push("redo"), enabled: () => false },
    { id: "hide", title: "Hide", section: "Shapes", keys: "H", run: () => done.push("hide") },
  ]);
  return { ...made, done };
}

test("a chord stands for an action, however it is written", () => {
  const { find } = actions();
  assert.deepEqual([find("F")?.id, find("shift+ctrl+z")?.id, find("Ctrl+Y")?.id, find("x")], ["fit", "redo", "redo", null]);
});

test("what cannot be done now is not done", () => {
  const { run, done } = actions();
  assert.deepEqual([run("fit"), run("redo"), run("nothing")], [true, true, false]);
  assert.deepEqual(done, ["fit"]);
});

test("one id twice is refused", () => {
  assert.throws(() => actions().add([{ id: "fit", title: "Fit", section: "View" }]), /two actions "fit"/);
});

test("other keys take the place of the usual ones, and are remembered", () => {
  const kept = storage();
  actions(kept).rebind("fit", "Ctrl+0 0");
  const again = actions(kept);
  assert.deepEqual([again.find("f"), again.find("ctrl+0")?.id, again.keys("fit")], [null, "fit", "Ctrl+0 0"]);
  assert.deepEqual(again.all().map(({ keys, usual }) => [keys, usual])[0], ["Ctrl+0 0", "F"]);
  again.rebind("fit", null);
  assert.equal(actions(kept).find("f")?.id, "fit");
});

test("a key that was given to an action is taken from the one that had it", () => {
  for (const [id, key] of [["hide", "f"], ["fit", "H"]]) {
    const made = actions();
    made.rebind(id, key);
    assert.equal(made.find(key)?.id, id);
  }
});

test("no keys are keys too, and all can be had back", () => {
  const made = actions();
  made.rebind("fit", "");
  assert.equal(made.find("f"), null);
  made.reset();
  assert.equal(made.find("f")?.id, "fit");
});

for (const text of ["{", "null", '"f"', '{"fit": 7}', "[]"]) {
  test(`what somebody else left in the store costs nothing: ${text}`, () => {
    assert.equal(actions(storage(text)).find("f")?.id, "fit");
  });
}
