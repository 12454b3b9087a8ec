// Vertices put in and taken out, shapes split, simplified and smoothed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { area, verbsOf } from "../../web/js/shapes/registry.js";
import { rounded as roundedOff, simplified, smoothed } from "../../web/js/shapes/simplifying.js";
import { between, inserted, isLined, nearestEdge, shorterWay, split, withBetween, withoutBetween } from "../../web/js/shapes/vertices.js";
import { anyPolygon, anyPolyline, anyShape, fc, polygonOf, star } from "./shaping.mjs";

const SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10]];
const HOLE = [[2, 2], [4, 2], [4, 4], [2, 4]];
const FRAME = polygonOf(SQUARE, [HOLE]);
const LINE = { kind: "polyline", points: [[0, 0], [10, 0], [20, 0], [30, 5]] };
/** @param {any} shape */
const sound = (shape) => assert.equal(verbsOf(shape).problem(shape), null);
const byHundredths = (points) => points.map((point) => point.map((value) => Math.round(value * 100) / 100));

test("the nearest edge is found on holes too", () => {
  assert.deepEqual(nearestEdge(FRAME, 3, 2.1), { line: 1, index: 0, x: 3, y: 2, distance: nearestEdge(FRAME, 3, 2.1).distance });
  assert.equal(nearestEdge(FRAME, 12, 5).index, 1);
});

test("a vertex is put on the outline, and its handle named", () => {
  const { shape, handle } = inserted(FRAME, -3, 5);
  assert.equal(handle, "v0.4");
  assert.deepEqual(shape.parts[0].outer, [...SQUARE, [0, 5]]);
  assert.deepEqual(inserted(LINE, 12, 3).shape.points[2], [12, 0]);
  assert.equal(inserted(FRAME, 3, 2.2).handle, "v1.1");
});

test("the vertices between two are those of the shorter way, or of the way asked for", () => {
  const long = polygonOf([[0, 0], [1, 0], [2, 0], [3, 0], [3, 50], [0, 50]]);
  assert.equal(shorterWay(long, "v0.0", "v0.3"), "ahead");
  assert.deepEqual(between(long, "v0.0", "v0.3"), ["v0.1", "v0.2"]);
  assert.deepEqual(between(long, "v0.0", "v0.3", "back"), ["v0.5", "v0.4"]);
  assert.deepEqual(between(long, "v0.3", "v0.0"), ["v0.2", "v0.1"]);
  assert.deepEqual(between(FRAME, "v0.0", "v1.0"), []);
});

test("a stretch is taken out, either way round", () => {
  assert.deepEqual(withoutBetween(FRAME, "v0.1", "v0.3", "ahead").parts[0].outer, [[0, 0], [10, 0], [0, 10]]);
  assert.deepEqual(withoutBetween(FRAME, "v0.1", "v0.3", "back").parts[0].outer, [[10, 0], [10, 10], [0, 10]]);
  assert.deepEqual(withoutBetween(LINE, "v3", "v0").points, [[0, 0], [30, 5]]);
});

test("what would leave too few vertices is refused", () => {
  assert.equal(withoutBetween(polygonOf([[0, 0], [9, 0], [9, 9]]), "v0.0", "v0.2", "ahead"), null);
  assert.equal(withoutBetween(FRAME, "v0.0", "v1.1"), null);
  assert.equal(withoutBetween(FRAME, "v0.0", "v0.0"), null);
});

test("a stretch is drawn anew from the first vertex to the second, whichever way it replaces", () => {
  const path = [[12, 12], [12, 20]];
  assert.deepEqual(withBetween(FRAME, "v0.1", "v0.3", path, "ahead").parts[0].outer, [[0, 0], [10, 0], [12, 12], [12, 20], [0, 10]]);
  assert.deepEqual(withBetween(FRAME, "v0.3", "v0.1", path, "back").parts[0].outer, [[0, 0], [10, 0], [12, 20], [12, 12], [0, 10]]);
  assert.deepEqual(withBetween(LINE, "v0", "v3", path).points, [[0, 0], [12, 12], [12, 20], [30, 5]]);
});

test("a polygon is split between two vertices, and the hole goes with its half", () => {
  const [one, other] = split(FRAME, "v0.1", "v0.3");
  assert.deepEqual([one.parts[0].outer, other.parts[0].outer], [[[10, 0], [10, 10], [0, 10]], [[0, 10], [0, 0], [10, 0]]]);
  assert.deepEqual([one.parts[0].holes, other.parts[0].holes], [[], [HOLE]]);
  assert.equal(area(one) + area(other), area(FRAME));
});

