// The numbers a person may type, and what comes of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { numbersOf, withNumber } from "../../web/js/shapes/numbers.js";

const BOX = { kind: "box", x: 1, y: 2, width: 30, height: 40, rotation: 0 };
const ELLIPSE = { kind: "ellipse", x: 10, y: 20, rx: 3, ry: 4, rotation: 0 };

test("a box, an ellipse and a point have their numbers, others none", () => {
  const named = (shape) => Object.fromEntries(numbersOf(shape).map(({ name, value }) => [name, value]));
  assert.deepEqual(named(BOX), { x: 1, y: 2, width: 30, height: 40, rotation: 0 });
  assert.deepEqual(named(ELLIPSE), { x: 10, y: 20, rx: 3, ry: 4, rotation: 0 });
  assert.deepEqual(named({ kind: "point", x: 5, y: 6 }), { x: 5, y: 6 });
  assert.deepEqual(named({ kind: "polyline", points: [[0, 0], [1, 1]] }), {});
});

test("a number is set and the rest stays", () => {
  assert.deepEqual(withNumber(BOX, "width", 12.5), { ...BOX, width: 12.5 });
  assert.deepEqual(withNumber(ELLIPSE, "x", -3), { ...ELLIPSE, x: -3 });
});

test("a turn is kept within one", () => {
  assert.equal(withNumber(BOX, "rotation", 450).rotation, 90);
  assert.equal(withNumber(BOX, "rotation", -90).rotation, 270);
});

for (const [why, shape, name, value] of [
  ["no number", BOX, "x", Number.NaN],
  ["endless", BOX, "x", Infinity],
  ["no width", BOX, "width", 0],
  ["a negative radius", ELLIPSE, "ry", -1],
  ["a field it has not", { kind: "point", x: 1, y: 1 }, "width", 5],
]) test(`${why} is refused`, () => assert.equal(withNumber(shape, name, value), null));
