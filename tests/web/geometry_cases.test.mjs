// The table of cases that every implementation of the geometry verbs answers, here for JavaScript.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { area, contains, isKnown, KINDS, verbsOf } from "../../web/js/shapes/registry.js";

const CASES = JSON.parse(readFileSync(new URL("../data/geometry_cases.json", import.meta.url), "utf8"));
const TOLERANCE = 1e-6;
const ASKED = {
  bounds: (shape) => verbsOf(shape).bounds(shape),
  area,
  contains,
  problem: (shape) => verbsOf(shape).problem(shape),
  clamp: (shape, width, height) => verbsOf(shape).clamp(shape, width, height),
  vertices: (shape) => verbsOf(shape).vertices(shape),
};

function assertSame(said, expected, where) {
  if (typeof expected === "number") {
    assert.equal(typeof said, "number", where);
    assert.ok(Math.abs(said - expected) <= TOLERANCE, `${where}: ${said} is not ${expected}`);
  } else if (expected && typeof expected === "object") {
    assert.deepEqual(Object.keys(said).sort(), Object.keys(expected).sort(), where);
    for (const key of Object.keys(expected)) assertSame(said[key], expected[key], `${where}.${key}`);
  } else assert.equal(said, expected, where);
}

for (const { verb, geometry, args, expected, why = "plain" } of CASES) {
  test(`${geometry.kind} ${verb}, ${why}`, () => {
    const before = structuredClone(geometry);
    assertSame(ASKED[verb](geometry, ...args), expected, verb);
    assert.deepEqual(geometry, before, "the verb changed the shape it was asked about");
  });
}

test("the table asks every verb of every kind", () => {
  const asked = new Set(CASES.map(({ verb, geometry }) => `${geometry.kind} ${verb}`));
  const all = KINDS.flatMap((kind) => Object.keys(ASKED).map((verb) => `${kind} ${verb}`));
  assert.deepEqual([...asked].sort(), all.sort());
});

test("every kind has every verb", () => {
  const verbs = KINDS.map((kind) => Object.keys(verbsOf({ kind })).sort());
  for (const one of verbs) assert.deepEqual(one, verbs[0]);
});

test("no kind is known but those of the table", () => {
  for (const kind of ["toString", "__proto__", "constructor", "Box", "", undefined, null]) assert.equal(isKnown({ kind }), false);
  for (const shape of [null, undefined, 5, "box"]) assert.equal(isKnown(shape), false);
});
