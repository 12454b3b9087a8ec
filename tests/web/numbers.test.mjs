// The numbers a person may type, and what comes of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { numbersOf, placeOfVertices, withNumber, withVerticesAt } from "../../web/js/shapes/numbers.js";
import { mask } from "./samples.mjs";
import { polygonOf } from "./shaping.mjs";

const BOX = { kind: "box", x: 1, y: 2, width: 30, height: 40, rotation: 0 };
const CUBOID = { kind: "cuboid", front: BOX, rear: BOX };
const LINE = { kind: "polyline", points: [[2, 3], [12, 23], [7, 13]] };
const ELLIPSE = { kind: "ellipse", x: 10, y: 20, rx: 3, ry: 4, rotation: 0 };

test("every kind has its numbers, but a tag has none", () => {
  const named = (shape) => Object.fromEntries(numbersOf(shape).map(({ name, value }) => [name, value]));
  assert.deepEqual(named(BOX), { x: 1, y: 2, width: 30, height: 40, rotation: 0 });
  assert.deepEqual(named(ELLIPSE), { x: 10, y: 20, rx: 3, ry: 4, rotation: 0 });
  assert.deepEqual(named({ kind: "point", x: 5, y: 6 }), { x: 5, y: 6 });
  assert.deepEqual(named(LINE), { x: 2, y: 3, width: 10, height: 20 });
  assert.deepEqual(named(CUBOID)["rear height"], 40);
  assert.equal(numbersOf(CUBOID).length, 8);
  assert.deepEqual(named({ kind: "tag" }), {});
});

test("points and pixels are moved and scaled as a whole, about the corner that stays", () => {
  assert.deepEqual(withNumber(LINE, "x", 5).points, [[5, 3], [15, 23], [10, 13]]);
  assert.deepEqual(withNumber(LINE, "height", 10).points, [[2, 3], [12, 13], [7, 8]]);
  const polygon = polygonOf([[0, 0], [4, 0], [4, 4]], [[[1, 1], [2, 1], [2, 2]]]);
  assert.deepEqual(withNumber(polygon, "width", 8).parts[0], { outer: [[0, 0], [8, 0], [8, 4]], holes: [[[2, 1], [4, 1], [4, 2]]] });
  assert.deepEqual(withNumber(mask([4, 6, 2, 1], [0, 2]), "y", 9).bounds, [4, 9, 2, 1]);
  assert.deepEqual(withNumber(mask([4, 6, 2, 1], [0, 2]), "width", 6).bounds, [4, 6, 6, 1]);
  const figure = { kind: "keypoints", points: [{ name: "a", x: 1, y: 1, visible: 2 }, { name: "b", x: 3, y: 5, visible: 0 }], edges: [[0, 1]] };
  assert.deepEqual(withNumber(figure, "height", 8).points.map(({ x, y, visible }) => [x, y, visible]), [[1, 1, 2], [3, 9, 0]]);
});

test("each face of a cuboid is set by itself", () => {
  assert.deepEqual(withNumber(CUBOID, "rear x", 7), { ...CUBOID, rear: { ...BOX, x: 7 } });
  assert.deepEqual(withNumber(CUBOID, "front width", 7), { ...CUBOID, front: { ...BOX, width: 7 } });
});

test("a number is set and the rest stays", () => {
  assert.deepEqual(withNumber(BOX, "width", 12.5), { ...BOX, width: 12.5 });
  assert.deepEqual(withNumber(ELLIPSE, "x", -3), { ...ELLIPSE, x: -3 });
});

test("a turn is kept within one", () => {
  assert.equal(withNumber(BOX, "rotation", 450).rotation, 90);
  assert.equal(withNumber(BOX, "rotation", -90).rotation, 270);
});

test("a vertex is placed by itself, several by their middle, and the rest stays", () => {
  assert.deepEqual(placeOfVertices(LINE, ["v1"]), { place: [12, 23], bounds: [12, 23, 0, 0], name: "Vertex 2" });
  assert.deepEqual(withVerticesAt(LINE, ["v1"], "y", 5).points, [[2, 3], [12, 5], [7, 13]]);
  assert.deepEqual(placeOfVertices(LINE, ["v0", "v1"]), { place: [7, 13], bounds: [2, 3, 10, 20], name: "2 vertices" });
  assert.deepEqual(withVerticesAt(LINE, ["v0", "v1"], "x", 107).points, [[102, 3], [112, 23], [7, 13]]);
  const polygon = polygonOf([[0, 0], [9, 0], [9, 9]], [[[1, 1], [2, 1], [2, 2]]]);
  assert.deepEqual(withVerticesAt(polygon, ["v1.2"], "x", 3).parts[0], { outer: [[0, 0], [9, 0], [9, 9]], holes: [[[1, 1], [2, 1], [3, 2]]] });
  const figure = { kind: "keypoints", points: [{ name: "nose", x: 1, y: 1, visible: 1 }, { name: "", x: 3, y: 5, visible: 0 }], edges: [] };
  assert.equal(placeOfVertices(figure, ["v0"]).name, "nose");
  assert.deepEqual(withVerticesAt(figure, ["v0"], "x", 8).points[0], { name: "nose", x: 8, y: 1, visible: 1 });
});

test("a vertex that is gone, or no number, is refused", () => {
  assert.equal(placeOfVertices(LINE, ["v9"]), null);
  assert.equal(placeOfVertices(LINE, ["v1", "v9"]), null);
  assert.equal(withVerticesAt(LINE, ["v9"], "x", 1), null);
  assert.equal(withVerticesAt(LINE, ["v1"], "x", Number.NaN), null);
});

for (const [why, shape, name, value] of [
  ["no number", BOX, "x", Number.NaN],
  ["endless", BOX, "x", Infinity],
  ["no width", BOX, "width", 0],
  ["a negative radius", ELLIPSE, "ry", -1],
  ["a face without width", CUBOID, "rear width", 0],
  ["a width for what has none", { kind: "polyline", points: [[1, 1], [1, 9]] }, "width", 5],
  ["a mask of more pixels than can be held", mask([0, 0, 2, 1], [0, 2]), "width", 1e12],
  ["a field it has not", { kind: "point", x: 1, y: 1 }, "width", 5],
]) test(`${why} is refused`, () => assert.equal(withNumber(shape, name, value), null));
