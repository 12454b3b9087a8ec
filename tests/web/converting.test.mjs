// Shapes of one kind made of those of another, and masks of outlines pixel for pixel.

import assert from "node:assert/strict";
import { test } from "node:test";

import { conversionsOf, converted } from "../../web/js/shapes/converting.js";
import { area, contains, KINDS, verbsOf } from "../../web/js/shapes/registry.js";
import { filled, traced } from "../../web/js/shapes/tracing.js";
import { nearestEdge } from "../../web/js/shapes/vertices.js";
import { anyMask, anyPolygon, anyShape, fc, maskFrom, polygonOf, star } from "./shaping.mjs";

const BOX = { kind: "box", x: 10, y: 20, width: 40, height: 20, rotation: 0 };
const FILE = { width: 640, height: 480 };
const trimmed = (mask) => filled(traced(mask).parts.flatMap(({ outer, holes }) => [outer, ...holes]));
const near = (a, b, room = 1e-6) => assert.ok(Math.abs(a - b) <= room, `${a} is not ${b}`);

test("a mask's polygon follows the borders of its pixels, holes and parts apart", () => {
  const rows = ["####.", "#..#.", "#.##.", "####.", "....#"].map((row) => [...row].map((c) => (c === "#" ? 1 : 0)));
  const { parts } = traced(maskFrom([2, 3, 5, 5], rows.flat()));
  assert.deepEqual(parts.map(({ outer, holes }) => [outer.length, holes.map((hole) => hole.length)]), [[4, [6]], [4, []]]);
  assert.deepEqual(new Set(parts[1].outer.map(String)), new Set(["6,7", "7,7", "7,8", "6,8"]));
});

test("a mask without a pixel has no polygon", () => assert.equal(traced(maskFrom([0, 0, 2, 1], [0, 0])), null));

test("a mask, its polygon and the mask of that are the same pixel for pixel", () => {
  fc.assert(
    fc.property(anyMask, (mask) => {
      const polygon = converted(mask, "polygon");
      if (!area(mask)) return assert.equal(polygon, null);
      assert.equal(area(polygon), area(mask));
      const again = converted(polygon, "mask");
      assert.equal(area(again), area(mask));
      for (let y = mask.bounds[1] - 1; y <= mask.bounds[1] + mask.bounds[3]; y++) {
        for (let x = mask.bounds[0] - 1; x <= mask.bounds[0] + mask.bounds[2]; x++) assert.equal(contains(again, x + 0.5, y + 0.5), contains(mask, x + 0.5, y + 0.5));
      }
      for (const { outer, holes } of polygon.parts) {
        for (const ring of [outer, ...holes]) assert.equal(new Set(ring.map(String)).size, ring.length);
        for (const hole of holes) assert.ok(hole.every(([x, y]) => outer.some((p) => p[0] <= x) && outer.some((p) => p[1] >= y)));
      }
    }),
  );
});

test("each hole is in the part round it", () => {
  const ring = (x, y, size) => Array.from({ length: size * size }, (_, i) => [x + (i % size), y + Math.floor(i / size)]);
  const bits = new Array(400).fill(0);
  for (const [x, y] of ring(1, 1, 13)) bits[y * 20 + x] = 1;
  for (const [x, y] of ring(3, 3, 8)) bits[y * 20 + x] = 0;
  for (const [x, y] of ring(4, 4, 5)) bits[y * 20 + x] = 1;
  bits[6 * 20 + 6] = 0;
  bits[6 * 20 + 12] = 0;
  const { parts } = traced(maskFrom([0, 0, 20, 20], bits));
  assert.deepEqual(parts.map(({ outer, holes }) => [Math.min(...outer.map(([x]) => x)), holes.length]), [[1, 2], [4, 1]]);
});

test("a polygon's mask takes the pixels whose centres lie inside", () => {
  fc.assert(
    fc.property(star, (shape) => {
      const mask = converted(shape, "mask");
      if (!mask) return;
      const [x, y, width, height] = mask.bounds;
      for (let i = 0; i < width * height; i += 7) {
        const at = [x + (i % width) + 0.5, y + Math.floor(i / width) + 0.5];
        assert.equal(contains(mask, ...at), contains(shape, ...at));
      }
    }),
    { numRuns: 60 },
  );
});

test("a mask stays in the file, and is not larger than memory holds", () => {
  const wide = polygonOf([[-50, -50], [1e7, -50], [1e7, 1e7], [-50, 1e7]]);
  assert.deepEqual(converted(wide, "mask", { file: FILE }).bounds, [0, 0, 640, 480]);
  assert.throws(() => converted(wide, "mask"), /make the shape smaller/);
});

test("a mask's polygon is simplified as wished", () => {
  const disc = converted({ kind: "ellipse", x: 100, y: 100, rx: 60, ry: 40, rotation: 0 }, "mask");
  const [exact, simple] = [converted(disc, "polygon"), converted(disc, "polygon", { tolerance: 1 })];
  assert.ok(verbsOf(simple).vertices(simple) < verbsOf(exact).vertices(exact) / 4);
  assert.ok(Math.abs(area(simple) / area(exact) - 1) < 0.02);
});

