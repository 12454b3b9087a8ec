// Vertices put in and taken out, shapes split, simplified and smoothed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { area, verbsOf } from "../../web/js/shapes/registry.js";
import { rounded as roundedOff, simplified, smoothed } from "../../web/js/shapes/simplifying.js";
import { inserted, isLined, nearestEdge, placeOf, redrawn, split, subdivided, withBetween } from "../../web/js/shapes/vertices.js";
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

test("a stretch is drawn anew from the first vertex to the second, whichever way it replaces", () => {
  const path = [[12, 12], [12, 20]];
  assert.deepEqual(withBetween(FRAME, "v0.1", "v0.3", path, "ahead").parts[0].outer, [[0, 0], [10, 0], [12, 12], [12, 20], [0, 10]]);
  assert.deepEqual(withBetween(FRAME, "v0.3", "v0.1", path, "back").parts[0].outer, [[0, 0], [10, 0], [12, 20], [12, 12], [0, 10]]);
  assert.deepEqual(withBetween(LINE, "v0", "v3", path, "ahead").points, [[0, 0], [12, 12], [12, 20], [30, 5]]);
});

test("a stretch that leaves too few vertices, or goes from ring to ring, is refused", () => {
  assert.equal(withBetween(polygonOf([[0, 0], [9, 0], [9, 9]]), "v0.0", "v0.2", [], "ahead"), null);
  assert.equal(withBetween(FRAME, "v0.0", "v1.1", [], "ahead"), null);
  assert.equal(withBetween(FRAME, "v0.0", "v0.0", [], "ahead"), null);
});

test("what a path from outline to outline cuts off or adds gives way to it, whichever way it was drawn", () => {
  const bump = [[10, 2], [14, 5], [10, 8]];
  const grown = [[0, 0], [10, 0], [10, 2], [14, 5], [10, 8], [10, 10], [0, 10]];
  assert.deepEqual(redrawn(FRAME, bump, 1).parts[0], { outer: grown, holes: [HOLE] });
  assert.deepEqual(redrawn(FRAME, bump.toReversed(), 1).parts[0].outer, grown);
  const most = [[0.2, 9.8], [-1, 12], [12, 12], [12, -1], [0, 0]];
  assert.equal(area(redrawn(polygonOf(SQUARE), most, 1)) > 130, true, "nearly all of it may be drawn anew");
});

test("ends lie on the outline, at vertices once only, and holes and lines are drawn anew too", () => {
  assert.deepEqual(redrawn(polygonOf(SQUARE), [[0, 0], [5, -3], [10, 0]], 1).parts[0].outer, [[0, 0], [5, -3], [10, 0], [10, 10], [0, 10]]);
  assert.deepEqual(redrawn(FRAME, [[2, 2], [3, 1], [4, 2]], 1).parts[0].holes, [[[2, 2], [3, 1], [4, 2], [4, 4], [2, 4]]]);
  assert.deepEqual(redrawn(LINE, [[20, 0], [15, 8], [10, 0]], 1).points, [[0, 0], [10, 0], [15, 8], [20, 0], [30, 5]]);
});

test("a path that ends beside the outline, on another ring, or where it began draws nothing anew", () => {
  assert.equal(redrawn(FRAME, [[10, 2], [14, 5], [13, 8]], 1), null);
  assert.equal(redrawn(FRAME, [[0, 3], [2, 3]], 1), null);
  assert.equal(redrawn(LINE, [[5, 0], [5, 0]], 1), null);
});

test("vertices are put into the middle of edges: after the one, or between those picked", () => {
  assert.deepEqual(subdivided(FRAME, ["v0.3"]).parts[0].outer, [...SQUARE, [0, 5]]);
  assert.deepEqual(subdivided(FRAME, ["v0.0", "v0.3", "v0.2"]).parts[0].outer, [[0, 0], [10, 0], [10, 10], [5, 10], [0, 10], [0, 5]]);
  assert.deepEqual(subdivided(FRAME, ["v1.0", "v1.1"]).parts[0].holes, [[[2, 2], [3, 2], [4, 2], [4, 4], [2, 4]]]);
  assert.deepEqual(subdivided(LINE, ["v3"]).points.at(-2), [25, 2.5]);
  assert.deepEqual(subdivided(LINE, ["v1", "v0"]).points.slice(0, 3), [[0, 0], [5, 0], [10, 0]]);
});

test("a line is split at a vertex, not at its ends", () => {
  assert.equal(split(LINE, "v0"), null);
  assert.equal(split(LINE, "v3"), null);
  assert.deepEqual(split(LINE, "v1").map(({ points }) => points), [[[0, 0], [10, 0]], [[10, 0], [20, 0], [30, 5]]]);
  assert.deepEqual([placeOf(LINE, "v3"), placeOf(FRAME, "v1.2")], [[30, 5], [4, 4]]);
});

test("any part of any shape can be drawn anew, and it stays sound", () => {
  fc.assert(
    fc.property(fc.oneof(anyPolygon, anyPolyline), fc.array(fc.tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: -50, max: 150 })), { minLength: 2, maxLength: 9 }), (shape, path) => {
      const made = redrawn(shape, path, 1000);
      if (!made) return;
      sound(made);
      for (const [x, y] of path.slice(1, -1)) assert.ok(nearestEdge(made, x, y).distance < 1e-6);
      const line = subdivided(shape, [verbsOf(shape).handles(shape, 1)[0].id]);
      assert.equal(verbsOf(line).vertices(line), verbsOf(shape).vertices(shape) + 1);
      sound(line);
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
