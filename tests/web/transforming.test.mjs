// Shapes scaled, turned and flipped as a whole.

import assert from "node:assert/strict";
import { test } from "node:test";

import { area, verbsOf } from "../../web/js/shapes/registry.js";
import { boundsRound, flipped, scaled, turned, upright as laid } from "../../web/js/shapes/transforming.js";
import { anyBox, anyEllipse, anyMask, anyShape, fc, maskFrom, polygonOf, rounded } from "./shaping.mjs";

const BOX = { kind: "box", x: 10, y: 20, width: 40, height: 20, rotation: 0 };
const near = (a, b, room = 1e-6) => assert.ok(Math.abs(a - b) <= room * Math.max(1, Math.abs(a), Math.abs(b)), `${a} is not ${b}`);
/** @param {any} a @param {any} b */
const alike = (a, b) => {
  const [one, two] = [a, b].map((shape) => JSON.stringify(shape).match(/-?[\d.]+(e[+-]?\d+)?/g)?.map(Number) ?? []);
  assert.equal(one.length, two.length);
  one.forEach((value, i) => near(value, two[i], 1e-6));
};
const upright = (shape) => JSON.parse(JSON.stringify(shape), (key, value) => (key === "rotation" ? Math.round(value * 1e6) / 1e6 % 360 : value));

test("a box is scaled about the place that stays", () => {
  assert.deepEqual(scaled(BOX, 2, 0.5, [10, 20]), { ...BOX, width: 80, height: 10 });
});

test("a box is turned about a place outside it", () => {
  assert.deepEqual(rounded(turned(BOX, 90, [0, 0])), { ...BOX, x: -50, y: 20, rotation: 90 });
});

test("what is turned by quarters lies upright in the same place, and anything else stays as it is", () => {
  for (const shape of [BOX, { kind: "ellipse", x: 9, y: 8, rx: 4, ry: 3, rotation: 0 }]) {
    for (const degrees of [90, 180, 270]) {
      const quarter = turned(shape, degrees, [5, 5]);
      assert.equal(laid(quarter).rotation, 0);
      assert.deepEqual(rounded(verbsOf(shape).bounds(laid(quarter))), rounded(verbsOf(shape).bounds(quarter)));
    }
    assert.deepEqual(laid(turned(shape, 30, [5, 5])), turned(shape, 30, [5, 5]));
  }
  const cuboid = { kind: "cuboid", front: { ...BOX, rotation: 90 }, rear: BOX };
  assert.deepEqual(laid(cuboid), { kind: "cuboid", front: { ...BOX, x: 20, y: 10, width: 20, height: 40 }, rear: BOX });
});

test("an upright box stays upright when it is flipped", () => {
  assert.deepEqual(flipped(BOX, "across", [0, 0]), { ...BOX, x: -50 });
  assert.deepEqual(flipped(BOX, "down", [0, 0]), { ...BOX, y: -40 });
});

test("a turned box leans the other way when it is flipped", () => {
  for (const way of ["across", "down"]) assert.equal(flipped({ ...BOX, rotation: 30 }, way, [30, 30]).rotation, 330);
});

test("an ellipse that is scaled unevenly covers what its outline would", () => {
  const ellipse = { kind: "ellipse", x: 50, y: 50, rx: 30, ry: 10, rotation: 30 };
  const wide = scaled(ellipse, 2, 1, [0, 0]);
  near(wide.rx * wide.ry, 600);
  const outline = verbsOf(ellipse).outline(ellipse)[0].map(([x, y]) => [2 * x, y]);
  for (const [x, y] of outline) {
    const turn = (wide.rotation * Math.PI) / 180;
    const [u, v] = [(x - wide.x) * Math.cos(turn) + (y - wide.y) * Math.sin(turn), (y - wide.y) * Math.cos(turn) - (x - wide.x) * Math.sin(turn)];
    near((u / wide.rx) ** 2 + (v / wide.ry) ** 2, 1);
  }
});

