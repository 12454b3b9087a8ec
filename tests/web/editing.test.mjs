// The verbs that edit: handles, dragging, inserting and removing vertices.

import assert from "node:assert/strict";
import { test } from "node:test";

import { corners } from "../../web/js/shapes/box.js";
import { vertexOf } from "../../web/js/shapes/polygon.js";
import { KINDS, verbsOf } from "../../web/js/shapes/registry.js";
import { box, mask, point, polygon, polyline, square, tag } from "./samples.mjs";

const FREE = { even: false };
const EVEN = { even: true };
const SHAPES = {
  box: box(),
  polygon: polygon(square(0, 0, 10), square(2, 2, 2)),
  polyline: polyline([0, 0], [10, 0], [10, 10]),
  point: point(),
  ellipse: { kind: "ellipse", x: 20, y: 20, rx: 10, ry: 5, rotation: 30 },
  keypoints: { kind: "keypoints", points: [{ name: "nose", x: 1, y: 2, visible: 2 }, { name: "eye", x: 3, y: 4, visible: 0 }], edges: [[0, 1]] },
  cuboid: { kind: "cuboid", front: box(0, 0, 10, 10), rear: box(5, 5, 8, 8) },
  mask: mask([3, 4, 2, 2], [1, 2, 1]),
  tag: tag(),
};
const TURNED = box(10, 20, 30, 40, 35);
const OPPOSITE = { nw: "se", n: "s", ne: "sw", e: "w", se: "nw", s: "n", sw: "ne", w: "e" };

/** Give a place beyond a grip, seen from the middle of the box. */
function beyond(shape, id) {
  const { x, y } = handle(shape, id);
  const [cx, cy] = [shape.x + shape.width / 2, shape.y + shape.height / 2];
  return [cx + (x - cx) * 1.4, cy + (y - cy) * 1.4];
}

const drag = (shape, handle, x, y, options = FREE) => verbsOf(shape).drag(shape, handle, x, y, options);
const remove = (shape, handle) => verbsOf(shape).remove(shape, handle);
const handlesOf = (shape, pixel = 1) => verbsOf(shape).handles(shape, pixel);
const handle = (shape, id) => handlesOf(shape).find((one) => one.id === id);
const outer = (shape) => shape.parts[0].outer;

function assertNear(said, expected, text) {
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(said[i] - value) < 1e-9, `${text ?? ""} [${said}] is not [${expected}]`);
}

/** Note what a shape draws. */
function traced(shape, pixel = 1) {
  const calls = [];
  const path = new Proxy({}, { get: (_, name) => (...args) => calls.push([name, ...args]) });
  verbsOf(shape).trace(path, shape, pixel);
  return calls;
}

test("a box has eight grips on its outline and one to turn it above", () => {
  const found = handlesOf(box(10, 20, 30, 40));
  assert.deepEqual(found.map(({ id, x, y }) => [id, x, y]), [
    ["nw", 10, 20], ["n", 25, 20], ["ne", 40, 20], ["e", 40, 40], ["se", 40, 60], ["s", 25, 60], ["sw", 10, 60], ["w", 10, 40], ["turn", 25, -2],
  ]);
  assert.deepEqual(found.map(({ role }) => role), ["corner", "side", "corner", "side", "corner", "side", "corner", "side", "turn"]);
});

test("the turn grip keeps its distance on the screen at every zoom", () => {
  const [close, far] = [1 / 8, 4].map((pixel) => handlesOf(box(10, 20, 30, 40), pixel).find(({ id }) => id === "turn"));
  assert.equal((20 - close.y) * 8, (20 - far.y) / 4);
});

test("the grips of a turned box lie on its turned corners", () => {
  const found = ["nw", "ne", "se", "sw"].map((id) => handle(TURNED, id));
  corners(TURNED).forEach((corner, i) => assertNear([found[i].x, found[i].y], corner));
});

for (const [id, other] of Object.entries(OPPOSITE)) {
  for (const [shape, how] of [[box(10, 20, 30, 40), "upright"], [TURNED, "turned"]]) {
    test(`dragging ${id} of an ${how} box leaves ${other} where it is`, () => {
      const still = handle(shape, other);
      const after = drag(shape, id, ...beyond(shape, id));
      assert.ok(after.width * after.height > shape.width * shape.height, "it did not grow");
      assertNear([handle(after, other).x, handle(after, other).y], [still.x, still.y]);
      assert.equal(after.rotation, shape.rotation);
    });
  }
}

