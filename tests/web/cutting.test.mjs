// Shapes cut along a line.

import assert from "node:assert/strict";
import { test } from "node:test";

import { united } from "../../web/js/shapes/combining.js";
import { cut } from "../../web/js/shapes/cutting.js";
import { area, verbsOf } from "../../web/js/shapes/registry.js";
import { anyFilled, anyMask, anyPolyline, fc, maskFrom, polygonOf, star } from "./shaping.mjs";

const BOX = { kind: "box", x: 0, y: 0, width: 100, height: 100, rotation: 0 };
const COMB = polygonOf([[0, 0], [100, 0], [100, 100], [70, 100], [70, 30], [30, 30], [30, 100], [0, 100]]);
const areas = (pieces) => pieces.map((piece) => Math.round(area(piece)));
const place = fc.integer({ min: -20, max: 420 });
const path = fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 5 });

test("a box is cut in two, and the pieces are polygons", () => {
  const pieces = cut(BOX, [[30, -10], [30, 110]]);
  assert.deepEqual(pieces.map(({ kind }) => kind), ["polygon", "polygon"]);
  assert.deepEqual(areas(pieces), [7000, 3000]);
});

test("a cut may bend, and each bend is a vertex of both pieces", () => {
  const pieces = cut(BOX, [[-10, 50], [50, 50], [50, 110]]);
  assert.deepEqual(areas(pieces), [7500, 2500]);
  for (const piece of pieces) assert.ok(piece.parts[0].outer.some(([x, y]) => x === 50 && y === 50));
});

test("a line that ends inside is carried on straight to the outline", () => {
  assert.deepEqual(areas(cut(BOX, [[30, 40], [30, 60]])), [7000, 3000]);
});

test("what the line does not reach is not cut, though it lies in its direction", () => {
  const pieces = cut(COMB, [[-10, 60], [50, 60]]);
  assert.deepEqual(areas(pieces), [area(COMB) - 1200, 1200]);
  assert.deepEqual(areas(cut(COMB, [[-10, 60], [15, 60]])), [area(COMB) - 1200, 1200]);
  assert.equal(cut(COMB, [[-10, 60], [110, 60]]).length, 3);
});

test("a line beside the shape, or shorter than a step, cuts nothing", () => {
  assert.equal(cut(BOX, [[-50, 50], [-10, 50]]), null);
  assert.equal(cut(BOX, [[50, 50], [50, 50]]), null);
  assert.equal(cut(BOX, [[-10, -10], [110, -10]]), null);
});

test("a hole that the line goes through opens", () => {
  const frame = polygonOf([[0, 0], [100, 0], [100, 100], [0, 100]], [[[40, 40], [60, 40], [60, 60], [40, 60]]]);
  const pieces = cut(frame, [[50, -10], [50, 110]]);
  assert.deepEqual([areas(pieces), pieces.map(({ parts }) => parts[0].holes.length)], [[4800, 4800], [0, 0]]);
  assert.deepEqual(cut(frame, [[20, -10], [20, 110]]).map(({ parts }) => parts[0].holes.length), [1, 0]);
});

test("parts that the line does not part stay with the largest piece", () => {
  const two = united([BOX, { ...BOX, x: 300 }]);
  assert.deepEqual(areas(cut(two, [[30, -10], [30, 110]])), [17000, 3000]);
});

test("a mask is cut into masks, pixel by pixel", () => {
  const mask = maskFrom([10, 10, 10, 4], Array(40).fill(1));
  assert.deepEqual(cut(mask, [[14, 0], [14, 40]]), [maskFrom([14, 10, 6, 4], Array(24).fill(1)), maskFrom([10, 10, 4, 4], Array(16).fill(1))]);
});

test("a pixel that only a splinter holds stays with a piece", () => {
  const splinter = [[4.495, -1], [4.495, 0.6], [4.505, 0.6], [4.505, -1], [8, -1], [8, 20]];
  assert.deepEqual(areas(cut(maskFrom([0, 0, 10, 4], Array(40).fill(1)), splinter)), [32, 8]);
});

test("a polyline is cut where it is crossed, and each piece begins where the last one ended", () => {
  const line = { kind: "polyline", points: [[0, 0], [100, 0], [100, 100]] };
  assert.deepEqual(cut(line, [[50, -10], [50, 10]]).map(({ points }) => points), [[[0, 0], [50, 0]], [[50, 0], [100, 0], [100, 100]]]);
  assert.equal(cut(line, [[20, -10], [120, 90]]).length, 3);
  assert.equal(cut(line, [[0, 50], [50, 50]]), null);
});

test("a shape that cannot be cut says so", () => {
  assert.throws(() => cut({ kind: "point", x: 1, y: 1 }, [[0, 0], [5, 5]]), /a point cannot be cut: take a box/);
});

test("the pieces have the area of the whole, and joined they are it again", () => {
  fc.assert(
    fc.property(star, path, (shape, line) => {
      const pieces = cut(shape, line);
      if (!pieces) return;
      const sum = pieces.reduce((all, piece) => all + area(piece), 0);
      assert.ok(Math.abs(sum - area(shape)) < 2, `${sum} is not ${area(shape)}`);
      assert.ok(Math.abs(area(united(pieces)) - area(shape)) < 2);
    }),
    { numRuns: 60 },
  );
});

test("a straight line right across leaves no piece on both sides of it", () => {
  fc.assert(
    fc.property(star, fc.double({ min: 0, max: 1, noNaN: true }), (shape, share) => {
      const [, top, , height] = verbsOf(shape).bounds(shape);
      const y = top + (0.1 + 0.8 * share) * height;
      for (const piece of cut(shape, [[-600, y], [1200, y]]) ?? []) {
        const [, first, , tall] = verbsOf(piece).bounds(piece);
        assert.ok(first + tall <= y + 0.01 || first >= y - 0.01);
      }
    }),
    { numRuns: 60 },
  );
});

test("no pixel of a mask is lost or doubled", () => {
  fc.assert(
    fc.property(anyMask, path, (mask, line) => {
      const near = { ...mask, bounds: [0, 0, mask.bounds[2], mask.bounds[3]] };
      const pieces = cut(near, line.map(([x, y]) => [x / 30, y / 30]));
      if (!pieces) return;
      assert.equal(pieces.reduce((all, piece) => all + area(piece), 0), area(mask));
      assert.equal(area(united(pieces)), area(mask));
    }),
    { numRuns: 100 },
  );
});

test("whatever is cut, the pieces are sound", () => {
  fc.assert(
    fc.property(fc.oneof(anyFilled, anyPolyline), path, (shape, line) => {
      const pieces = cut(shape, line);
      if (!pieces) return;
      assert.ok(pieces.length > 1);
      for (const piece of pieces) assert.equal(verbsOf(piece).problem(piece), null);
    }),
    { numRuns: 100 },
  );
});
