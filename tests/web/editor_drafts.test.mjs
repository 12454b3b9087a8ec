// Text that was not saved: kept for each visit, offered to the next, never mixed up.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createDrafts } from "../../web/js/editor/drafts.js";
import { filenameOf, isScript, named } from "../../web/js/editor/names.js";

/** Storage as browsers have it; `room` is how many characters it takes. */
function storage(room = 1e6) {
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem(name, value) {
      if (value.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(name, value);
    },
    removeItem: (name) => kept.delete(name),
  };
}

const text = (source) => ({ filename: "a.py", source });

test("the next visit is offered what was kept, and its own visit is not", () => {
  const place = storage();
  const first = createDrafts(place, "first");
  first.keep("s1", text("one"));
  first.keep("s1", text("two"));
  assert.equal(first.offered("s1", "saved"), null);
  const second = createDrafts(place, "second");
  assert.equal(second.offered("s1", "saved").source, "two");
  assert.equal(second.offered("s1", "two"), null);
  assert.equal(second.offered("s2", "saved"), null);
  assert.deepEqual(second.keys(), ["s1"]);
  assert.deepEqual(first.keys(), []);
});

test("what is written while an offer is open loses neither", () => {
  const place = storage();
  createDrafts(place, "first").keep("s1", text("old work"));
  const second = createDrafts(place, "second");
  second.keep("s1", text("new work"));
  const third = createDrafts(place, "third");
  assert.equal(third.offered("s1", "saved").source, "new work");
  third.drop("s1", "second");
  assert.equal(third.offered("s1", "saved").source, "old work");
  third.drop("s1", "first");
  assert.equal(third.offered("s1", "saved"), null);
  assert.deepEqual(third.keys(), []);
});

test("saving forgets this visit's text only", () => {
  const place = storage();
  createDrafts(place, "first").keep("s1", text("old"));
  const second = createDrafts(place, "second");
  second.keep("s1", text("new"));
  second.drop("s1");
  assert.equal(createDrafts(place, "third").offered("s1", "").source, "old");
});

test("a browser that takes nothing is told of, spoiled records are passed over", () => {
  assert.equal(createDrafts(storage(10), "v").keep("s1", text("long".repeat(10))), false);
  const place = storage();
  place.setItem("limner-draft:s1", "{no json");
  place.setItem("limner-draft:s2", '{"a": 1}');
  place.setItem("limner-theme", "dark");
  const drafts = createDrafts(place, "v");
  assert.equal(drafts.offered("s1", ""), null);
  assert.deepEqual(drafts.keys(), []);
  assert.equal(drafts.keep("s1", text("x")), true);
});

test("file names are made from names, and names put into the block", () => {
  assert.equal(filenameOf("On a new box!", "python"), "on_a_new_box.py");
  assert.equal(filenameOf("Ü", "javascript"), "script.js");
  assert.equal(filenameOf("x".repeat(300), "python").length, 103);
  assert.equal(named('# name = "A"\nname = "B"\n# name = "C"\n', 'My "best" $& one'), '# name = "My \\"best\\" $& one"\nname = "B"\n# name = "C"\n');
  assert.deepEqual(["a.py", "b.mjs", "c.js", "d.txt", "e", "f/g.py", ".py"].map(isScript), [true, true, true, false, false, false, false]);
});