for (const id of ["nw", "ne", "se", "sw"]) {
  test(`dragging corner ${id} of a turned box brings it under the pointer`, () => {
    const [x, y] = beyond(TURNED, id);
    const { x: cornerX, y: cornerY } = handle(drag(TURNED, id, x, y), id);
    assertNear([cornerX, cornerY], [x, y]);
  });
}

test("a side moves along its own direction only", () => {
  const after = drag(box(10, 20, 30, 40), "e", 60, 999);
  assert.deepEqual(after, box(10, 20, 50, 40));
});

test("Shift makes a box square, from the larger side", () => {
  const after = drag(box(10, 20, 30, 40), "se", 60, 30, EVEN);
  assert.deepEqual(after, box(10, 20, 50, 50));
});

test("Shift makes a turned box square and leaves the opposite corner where it is", () => {
  const after = drag(TURNED, "se", ...beyond(TURNED, "se"), EVEN);
  assertNear([after.width], [after.height]);
  assertNear([handle(after, "nw").x, handle(after, "nw").y], [handle(TURNED, "nw").x, handle(TURNED, "nw").y]);
});

test("Shift does nothing to a side", () => assert.deepEqual(drag(box(), "e", 60, 0, EVEN), drag(box(), "e", 60, 0, FREE)));

test("a corner dragged past the opposite one turns the box inside out", () => {
  assert.deepEqual(drag(box(10, 20, 30, 40), "se", 4, 12), box(4, 12, 6, 8));
});

test("a box never loses its sides, even with a corner on the opposite one", () => {
  const after = drag(box(10, 20, 30, 40), "se", 10, 20);
  assert.equal(verbsOf(after).problem(after), null);
});

test("the turn grip turns the box towards the pointer about its centre", () => {
  const after = drag(box(10, 20, 30, 40), "turn", 125, 40);
  assertNear([after.rotation], [90]);
  assert.deepEqual([after.x, after.y, after.width, after.height], [10, 20, 30, 40]);
});

test("Shift turns a box in steps of 15 degrees", () => {
  const [dx, dy] = [Math.sin(0.42), -Math.cos(0.42)];
  assert.equal(drag(box(10, 20, 30, 40), "turn", 25 + 50 * dx, 40 + 50 * dy, EVEN).rotation, 30);
});

test("a turn of less than half a degree is none", () => assert.equal(drag(box(10, 20, 30, 40), "turn", 25.1, 0).rotation, 0));

test("a box has no vertex to remove", () => assert.equal(remove(box(), "nw"), null));

test("a polygon has a vertex at each point and a middle on each edge", () => {
  const found = handlesOf(polygon([[0, 0], [10, 0], [10, 10]]));
  assert.deepEqual(found.map(({ id, x, y }) => [id, x, y]), [
    ["m0.0", 5, 0], ["m0.1", 10, 5], ["m0.2", 5, 5], ["v0.0", 0, 0], ["v0.1", 10, 0], ["v0.2", 10, 10],
  ]);
});

test("the handles of holes and of other parts are numbered on", () => {
  const shape = { kind: "polygon", parts: [{ outer: square(0, 0, 10), holes: [square(2, 2, 2)] }, { outer: square(50, 0, 10), holes: [] }] };
  assert.deepEqual([handle(shape, "v1.0").x, handle(shape, "v2.0").x], [2, 50]);
});

test("dragging a vertex moves it and nothing else", () => {
  const shape = polygon(square(0, 0, 10), square(2, 2, 2));
  const after = drag(shape, "v1.2", 5, 6);
  assert.deepEqual(after.parts[0].holes[0], [[2, 2], [4, 2], [5, 6], [2, 4]]);
  assert.deepEqual(outer(after), outer(shape));
});

test("dragging a middle inserts a vertex after the first of its edge", () => {
  assert.deepEqual(outer(drag(polygon(square(0, 0, 10)), "m0.1", 15, 5)), [[0, 0], [10, 0], [15, 5], [10, 10], [0, 10]]);
});

test("dragging the last middle inserts between the last and the first vertex", () => {
  assert.deepEqual(outer(drag(polygon(square(0, 0, 10)), "m0.3", -5, 5)), [...square(0, 0, 10), [-5, 5]]);
});

