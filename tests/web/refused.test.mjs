// What the server refused: what it holds, and what of it can be put back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { contentsOf, reduced, shapesOf, textOf, titleOf } from "../../web/js/store/refused.js";
import { box, point } from "./samples.mjs";

const refused = (post, fields = {}) => ({ key: "k", file: "f", message: "no", body: JSON.stringify({ created: [], updated: [], deleted: [], origin: { title: "Draw" }, ...post }), ...fields });
const nothing = () => undefined;

test("what a change set holds is counted by kind and label", () => {
  const created = [box(), box(), point()].map((geometry, index) => ({ geometry, label: index < 2 ? "cat" : null }));
  const entry = refused({ created, updated: [{ id: "a" }], deleted: ["b", "c"] });
  assert.equal(contentsOf(entry), "2 boxes of cat, 1 point, 1 changed, 2 deleted");
  const many = Array.from({ length: 7 }, (_, index) => ({ geometry: box(), label: `l${index}` }));
  assert.match(contentsOf(refused({ created: many })), /1 box of l3, 3 more kinds$/);
  assert.equal(contentsOf({ ...entry, kind: "comment" }), "");
});

test("it is called as in the history, or by what was written", () => {
  assert.equal(titleOf(refused({})), "Draw");
  assert.equal(titleOf(refused({ origin: {} })), "Change");
  assert.equal(titleOf({ kind: "comment", body: '{"text":"why?"}' }), "Comment: why?");
  assert.equal(titleOf({ kind: "file", body: '{"attributes":{"wind":3,"rain":null}}' }), "The file: wind: 3, rain emptied");
  assert.equal(titleOf({ kind: "file", body: '{"state":"rejected","comment":"dark"}' }), "Comment: dark");
  assert.deepEqual([textOf({ kind: "comment", body: '{"text":"why?"}' }), textOf({ kind: "file", body: '{"comment":"dark"}' }), textOf(refused({}))], ["why?", "dark", ""]);
});

test("shapes that were made or reshaped can be put back with their labels and attributes", () => {
  const created = [{ id: "a", geometry: box(), label: "cat", attributes: { age: 3 }, order: 2, version: 4 }];
  const updated = [{ id: "b", geometry: point(), attributes: { age: null, seen: true } }, { id: "c", geometry: point(), label: "" }, { id: "d", label: "dog" }];
  const there = { b: { label: "dog", attributes: { age: 5, size: 1 } }, c: { label: "dog", attributes: {} } };
  assert.deepEqual(shapesOf(refused({ created, updated }), (id) => there[id]), [
    { geometry: box(), label: "cat", attributes: { age: 3 }, order: 2 },
    { geometry: point(), label: "dog", attributes: { size: 1, seen: true } },
    { geometry: point(), label: null, attributes: {} },
  ]);
  assert.deepEqual(shapesOf(refused({ updated: updated.slice(0, 1) }), nothing), [{ geometry: point(), label: null, attributes: { seen: true } }]);
  assert.deepEqual(shapesOf({ kind: "comment", body: "{}" }, nothing), []);
});

test("what is not back stays, with what has no shape", () => {
  const entry = refused({ created: [{ geometry: box() }], updated: [{ id: "a", geometry: box() }, { id: "b", label: "dog" }], deleted: ["c"] });
  const { created, updated, deleted } = JSON.parse(reduced(entry, [{ geometry: point() }]).body);
  assert.deepEqual([created, updated, deleted], [[{ geometry: point() }], [{ id: "b", label: "dog" }], []]);
  assert.equal(reduced(refused({ created: [{ geometry: box() }], deleted: ["c"] }), []), null);
});