test("a mask is turned by a quarter pixel for pixel", () => {
  const mask = maskFrom([4, 4, 3, 2], [1, 1, 1, 0, 0, 1]);
  assert.deepEqual(turned(mask, 90, [4, 4]), maskFrom([2, 4, 2, 3], [0, 1, 0, 1, 1, 1]));
});

test("a mask that is doubled has each pixel four times", () => {
  const mask = maskFrom([2, 2, 2, 1], [1, 1]);
  assert.deepEqual(scaled(mask, 2, 2, [0, 0]), maskFrom([4, 4, 4, 2], Array(8).fill(1)));
});

test("a mask keeps a pixel however small it is made", () => {
  const small = scaled(maskFrom([10, 10, 5, 5], Array(25).fill(1)), 0.01, 0.01, [0, 0]);
  assert.equal(area(small), 1);
});

test("a mask is not made larger than memory holds", () => {
  assert.throws(() => scaled(maskFrom([0, 0, 5, 5], Array(25).fill(1)), 1e5, 1e5, [0, 0]), /500000 x 500000 pixels, more than/);
});

test("what is flipped twice is as it was", () => {
  fc.assert(
    fc.property(anyShape, fc.constantFrom("across", "down"), (shape, way) => {
      const bounds = boundsRound([shape]) ?? [0, 0, 0, 0];
      const still = [bounds[0] + bounds[2] / 2, bounds[1] + bounds[3] / 2];
      alike(upright(flipped(flipped(shape, way, still), way, still)), upright(shape.kind === "mask" ? flipped(flipped(shape, "across", still), "across", still) : shape));
    }),
  );
});

test("what is turned four times by a quarter is as it was", () => {
  fc.assert(
    fc.property(fc.oneof(anyBox, anyEllipse, anyMask), (shape) => {
      const still = [Math.round(shape.x ?? shape.bounds[0]), Math.round(shape.y ?? shape.bounds[1])];
      let now = shape;
      for (let i = 0; i < 4; i++) now = turned(now, 90, still);
      if (shape.kind !== "mask") return alike(upright(now), upright(shape));
      assert.equal(area(now), Math.max(1, area(shape)));
      if (area(shape)) assert.deepEqual(now, turned(shape, 360, still));
    }),
  );
});

test("scaling multiplies the sides", () => {
  fc.assert(
    fc.property(anyBox, anyEllipse, fc.constantFrom(0.5, 2, 3), (box, ellipse, factor) => {
      const [wide, round] = [scaled(box, factor, -factor, [5, 5]), scaled(ellipse, factor, -factor, [5, 5])];
      alike([wide.width, wide.height, round.rx, round.ry], [box.width, box.height, ellipse.rx, ellipse.ry].map((side) => side * factor));
    }),
  );
});

test("whatever is done, the shape is sound", () => {
  const factor = fc.constantFrom(-2, -1, 0, 1e-9, 0.5, 1, 3, NaN, Infinity);
  fc.assert(
    fc.property(anyShape, factor, factor, fc.double({ min: -400, max: 400, noNaN: true }), (shape, across, down, degrees) => {
      const done = turned(scaled(shape, across, down, [3, 3]), degrees, [1, 2]);
      assert.equal(verbsOf(done).problem(done), null);
      assert.equal(done.kind, shape.kind);
    }),
  );
});

test("the bounds round several shapes leave tags out", () => {
  assert.deepEqual(boundsRound([BOX, { kind: "tag" }, { kind: "point", x: 100, y: 0 }]), [10, 0, 90, 40]);
  assert.equal(boundsRound([{ kind: "tag" }]), null);
});

test("a polygon with a hole is scaled whole", () => {
  const frame = polygonOf([[0, 0], [10, 0], [10, 10], [0, 10]], [[[2, 2], [4, 2], [4, 4], [2, 4]]]);
  assert.equal(area(scaled(frame, 2, 1, [0, 0])), 2 * (100 - 4));
});