test("vertexOf names the vertex that a middle becomes", () => {
  for (const [id, named] of [["m0.1", "v0.2"], ["m2.0", "v2.1"], ["v1.3", "v1.3"]]) assert.equal(vertexOf(id), named);
  const after = drag(polygon(square(0, 0, 10)), "m0.3", -5, 5);
  assert.deepEqual([handle(after, vertexOf("m0.3")).x, handle(after, vertexOf("m0.3")).y], [-5, 5]);
});

test("removing a vertex leaves the others in order", () => {
  assert.deepEqual(outer(remove(polygon(square(0, 0, 10)), "v0.1")), [[0, 0], [10, 10], [0, 10]]);
});

test("removing a vertex of a triangular hole removes the hole", () => {
  const shape = polygon(square(0, 0, 10), [[2, 2], [4, 2], [4, 4]]);
  assert.deepEqual(remove(shape, "v1.0"), polygon(square(0, 0, 10)));
});

test("removing a vertex of a triangular part removes the part with its holes", () => {
  const other = { outer: square(50, 0, 10), holes: [] };
  const shape = { kind: "polygon", parts: [{ outer: [[0, 0], [9, 0], [9, 9]], holes: [square(5, 2, 1)] }, other] };
  assert.deepEqual(remove(shape, "v0.2"), { kind: "polygon", parts: [other] });
});

test("the last triangle of a polygon keeps its vertices", () => assert.equal(remove(polygon([[0, 0], [9, 0], [9, 9]]), "v0.0"), null));

test("a middle is not a vertex to remove", () => assert.equal(remove(polygon(square(0, 0, 10)), "m0.0"), null));

test("a vertex of a polyline is dragged and removed, down to two", () => {
  const shape = polyline([0, 0], [10, 0], [10, 10]);
  assert.deepEqual(drag(shape, "v1", 5, 5).points, [[0, 0], [5, 5], [10, 10]]);
  const rest = remove(shape, "v0");
  assert.deepEqual(rest.points, [[10, 0], [10, 10]]);
  assert.equal(remove(rest, "v0"), null);
});

test("dragging a keypoint keeps its name and visibility", () => {
  assert.deepEqual(drag(SHAPES.keypoints, "v1", 8, 9).points[1], { name: "eye", x: 8, y: 9, visible: 0 });
});

test("a mask moves by whole pixels", () => {
  assert.deepEqual(verbsOf(SHAPES.mask).translate(SHAPES.mask, 1.6, -0.4).bounds, [5, 4, 2, 2]);
});

test("keypoints that are not there are not drawn, nor are edges to them", () => {
  const calls = traced(SHAPES.keypoints).map(([name]) => name);
  assert.equal(calls.filter((name) => name === "arc").length, 1);
  assert.equal(calls.filter((name) => name === "lineTo").length, 0);
  const points = SHAPES.keypoints.points.map((one) => ({ ...one, visible: 1 }));
  const all = traced({ ...SHAPES.keypoints, points }).map(([name]) => name);
  assert.equal(all.filter((name) => name === "lineTo").length, SHAPES.keypoints.edges.length);
});

test("a run of a mask that goes over several rows is drawn row by row", () => {
  assert.deepEqual(traced(mask([3, 4, 4, 3], [2, 7, 3])), [["rect", 5, 4, 2, 1], ["rect", 3, 5, 4, 1], ["rect", 3, 6, 1, 1]]);
});

for (const kind of KINDS) {
  const shape = SHAPES[kind];
  const verbs = verbsOf(shape);

  test(`moving a ${kind} moves its bounds and keeps their size`, () => {
    const [x, y, width, height] = verbs.bounds(shape);
    const by = kind === "tag" ? 0 : 1;
    assertNear(verbs.bounds(verbs.translate(shape, 7, -3)), [x + 7 * by, y - 3 * by, width, height]);
  });

  test(`a ${kind} is not changed by what is done with it`, () => {
    const before = structuredClone(shape);
    for (const { id } of verbs.handles(shape, 1)) {
      verbs.drag(shape, id, 3, 3, FREE);
      verbs.remove(shape, id);
    }
    verbs.translate(shape, 1, 1);
    verbs.clamp(shape, 5, 5);
    assert.deepEqual(shape, before);
  });

  test(`a ${kind} says its measure and draws its closed outlines closed`, () => {
    assert.ok(verbs.measure(shape).length > 0);
    const calls = traced(shape);
    assert.equal(calls.filter(([name]) => name === "closePath").length >= verbs.outline(shape).length, true);
  });
}
