// Plane geometry: what the shared table does not ask.

import assert from "node:assert/strict";
import { test } from "node:test";

import { areaOf, boundsOf, distance, inside, rotated, within } from "../../web/js/shapes/rings.js";
import { square } from "./samples.mjs";

const near = (said, expected) => said.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${said} is not ${expected}`));

test("the bounds of no points are zero", () => assert.deepEqual(boundsOf([]), [0, 0, 0, 0]));

test("bounds hold negative coordinates", () => assert.deepEqual(boundsOf([[-5, 2], [3, -7]]), [-5, -7, 8, 9]));

test("the area does not depend on the direction of the ring", () => {
  const ring = square(10, 10, 4);
  assert.equal(areaOf(ring), 16);
  assert.equal(areaOf(ring.toReversed()), 16);
});

test("a ring of fewer than three points has no area", () => {
  for (const ring of [[], [[1, 1]], [[1, 1], [5, 5]]]) assert.equal(areaOf(ring), 0);
});

test("a concave ring does not contain its bay", () => {
  const ring = [[0, 0], [10, 0], [10, 10], [5, 2], [0, 10]];
  assert.equal(inside(ring, 5, 1), true);
  assert.equal(inside(ring, 5, 8), false);
});

test("a point that two rings share an edge at is in exactly one of them", () => {
  const [left, right] = [square(0, 0, 10), square(10, 0, 10)];
  assert.equal(Number(inside(left, 10, 5)) + Number(inside(right, 10, 5)), 1);
});

test("the distance to a segment is to its nearest point, ends included", () => {
  assert.equal(distance(5, 3, [0, 0], [10, 0]), 3);
  assert.equal(distance(-3, 4, [0, 0], [10, 0]), 5);
  assert.equal(distance(13, 4, [0, 0], [10, 0]), 5);
});

test("the distance to a segment without length is to its point", () => assert.equal(distance(3, 4, [0, 0], [0, 0]), 5));

test("a positive angle turns clockwise on the screen", () => near(rotated([10, 0], [0, 0], 90), [0, 10]));

test("turning there and back gives the point again", () => near(rotated(rotated([3, 7], [50, 20], 33), [50, 20], -33), [3, 7]));

test("a point outside the file comes to its edge", () => {
  assert.deepEqual(within([-3, 90], 100, 80), [0, 80]);
  assert.deepEqual(within([100, 80], 100, 80), [100, 80]);
});
