// Shapes joined, intersected, subtracted and given holes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { intersected, isFilled, partsOf, ringsOf, subtracted, united, withHole, withoutHoles } from "../../web/js/shapes/combining.js";
import { area, contains, KINDS, verbsOf } from "../../web/js/shapes/registry.js";
import { boundsOf } from "../../web/js/shapes/rings.js";
import { nearestEdge } from "../../web/js/shapes/vertices.js";
import { anyFilled, anyMask, anyPolygon, fc, maskFrom, polygonOf, star } from "./shaping.mjs";

const BOX = { kind: "box", x: 0, y: 0, width: 100, height: 100, rotation: 0 };
const at = (x, y, size = 20) => ({ ...BOX, x, y, width: size, height: size });
/** @param {any} shape */
const asRings = (shape) => ({ kind: "polygon", parts: ringsOf(shape).map((outer) => ({ outer, holes: [] })) });
/** @param {any} shape */
const sound = (shape) => {
  assert.equal(verbsOf(shape).problem(shape), null);
  if (shape.kind !== "polygon") return;
  for (const ring of ringsOf(shape)) for (const [x, y] of ring) assert.ok(Number.isFinite(x) && Number.isFinite(y));
};

/** Ask at many places whether a shape holds what it should, but where an outline is too near. */
function holds(made, shapes, rule) {
  const [x, y, width, height] = boundsOf(shapes.flatMap(ringsOf).flat());
  const room = Math.max(0.02, Math.max(width, height) * 4e-6);
  for (let i = 0; i < 60; i++) {
    const place = [x + width * ((i * 0.6180339887) % 1), y + height * ((i * 0.7548776662) % 1)];
    if (shapes.some((shape) => nearestEdge(asRings(shape), ...place).distance < room)) continue;
    assert.equal(made !== null && contains(made, ...place), rule(...shapes.map((shape) => contains(shape, ...place))), `at ${place}`);
  }
}

test("boxes that overlap become one polygon", () => {
  const both = united([BOX, { ...BOX, x: 50 }]);
  assert.deepEqual(new Set(both.parts[0].outer.map(String)), new Set(["0,0", "150,0", "150,100", "0,100"]));
});

test("shapes that lie apart become parts of one", () => {
  assert.equal(united([at(0, 0), at(50, 50), at(90, 0)]).parts.length, 3);
  assert.equal(united([at(0, 0), at(20, 0)]).parts.length, 1);
});

test("what is taken out of the middle is a hole, and where nothing is left there is nothing", () => {
  const frame = subtracted(BOX, [at(20, 20), at(60, 60)]);
  assert.deepEqual(frame.parts.map(({ holes }) => holes.length), [2]);
  assert.equal(area(frame), 10000 - 800);
  assert.equal(subtracted(at(20, 20), [BOX]), null);
  assert.equal(intersected([BOX, at(200, 0)]), null);
});

test("vertices that stay have the very numbers they had", () => {
  const odd = polygonOf([[0.1234567, 0.7654321], [99.3333333, 1.1], [50.5555555, 80.9999999]]);
  const left = subtracted(odd, [{ ...BOX, x: 200 }]);
  assert.deepEqual(new Set(left.parts[0].outer.map(String)), new Set(odd.parts[0].outer.map(String)));
});

test("a hole that goes through a part leaves two", () => {
  assert.equal(subtracted(BOX, [{ ...BOX, x: 40, width: 10, y: -5, height: 200 }]).parts.length, 2);
});

test("a ring makes a hole, but not beside the shape or round it", () => {
  const ring = [[10, 10], [20, 10], [20, 20]];
  assert.equal(area(withHole(BOX, ring)), 10000 - 50);
  assert.equal(area(withHole(maskFrom([0, 0, 30, 30], Array(900).fill(1)), ring)), 900 - 55);
  assert.equal(withHole(BOX, ring.map(([x, y]) => [x + 500, y])), null);
  assert.equal(withHole(at(12, 12, 2), [[0, 0], [50, 0], [50, 50], [0, 50]]), null);
});

test("holes are filled, one or all, also those of a mask", () => {
  const frame = subtracted(BOX, [at(20, 20), at(60, 60)]);
  assert.equal(area(withoutHoles(frame)), 10000);
  assert.equal(area(withoutHoles(frame, [30, 30])), 10000 - 400);
  assert.equal(withoutHoles(frame, [5, 5]).parts[0].holes.length, 2);
  assert.deepEqual(withoutHoles(maskFrom([0, 0, 3, 3], [1, 1, 1, 1, 0, 1, 1, 1, 1])), maskFrom([0, 0, 3, 3], Array(9).fill(1)));
});

