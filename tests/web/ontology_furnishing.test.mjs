// What a change gets on its way in by the ontology: whole pixels and defaults, and what it may leave as it is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createGuard } from "../../web/js/ontology/ruling.js";
import { wholeOntology } from "../../web/js/ontology/ontology.js";
import { box, human, instance, opened } from "./samples.mjs";

const LABELS = [{ name: "cat", color: "#112233", limits: { integer: true, min_width: 10 } }, { name: "dog", color: "#112233" }];
const ATTRIBUTES = [
  { name: "coat", type: "select", options: [{ value: "short" }, { value: "long" }], default: "short" },
  { name: "age", type: "number", minimum: 0 },
];

/** Give what becomes of fields for an instance that is there, and what is said. */
function guarded(there, fields) {
  const said = [];
  const ontology = wholeOntology({ labels: LABELS, attributes: ATTRIBUTES, rules: { relations: ["wears"] } });
  const guard = createGuard({ ontology: () => ontology, say: (text) => said.push(text) });
  const { document } = opened([there]);
  const { updated = [] } = guard({ updated: [{ id: there.id, fields }] }, human().actor, document);
  return { said, fields: updated[0]?.fields };
}

test("another shape of such a label is of whole pixels too", () => {
  assert.deepEqual(guarded(instance(), { geometry: box(1.4, 2.6, 30.2, 40) }).fields.geometry, box(1, 3, 30, 40));
  assert.deepEqual(guarded(instance({ label: "dog" }), { geometry: box(1.4, 2, 30, 40) }).fields.geometry, box(1.4, 2, 30, 40));
});

test("the label it has already changes neither shape nor attributes", () => {
  assert.deepEqual(guarded(instance({ geometry: box(1.4, 2, 30, 40) }), { label: "cat" }).fields, { label: "cat" });
});

test("another label begins with its defaults, which give way to what is there and to what is given", () => {
  assert.deepEqual(guarded(instance({ label: "dog" }), { label: "cat" }).fields.attributes, { coat: "short" });
  assert.deepEqual(guarded(instance({ label: "dog" }), { label: "cat", attributes: { coat: "long" } }).fields.attributes, { coat: "long" });
  assert.equal(guarded(instance({ label: "dog", attributes: { coat: "long" } }), { label: "cat" }).fields.attributes, undefined);
});

test("a label that is null stays what it is, with its limits", () => {
  assert.deepEqual(guarded(instance(), { label: null, geometry: box(0, 0, 5, 5) }).said, ["cat needs at least 10 × 0 px, this is 5 × 5: draw it larger."]);
  assert.deepEqual(guarded(instance(), { label: "", geometry: box(0, 0, 5, 5) }).said, []);
});

test("a value that did not fit before may be given again, another may not", () => {
  const one = instance({ attributes: { age: -3 } });
  assert.deepEqual(guarded(one, { attributes: { age: -3, coat: "long" } }).said, []);
  assert.equal(guarded(one, { attributes: { age: -4 } }).said.length, 1);
});

test("a relation that the project no longer has stays where it is, and is not made anew", () => {
  const old = { name: "owns", to: "x" };
  assert.deepEqual(guarded(instance({ links: [old] }), { links: [old, { name: "wears", to: "y" }] }).said, []);
  assert.match(guarded(instance(), { links: [old] }).said[0], /relation 'owns' is not one of this project's/);
});
