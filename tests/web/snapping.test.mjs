// Where a point jumps to.

import assert from "node:assert/strict";
import { test } from "node:test";

import { snapPoints, snapped } from "../../web/js/shapes/snapping.js";
import { anyShape, fc, polygonOf } from "./shaping.mjs";

const FILE = { width: 200, height: 100 };
const SQUARE = { id: "a", geometry: polygonOf([[20, 20], [60, 20], [60, 60], [20, 60]], [[[30, 30], [40, 30], [40, 40]]]) };
const LINE = { id: "b", geometry: { kind: "polyline", points: [[100, 20], [150, 20]] } };
const CUBOID = {
  kind: "cuboid",
  front: { kind: "box", x: 0, y: 0, width: 10, height: 10, rotation: 0 },
  rear: { kind: "box", x: 20, y: 20, width: 10, height: 10, rotation: 0 },
};
/** @param {number} x @param {number} y @param {any[]} [near] */
const at = (x, y, near = [SQUARE, LINE]) => snapped(x, y, 5, near, FILE);

test("a vertex comes before the edges that meet in it", () => {
  assert.deepEqual(at(23, 20.5), { x: 20, y: 20, to: "vertex", id: "a" });
  assert.deepEqual(at(31, 31), { x: 30, y: 30, to: "vertex", id: "a" });
});

test("an edge takes the nearest place on it", () => {
  assert.deepEqual(at(40, 22), { x: 40, y: 20, to: "edge", id: "a" });
  assert.deepEqual(at(120, 18), { x: 120, y: 20, to: "edge", id: "b" });
});

test("a polyline has no edge from its end to its start", () => {
  const bent = { id: "b", geometry: { kind: "polyline", points: [[100, 20], [150, 50], [100, 80]] } };
  assert.equal(at(102, 50, [bent]), null);
});

test("the border of the file and its corners are there without any shape, and from outside", () => {
  assert.deepEqual(at(97, 98, []), { x: 97, y: 100, to: "border", id: null });
  assert.deepEqual(at(203, 50, []), { x: 200, y: 50, to: "border", id: null });
  assert.deepEqual(at(198, 97, []), { x: 200, y: 100, to: "border", id: null });
});

test("nothing in reach, nothing hidden", () => {
  assert.equal(at(80, 50), null);
  assert.equal(at(21, 21, [{ ...SQUARE, hidden: true }]), null);
});

test("the edges between the faces of a cuboid are edges", () => {
  assert.deepEqual(at(16, 14, [{ id: "c", geometry: CUBOID }]), { x: 15, y: 15, to: "edge", id: "c" });
});

test("points that are not labelled are not snapped to", () => {
  const points = [{ name: "a", x: 1, y: 1, visible: 0 }, { name: "b", x: 5, y: 5, visible: 1 }];
  assert.deepEqual(snapPoints({ kind: "keypoints", points, edges: [] }), [[5, 5]]);
});

test("whatever is near, the place is in reach, and a shape's own vertices are found", () => {
  fc.assert(
    fc.property(anyShape, fc.double({ min: -20, max: 220, noNaN: true }), fc.double({ min: -20, max: 120, noNaN: true }), (geometry, x, y) => {
      const place = at(x, y, [{ id: "a", geometry }]);
      if (place) assert.ok(Math.hypot(place.x - x, place.y - y) <= 5);
      for (const [px, py] of snapPoints(geometry)) assert.equal(at(px, py, [{ id: "a", geometry }])?.to === "edge", false);
    }),
  );
});
