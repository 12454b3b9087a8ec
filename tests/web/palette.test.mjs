// What the palette finds for what is typed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { matchOf } from "../../web/js/pages/palette/matching.js";
import { ranked } from "../../web/js/pages/palette/ranking.js";

const TITLES = ["Zoom in", "Zoom out", "Fit the image", "Label: person", "Flip horizontally", "Undo", "Redo"];
const entries = TITLES.map((title) => ({ id: title, title, section: title.startsWith("Zoom") ? "View" : "Shapes", run() {} }));
const found = (typed, lately = [], among = entries) => ranked(typed, among, lately).map(({ title }) => title);

test("a text is found by its beginning, its words, their first letters and what is inside", () => {
  assert.deepEqual([found("zoom"), found("fi"), found("person"), found("fh"), found("ndo")], [["Zoom in", "Zoom out"], ["Fit the image"], ["Label: person"], ["Flip horizontally"], ["Undo"]]);
});

test("every word typed must be found, in any order, in the title or beside it", () => {
  assert.deepEqual([found("in zo"), found("zoom nothing"), found("view out"), found("  ")], [["Zoom in"], [], ["Zoom out"], TITLES]);
});

test("letters that lie anywhere are no match: what was typed is to be seen in what is found", () => {
  assert.deepEqual([matchOf("zn", "Zoom in"), matchOf("oi", "Zoom in")], [null, null]);
});

test("the letters that were meant are told", () => {
  assert.deepEqual([matchOf("zi", "Zoom in")?.places, matchOf("IN", "Zoom in")?.places, matchOf("view", "Zoom in", "view")?.places], [[0, 5], [5, 6], []]);
});

test("what was done lately comes first until something better is typed", () => {
  assert.deepEqual(found("", ["Redo", "Undo"]).slice(0, 3), ["Redo", "Undo", "Zoom in"]);
  assert.deepEqual(found("zoom", ["Zoom out"]), ["Zoom out", "Zoom in"]);
  assert.deepEqual(found("undo", ["Redo"]), ["Undo"]);
});

test("what cannot be done now stands behind what can, and says why", () => {
  const among = entries.map((entry) => (entry.title === "Zoom in" ? { ...entry, why: "not now" } : entry));
  assert.deepEqual(found("zoom", [], among), ["Zoom out", "Zoom in"]);
});

test("a text with letters of any script is found", () => {
  const among = [{ id: "1", title: "Étiquette: fusée", section: "Labels", run() {} }];
  assert.deepEqual([found("fusée", [], among), found("ét", [], among)], [["Étiquette: fusée"], ["Étiquette: fusée"]]);
});