test("neighbours, vertices of holes and ends of lines split nothing", () => {
  assert.equal(split(FRAME, "v0.0", "v0.1"), null);
  assert.equal(split(FRAME, "v0.0", "v0.3"), null);
  assert.equal(split(FRAME, "v1.0", "v1.2"), null);
  assert.equal(split(LINE, "v0"), null);
  assert.deepEqual(split(LINE, "v1").map(({ points }) => points), [[[0, 0], [10, 0]], [[10, 0], [20, 0], [30, 5]]]);
});

test("any stretch of any shape can be taken out, and it stays sound", () => {
  fc.assert(
    fc.property(fc.oneof(anyPolygon, anyPolyline), fc.nat(99), fc.nat(99), fc.constantFrom("ahead", "back"), (shape, a, b, way) => {
      const handles = verbsOf(shape).handles(shape, 1).filter(({ role }) => role === "vertex").map(({ id }) => id);
      const [from, to] = [handles[a % handles.length], handles[b % handles.length]];
      const gone = between(shape, from, to, way);
      const left = withoutBetween(shape, from, to, way);
      if (!left) return;
      sound(left);
      assert.equal(verbsOf(left).vertices(left), verbsOf(shape).vertices(shape) - gone.length);
      for (const piece of split(shape, from, to) ?? []) sound(piece);
    }),
  );
});

test("vertices on a straight line go, and corners stay", () => {
  const dense = polygonOf([[0, 0], [5, 0.1], [10, 0], [10, 10], [5, 10], [0, 10]]);
  assert.deepEqual(simplified(dense, 0.5).parts[0].outer, SQUARE);
  assert.deepEqual(simplified({ ...LINE, points: [[0, 0], [5, 1], [10, 0]] }, 2).points, [[0, 0], [10, 0]]);
  assert.equal(simplified(FRAME, 0), FRAME);
});

test("rings that nobody would see go, but never the last", () => {
  const speckled = { kind: "polygon", parts: [{ outer: SQUARE, holes: [HOLE] }, { outer: HOLE, holes: [] }] };
  assert.deepEqual(simplified(speckled, 3).parts.map(({ holes }) => holes.length), [0]);
  assert.equal(simplified(polygonOf(HOLE), 100).parts[0].outer.length, 3);
});

test("smoothing keeps the size and evens out the path", () => {
  const ring = (wobble) => Array.from({ length: 60 }, (_, i) => [50 + (40 + (i % 2) * wobble) * Math.cos((i * Math.PI) / 30), 50 + (40 + (i % 2) * wobble) * Math.sin((i * Math.PI) / 30)]);
  const smooth = smoothed(polygonOf(ring(4)), 5);
  assert.equal(smooth.parts[0].outer.length, 60);
  const radii = smooth.parts[0].outer.map(([x, y]) => Math.hypot(x - 50, y - 50));
  assert.ok(Math.max(...radii) - Math.min(...radii) < 1);
  assert.ok(Math.abs(area(smooth) / area(polygonOf(ring(4))) - 1) < 0.02);
});

test("the ends of a line stay when it is smoothed and rounded", () => {
  for (const done of [smoothed(LINE, 4), roundedOff(LINE, 2)]) assert.deepEqual([done.points[0], done.points.at(-1)], [[0, 0], [30, 5]]);
});

test("a corner is cut into two", () => {
  assert.deepEqual(byHundredths(roundedOff(polygonOf(SQUARE)).parts[0].outer).slice(0, 3), [[2.5, 0], [7.5, 0], [10, 2.5]]);
});

test("no shape becomes unsound, and none grows by being simplified", () => {
  fc.assert(
    fc.property(anyShape, fc.double({ min: 0, max: 50, noNaN: true }), fc.integer({ min: 0, max: 6 }), (shape, tolerance, rounds) => {
      for (const done of [simplified(shape, tolerance), smoothed(shape, rounds), roundedOff(shape, rounds % 3)]) sound(done);
      assert.ok(verbsOf(shape).vertices(simplified(shape, tolerance)) <= verbsOf(shape).vertices(shape));
      if (!isLined(shape)) assert.equal(simplified(shape, tolerance), shape);
    }),
  );
});

test("no point of a simplified outline is farther from it than the tolerance", () => {
  fc.assert(
    fc.property(star, fc.double({ min: 0.1, max: 3, noNaN: true }), (shape, tolerance) => {
      const simple = simplified(shape, tolerance);
      if (simple.parts[0].outer.length === 3) return;
      for (const [x, y] of shape.parts[0].outer) assert.ok(nearestEdge(simple, x, y).distance <= tolerance + 1e-9);
    }),
  );
});
