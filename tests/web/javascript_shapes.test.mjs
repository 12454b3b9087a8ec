// What a script makes and asks of shapes; the verbs it shares with the page answer the page's table.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as limner from "../../runtime/cell/javascript/api.js";
import { instanceFrom } from "../../runtime/cell/javascript/events.js";
import { shapeOf } from "../../runtime/cell/javascript/geometry.js";

const { area, bounds, Box, contains, Ellipse, iou, Keypoints, Mask, Point, Polygon, Polyline, simplify, Tag, toMask } = limner;
const CASES = JSON.parse(readFileSync(new URL("../data/geometry_cases.json", import.meta.url), "utf8"));
const SQUARE = Polygon([[0, 0], [10, 0], [10, 10], [0, 10]]);

for (const { verb, geometry, args, expected } of CASES.filter(({ verb }) => ["area", "contains", "bounds"].includes(verb))) {
  test(`${geometry.kind} ${verb} ${args.join(", ")}`, () => {
    const said = { area, contains, bounds: (shape) => [...bounds(shape)] }[verb](geometry, ...args);
    const close = (one, other) => Math.abs(one - other) <= 1e-6;
    assert.ok([said].flat().every((one, index) => (typeof one === "boolean" ? one === expected : close(one, [expected].flat()[index]))), `${said}`);
  });
}

test("points are read however they are written", () => {
  const outer = [[1, 2], [3, 4], [5, 6]];
  for (const points of [outer, [{ x: 1, y: 2 }, { x: 3, y: 4 }, { x: 5, y: 6 }], new Float32Array([1, 2, 3, 4, 5, 6]), new Set(outer)]) {
    assert.deepEqual(Polygon(points), { kind: "polygon", parts: [{ outer, holes: [] }] });
  }
});

test("what is no number is named", () => {
  for (const [make, message] of [
    [() => Box(1, 2, "3", 4), "Box: width is '3', expected a number"],
    [() => Polygon([[1, 2], [3]]), "outer ring: point 2 is [3], expected [x, y]"],
    [() => Polyline([[1, 2], null]), "polyline: point 2 is null, expected [x, y]"],
    [() => Keypoints([{ name: "a", x: 1, y: 2, visible: 5 }]), "Keypoints: visible is 5, expected 0, 1 or 2"],
    [() => Mask([0, 0, 2], [4]), "Mask: bounds are [0,0,2], expected x, y, width, height"],
    [() => shapeOf({ kind: "polyline" }), /^polyline does not have the form of one: /],
  ]) {
    assert.throws(make, { name: "GeometryError", message });
  }
});

test("a mask is made of run lengths, of rows, or of a value for each pixel", () => {
  const made = { kind: "mask", bounds: [1, 1, 2, 2], rle: [1, 3] };
  for (const data of [[1, 3], [[0, 1], [1, 1]], new Uint8Array([0, 9, 9, 9])]) assert.deepEqual(Mask([1, 1, 2, 2], data), made);
});

test("overlap is 1 of a shape with itself, 0 of shapes apart, exact of boxes", () => {
  for (const shape of [SQUARE, Box(0, 0, 5, 5, 30), Ellipse(5, 5, 2, 3), Point(1, 1), Tag(), toMask(SQUARE)]) assert.equal(iou(shape, shape), 1);
  assert.equal(iou(Box(0, 0, 10, 10), Box(5, 0, 10, 10)), 50 / 150);
  assert.equal(iou(Box(0, 0, 1, 1), Box(5, 5, 1, 1)), 0);
  assert.equal(iou(Point(1, 1), Box(0, 0, 5, 5)), 0);
  assert.ok(Math.abs(iou(SQUARE, Ellipse(5, 5, 5, 5)) - Math.PI / 4) < 0.01);
  assert.equal(iou(SQUARE, toMask(SQUARE)), 1);
});

test("a mask covers the pixels whose centres lie inside", () => {
  assert.deepEqual(toMask(Polygon([[0, 0], [3, 0], [3, 3]])), { kind: "mask", bounds: [0, 0, 3, 3], rle: [0, 3, 1, 2, 2, 1] });
  assert.throws(() => toMask(Point(1, 1)), { name: "GeometryError", message: "a point has no inside to make a mask of" });
});

test("what changes the outline less than the tolerance is dropped", () => {
  const ring = Polygon([[0, 0], [5, 0.1], [10, 0], [10, 10], [5, 9.95], [0, 10]]);
  assert.deepEqual(simplify(ring, 1), SQUARE);
  assert.deepEqual(simplify(Polyline([[0, 0], [5, 0.1], [9, 0]]), 1).points, [[0, 0], [9, 0]]);
  assert.equal(simplify(Box(0, 0, 1, 1), 5).kind, "box");
  const many = Polygon(Array.from({ length: 200_000 }, (_, i) => [Math.cos(i * Math.PI / 1e5) * 50, Math.sin(i * Math.PI / 1e5) * 50]));
  assert.ok(simplify(many, 0.5).parts[0].outer.length < 100);
});

test("an instance has bounds that spread, and is frozen JSON", () => {
  const one = instanceFrom({ id: "i", file: "f", geometry: { kind: "box", x: 10, y: 20, width: 30, height: 40 } });
  assert.deepEqual([...one.bounds], [10, 20, 30, 40]);
  assert.deepEqual([...one.bounds.expand(0.25, { within: { width: 42, height: 480 } })], [2, 10, 40, 60]);
  assert.deepEqual([one.label, one.attributes, one.geometry.rotation], [null, {}, 0]);
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(one))).includes("bounds"), false);
  assert.throws(() => (one.geometry.x = 5), TypeError);
  assert.equal(area(one), 1200);
});
