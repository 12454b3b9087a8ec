// What the page takes hold of: the handles of an ellipse and of a cuboid, and where a drag of them leads.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cuboidBehind } from "../../web/js/shapes/cuboid.js";
import { ellipseIn } from "../../web/js/shapes/ellipse.js";
import { verbsOf } from "../../web/js/shapes/registry.js";

const EVEN = { even: true };
const FREE = { even: false };
const ELLIPSE = { kind: "ellipse", x: 100, y: 80, rx: 40, ry: 20, rotation: 0 };
const FACE = { kind: "box", x: 100, y: 100, width: 80, height: 60, rotation: 0 };

/** @param {any} shape @param {string} handle @param {number} x @param {number} y @param {{even: boolean}} [options] */
const dragged = (shape, handle, x, y, options = FREE) => verbsOf(shape).drag(shape, handle, x, y, options);
const rounded = (shape) => JSON.parse(JSON.stringify(shape), (_, value) => (typeof value === "number" ? Math.round(value * 1e6) / 1e6 : value));

test("an ellipse fills the box it is drawn in", () => {
  assert.deepEqual(ellipseIn(FACE), { kind: "ellipse", x: 140, y: 130, rx: 40, ry: 30, rotation: 0 });
});

test("an ellipse has the handles of the box around it", () => {
  const places = Object.fromEntries(verbsOf(ELLIPSE).handles(ELLIPSE, 1).map(({ id, x, y }) => [id, [x, y]]));
  assert.deepEqual(places.se, [140, 100]);
  assert.deepEqual(places.w, [60, 80]);
  assert.ok("turn" in places);
});

test("a side of an ellipse is dragged while the other stays", () => {
  assert.deepEqual(rounded(dragged(ELLIPSE, "e", 160, 0)), { ...ELLIPSE, x: 110, rx: 50 });
});

test("a corner of an ellipse makes a circle with Shift", () => {
  const { rx, ry } = dragged(ELLIPSE, "se", 160, 90, EVEN);
  assert.equal(rx, ry);
});

test("an ellipse is turned about its centre, and keeps its size", () => {
  const turned = dragged(ELLIPSE, "turn", 200, 80);
  assert.deepEqual(rounded(turned), { ...ELLIPSE, rotation: 90 });
  assert.deepEqual(rounded(dragged(turned, "e", 100, 140)), rounded({ ...turned, y: 90, rx: 50 }));
});

test("the rear of a cuboid is behind its front, and within the file", () => {
  const file = { width: 640, height: 480 };
  assert.deepEqual(cuboidBehind(FACE, file).rear, { ...FACE, x: 120, y: 80 });
  const cornered = cuboidBehind({ ...FACE, x: 560, y: 5 }, file);
  assert.deepEqual([cornered.rear.x, cornered.rear.y], [560, 0]);
});

test("each face of a cuboid is dragged by itself", () => {
  const cuboid = cuboidBehind(FACE, { width: 640, height: 480 });
  const ids = verbsOf(cuboid).handles(cuboid, 1).map(({ id }) => id);
  assert.equal(new Set(ids).size, 16);
  assert.ok(!ids.some((id) => id.endsWith("turn")));
  const moved = dragged(cuboid, "rear:e", 250, 0);
  assert.deepEqual([moved.front, moved.rear], [cuboid.front, { ...cuboid.rear, width: 130 }]);
  assert.deepEqual(dragged(cuboid, "front:sw", 90, 200).rear, cuboid.rear);
});
