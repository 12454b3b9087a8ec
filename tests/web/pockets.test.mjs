// What the browser keeps for a site, and what becomes of it where the browser refuses.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createDrafts } from "../../web/js/editor/drafts.js";
import { createPocket } from "../../web/js/store/pockets.js";

/** A storage in memory that throws as browsers do once it is `full`. */
function storage() {
  const values = new Map();
  const at = {
    full: false,
    values,
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (name) => values.get(name) ?? null,
    setItem(name, value) {
      if (at.full) throw new DOMException("no room is left", "QuotaExceededError");
      values.set(name, value);
    },
    removeItem: (name) => void values.delete(name),
  };
  return at;
}

test("what there is room for is kept for other pages", () => {
  const kept = storage();
  const pocket = createPocket(() => kept);
  assert.equal(pocket.setItem("theme", "dark"), true);
  assert.deepEqual([createPocket(() => kept).getItem("theme"), pocket.getItem("other")], ["dark", null]);
  pocket.removeItem("theme");
  assert.deepEqual([...kept.values], []);
});

test("what there is no room for lasts as long as the page, in the place of what was kept", () => {
  const kept = storage();
  const pocket = createPocket(() => kept);
  pocket.setItem("name", "Ada");
  kept.full = true;
  assert.deepEqual([pocket.setItem("name", "Bob"), pocket.getItem("name"), kept.getItem("name")], [false, "Bob", "Ada"]);
  kept.full = false;
  kept.setItem("name", "Eve"); // by another page
  assert.equal(pocket.getItem("name"), "Bob");
  assert.deepEqual([pocket.setItem("name", "Cleo"), kept.getItem("name")], [true, "Cleo"]);
  kept.setItem("name", "Eve");
  assert.equal(pocket.getItem("name"), "Eve");
});

for (const [what, ask] of [["refuses to be asked", () => { throw new DOMException("storage is blocked", "SecurityError"); }], ["has none", () => undefined]]) {
  test(`a browser that ${what} costs nobody the page`, () => {
    const pocket = createPocket(ask);
    assert.deepEqual([pocket.getItem("name"), pocket.length, pocket.key(0), pocket.setItem("name", "Ada"), pocket.getItem("name")], [null, 0, null, false, "Ada"]);
    pocket.removeItem("name");
    assert.equal(pocket.getItem("name"), null);
    assert.equal(createDrafts(pocket, "visit").keep("a-script", { filename: "a.py", source: "x" }), false, "and a draft is not said to be kept");
  });
}