test("a box becomes its four corners, and the ellipse that touches its sides", () => {
  assert.deepEqual(converted(BOX, "polygon"), polygonOf([[10, 20], [50, 20], [50, 40], [10, 40]]));
  assert.deepEqual(converted(BOX, "ellipse"), { kind: "ellipse", x: 30, y: 30, rx: 20, ry: 10, rotation: 0 });
});

test("a turned box is found again from its corners", () => {
  fc.assert(
    fc.property(fc.double({ min: -44, max: 44, noNaN: true }), (rotation) => {
      const box = converted(converted({ ...BOX, rotation }, "polygon"), "box", { turned: true });
      [box.x - BOX.x, box.y - BOX.y, box.width - 40, box.height - 20].forEach((off) => near(off, 0));
      near(((box.rotation - rotation + 540) % 360) - 180, 0);
    }),
  );
});

test("an ellipse is found again from its outline and from its pixels", () => {
  const ellipse = { kind: "ellipse", x: 100, y: 90, rx: 50, ry: 20, rotation: 30 };
  for (const [kind, room] of [["polygon", 0.2], ["mask", 0.3]]) {
    const again = converted(converted(ellipse, kind), "ellipse");
    for (const name of ["x", "y", "rx", "ry", "rotation"]) near(again[name], ellipse[name], room);
  }
});

test("the box round a shape may lie straight or as the shape does", () => {
  const ellipse = { kind: "ellipse", x: 100, y: 90, rx: 50, ry: 20, rotation: 90 };
  assert.deepEqual(Object.values(converted(ellipse, "box")).map((n) => (typeof n === "number" ? Math.round(n) : n)), ["box", 80, 40, 40, 100, 0]);
  assert.deepEqual(converted(ellipse, "box", { turned: true }), { kind: "box", x: 50, y: 70, width: 100, height: 40, rotation: 90 });
});

test("a line is closed to a polygon, and a polygon of one ring opened", () => {
  const points = [[0, 0], [10, 0], [10, 10]];
  assert.deepEqual(converted({ kind: "polyline", points }, "polygon"), polygonOf(points));
  assert.deepEqual(converted({ kind: "polyline", points: [...points, points[0]] }, "polygon"), polygonOf(points));
  assert.deepEqual(converted(polygonOf(points), "polyline").points, [...points, points[0]]);
  assert.equal(converted({ kind: "polyline", points: points.slice(1) }, "polygon"), null);
  assert.equal(converted(polygonOf(points, [points]), "polyline"), null);
});

test("keypoints that are not labelled do not count for the box", () => {
  const points = [[0, 0, 0], [10, 10, 1], [20, 30, 2]].map(([x, y, visible]) => ({ name: "p", x, y, visible }));
  assert.deepEqual(converted({ kind: "keypoints", points, edges: [] }, "box"), { kind: "box", x: 10, y: 10, width: 10, height: 20, rotation: 0 });
});

test("a cuboid becomes its silhouette", () => {
  const cuboid = { kind: "cuboid", front: { ...BOX, x: 0, y: 0 }, rear: { ...BOX, x: 10, y: -10 } };
  assert.equal(converted(cuboid, "polygon").parts[0].outer.length, 6);
});

test("whatever is converted is sound, or refused", () => {
  fc.assert(
    fc.property(anyShape, fc.constantFrom(...KINDS), fc.boolean(), (shape, kind, turned) => {
      const made = converted(shape, kind, { turned, tolerance: 0.5, file: FILE });
      if (!made) return;
      assert.equal(made.kind, kind);
      assert.equal(verbsOf(made).problem(made), null);
      assert.ok(kind === shape.kind || conversionsOf(shape.kind).includes(kind));
    }),
    { numRuns: 1000 },
  );
});

test("a mask of many holes within each other's reach is traced whole", () => {
  const rle = Array.from({ length: 12_000 }, (_, i) => 1 + (((i * 2654435761) >>> 13) % 5));
  const size = rle.reduce((sum, length) => sum + length, 0);
  const mask = { kind: "mask", bounds: [0, 0, 150, Math.ceil(size / 150)], rle: [...rle, Math.ceil(size / 150) * 150 - size] };
  assert.equal(verbsOf(mask).problem(mask), null);
  assert.equal(area(traced(mask)), area(mask));
  assert.equal(area(trimmed(mask)), area(mask));
});

test("the mask of a crossing outline is filled by the even-odd rule, as it is drawn", () => {
  fc.assert(
    fc.property(anyPolygon, (shape) => {
      const mask = converted(shape, "mask", { file: { width: 60, height: 60 } });
      for (let i = 0; mask && i < 3600; i += 13) {
        const at = [(i % 60) + 0.5, Math.floor(i / 60) + 0.5];
        if (nearestEdge(shape, ...at).distance > 1e-6) assert.equal(contains(mask, ...at), contains(shape, ...at), `${at}`);
      }
    }),
  );
});
