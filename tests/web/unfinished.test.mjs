// What was begun and left is kept by file and tool, and for the tab.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createUnfinished } from "../../web/js/pages/unfinished.js";

function tab() {
  const stored = new Map();
  const storage = { getItem: (name) => stored.get(name) ?? null, setItem: (name, text) => stored.set(name, text) };
  const state = { file: /** @type {string | null} */ ("one") };
  return { state, stored, storage, open: () => createUnfinished(() => state.file, storage) };
}

test("what was begun belongs to a file and a tool, and is there after a reload", () => {
  const { state, open } = tab();
  const page = open();
  page.note("polygon", [[1, 2], [3, 4]]);
  page.note("keypoints", { turn: 1 });
  state.file = "two";
  assert.deepEqual([page.of("polygon"), page.tools()], [null, []]);
  state.file = "one";
  const again = open();
  assert.deepEqual(again.of("polygon"), [[1, 2], [3, 4]]);
  assert.deepEqual(again.tools().toSorted(), ["keypoints", "polygon"]);
  again.note("polygon", null);
  assert.deepEqual(open().tools(), ["keypoints"]);
});

test("only what was begun is said to be kept", () => {
  const { state, open } = tab();
  const [page, told] = [open(), []];
  page.listen((file, tool) => told.push([file, tool]));
  page.left("polygon");
  page.note("polygon", [[1, 2], [3, 4]]);
  page.left("polygon");
  page.left("polyline");
  state.file = null;
  page.left("polygon");
  assert.deepEqual(told, [["one", "polygon"]]);
});

test("of many files the last are kept, and what is no record of them costs nobody the page", () => {
  const { state, storage, stored, open } = tab();
  const page = open();
  for (let i = 0; i < 60; i++) {
    state.file = `file ${i}`;
    page.note("polygon", [[i, i]]);
  }
  assert.equal(Object.keys(JSON.parse(stored.get("limner.unfinished"))).length, 50);
  assert.deepEqual(page.of("polygon"), [[59, 59]]);
  for (const text of ["{", "7", "null"]) {
    storage.setItem("limner.unfinished", text);
    assert.deepEqual(open().tools(), []);
  }
});
