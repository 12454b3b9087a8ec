// What a brush leaves in a mask, beside asking each pixel by itself.

import assert from "node:assert/strict";
import { test } from "node:test";

import { contains, verbsOf } from "../../web/js/shapes/registry.js";
import { painted } from "../../web/js/shapes/painting.js";
import { distance } from "../../web/js/shapes/rings.js";

const FILE = { width: 60, height: 40 };

/** Numbers from 0 to 1 that are the same in every run. */
function randomly(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Say whether a pixel's centre lies within the radius of a stroke. */
function isUnder({ points, radius }, x, y) {
  return points.some((b, i) => distance(x + 0.5, y + 0.5, points[Math.max(0, i - 1)], b) <= radius);
}

/** Give the pixels a mask holds as text, row by row. */
function picture(mask) {
  const rows = Array.from({ length: FILE.height }, (_, y) => Array.from({ length: FILE.width }, (_, x) => (mask && contains(mask, x + 0.5, y + 0.5) ? "#" : ".")).join(""));
  return rows.join("\n");
}

function expected(before, stroke, adds) {
  const rows = Array.from({ length: FILE.height }, (_, y) =>
    Array.from({ length: FILE.width }, (_, x) => {
      const was = before !== null && contains(before, x + 0.5, y + 0.5);
      return (isUnder(stroke, x, y) ? adds : was) ? "#" : ".";
    }).join(""),
  );
  return rows.join("\n");
}

for (let seed = 1; seed <= 60; seed++) {
  test(`strokes paint and erase the pixels under them, seed ${seed}`, () => {
    const random = randomly(seed);
    let mask = null;
    for (let turn = 0; turn < 5; turn++) {
      const points = Array.from({ length: 1 + Math.floor(random() * 5) }, () => [random() * 80 - 10, random() * 60 - 10]);
      const stroke = { points, radius: 0.5 + random() * 9 };
      const adds = turn === 0 || random() < 0.6;
      const wanted = expected(mask, stroke, adds);
      mask = painted(mask, stroke, adds, FILE);
      assert.equal(picture(mask), wanted);
      if (mask) assert.equal(verbsOf(mask).problem(mask), null);
    }
  });
}

test("a mask is cut to its pixels", () => {
  const dot = { points: [[10.5, 10.5]], radius: 1 };
  assert.deepEqual(painted(null, dot, true, FILE), { kind: "mask", bounds: [9, 9, 3, 3], rle: [1, 1, 1, 3, 1, 1, 1] });
});

test("nothing is left where all is erased, outside the file, or of nothing", () => {
  const dot = { points: [[10, 10]], radius: 3 };
  const mask = painted(null, dot, true, FILE);
  assert.equal(painted(mask, { ...dot, radius: 5 }, false, FILE), null);
  assert.equal(painted(null, { points: [[200, 200]], radius: 5 }, true, FILE), null);
  assert.equal(painted(null, dot, false, FILE), null);
});

test("a stroke right along a row is as wide as its brush", () => {
  const mask = painted(null, { points: [[10, 20], [50, 20]], radius: 4 }, true, FILE);
  assert.deepEqual(mask.bounds, [6, 16, 48, 8]);
});
