// The table of cases for what fits an ontology, here for JavaScript.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fileProblems, problems, rounded } from "../../web/js/ontology/fitting.js";
import { against, held } from "../../web/js/ontology/holding.js";
import { defaultsOf, leafLabels, treeOf, wholeOntology } from "../../web/js/ontology/ontology.js";

const { ontology, instances, files, readonly } = JSON.parse(readFileSync(new URL("../data/ontology_cases.json", import.meta.url), "utf8"));
const said = (found) => found.map(({ code, field, what }) => [code, field, what]);

for (const { why, instance, expected } of instances) {
  test(`an instance: ${why}`, () => assert.deepEqual(said(problems(instance, ontology)), expected));
}

for (const { why, attributes, expected } of files) {
  test(`a file: ${why}`, () => assert.deepEqual(said(fileProblems(attributes, ontology)), expected));
}

for (const { why, readonly: makers, made, change, by, expected } of readonly) {
  test(`read-only: ${why}`, () => {
    const rules = wholeOntology({ rules: { readonly: makers } });
    const geometry = { kind: "box", x: 0, y: 0, width: 40, height: 40, rotation: 0 };
    const before = { id: "one", file: "f", geometry, label: "thing", attributes: {}, locked: false, hidden: false, group: null, order: 0, links: [], provenance: made };
    const asked = { updated: change.updated ? [{ id: "one", fields: change.updated }] : [], deleted: change.deleted ? ["one"] : [] };
    const found = by.actor === "import" ? null : against(asked, new Map([["one", before]]), (one) => held(one, rules, by), by);
    assert.equal(found && found[0].toLowerCase() + found.slice(1), expected);
  });
}

test("a shape that was rounded is one of whole pixels, and stays turned", () => {
  const box = { kind: "box", x: 0.5, y: -0.5, width: 10.4, height: 3, rotation: 12.5 };
  assert.deepEqual(rounded(box), { kind: "box", x: 1, y: 0, width: 10, height: 3, rotation: 12.5 });
  const keypoints = { kind: "keypoints", points: [{ name: "a", x: 1.6, y: 2, visible: 1 }], edges: [] };
  assert.deepEqual(rounded(keypoints).points, [{ name: "a", x: 2, y: 2, visible: 1 }]);
  const mask = { kind: "mask", bounds: [1, 2, 3, 4], rle: [1, 11] };
  assert.deepEqual(rounded(mask), mask);
});

test("labels are a tree, and those without any below are chosen", () => {
  assert.deepEqual(treeOf(ontology.labels).map(({ label, depth, leaf }) => [label.name, depth, leaf]), [
    ["animal", 0, false],
    ["cat", 1, true],
    ["dog", 1, true],
    ["thing", 0, true],
  ]);
  assert.deepEqual(leafLabels(ontology.labels).map(({ name }) => name), ["cat", "dog", "thing"]);
});

test("labels whose parents go in a circle are shown all the same", () => {
  const circle = [{ name: "a", parent: "b" }, { name: "b", parent: "a" }, { name: "c", parent: "gone" }];
  assert.deepEqual(treeOf(circle).map(({ label }) => label.name), ["c", "a", "b"]);
});

test("a new instance begins with the defaults of its label", () => {
  const attributes = [{ name: "a", default: 0, labels: ["animal"] }, { name: "b", default: "x", labels: ["dog"] }, { name: "c" }, { name: "d", scope: "file", default: 1 }];
  assert.deepEqual(defaultsOf({ ...ontology, attributes }, "cat"), { a: 0 });
});