test("the parts of a polygon and of a mask become shapes of their own", () => {
  const far = united([at(0, 0), at(50, 50)]);
  assert.deepEqual(partsOf(far).map(area), [400, 400]);
  assert.deepEqual(partsOf(maskFrom([5, 5, 3, 1], [1, 0, 1])), [maskFrom([5, 5, 1, 1], [1]), maskFrom([7, 5, 1, 1], [1])]);
  assert.deepEqual(partsOf(BOX), [BOX]);
});

test("a mask stays a mask, and a polygon a polygon, whatever it meets", () => {
  const mask = maskFrom([0, 0, 10, 10], Array(100).fill(1));
  assert.equal(area(subtracted(mask, [at(5, 0, 5)])), 75);
  assert.equal(subtracted(at(0, 0), [mask]).kind, "polygon");
  assert.equal(area(subtracted(at(0, 0), [mask])), 300);
  assert.deepEqual(united([mask, at(10, 0, 2)]).bounds, [0, 0, 12, 10]);
});

test("lines are put together where their ends are nearest", () => {
  const line = (...points) => ({ kind: "polyline", points });
  assert.deepEqual(united([line([0, 0], [10, 0]), line([30, 0], [21, 0]), line([20, 0], [11, 0])]).points, [[0, 0], [10, 0], [11, 0], [20, 0], [21, 0], [30, 0]]);
  assert.deepEqual(united([line([0, 0], [10, 0]), line([10, 0], [20, 0])]).points, [[0, 0], [10, 0], [20, 0]]);
});

test("what has no inside is refused by name", () => {
  assert.deepEqual(KINDS.filter((kind) => isFilled({ kind })), ["box", "polygon", "ellipse", "mask"]);
  assert.throws(() => united([BOX, { kind: "point", x: 1, y: 1 }]), /a point has no inside: take boxes/);
});

test("each place is in the union, the intersection and the difference as it is in the shapes", () => {
  fc.assert(
    fc.property(anyFilled, anyFilled, (one, other) => {
      for (const [made, rule] of [[united([one, other]), (a, b) => a || b], [intersected([one, other]), (a, b) => a && b], [subtracted(one, [other]), (a, b) => a && !b]]) {
        if (made) sound(made);
        holds(made, [one, other], rule);
      }
    }),
    { numRuns: 100 },
  );
});

test("rings that share whole and third coordinates, and lie on each other, are combined rightly", () => {
  const coordinate = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 15 }).map((n) => n / 3));
  const ring = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 10 }).map((outer) => polygonOf(outer));
  fc.assert(
    fc.property(ring, ring, (one, other) => {
      holds(united([one, other]), [one, other], (a, b) => a || b);
      holds(subtracted(one, [other]), [one, other], (a, b) => a && !b);
    }),
    { numRuns: 300 },
  );
});

test("union and intersection have the area of both together", () => {
  fc.assert(
    fc.property(star, star, (one, other) => {
      const sum = area(united([one, other])) + area(intersected([one, other]) ?? polygonOf([]));
      assert.ok(Math.abs(sum - area(one) - area(other)) < 2, `${sum} is not ${area(one) + area(other)}`);
    }),
    { numRuns: 60 },
  );
});

test("what is taken out and put back is whole again", () => {
  fc.assert(
    fc.property(star, star, (one, other) => {
      const pieces = [subtracted(one, [other]), intersected([one, other])].filter(Boolean);
      assert.ok(Math.abs(area(united(pieces)) - area(one)) < 2);
    }),
    { numRuns: 60 },
  );
});

test("masks are combined pixel by pixel", () => {
  fc.assert(
    fc.property(anyMask, anyMask, (one, other) => {
      const near = { ...other, bounds: [one.bounds[0] + 2, one.bounds[1] - 1, other.bounds[2], other.bounds[3]] };
      const [both, common, rest] = [united([one, near]), intersected([one, near]), subtracted(one, [near])];
      for (const made of [both, common, rest]) if (made) sound(made);
      for (let y = one.bounds[1] - 2; y < one.bounds[1] + 13; y++) {
        for (let x = one.bounds[0] - 1; x < one.bounds[0] + 15; x++) {
          const [a, b] = [one, near].map((mask) => contains(mask, x + 0.5, y + 0.5));
          const found = [both, common, rest].map((mask) => mask !== null && contains(mask, x + 0.5, y + 0.5));
          assert.deepEqual(found, [a || b, a && b, a && !b]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("a crossing outline joined with nothing keeps its inside, in rings that do not cross", () => {
  fc.assert(
    fc.property(anyPolygon, (shape) => {
      const clean = united([shape]);
      holds(clean, [shape], (a) => a);
      if (clean) assert.ok(Math.abs(area(united([clean])) - area(clean)) <= 1e-3 * area(clean) + 0.1);
    }),
    { numRuns: 100 },
  );
});
