// Where the handle lies that turns a shape.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withTurnInSight } from "../../web/js/canvas/turning.js";
import { verbsOf } from "../../web/js/shapes/registry.js";

const SCALE = 2;
const BOX = { kind: "box", x: 40, y: 3, width: 100, height: 80, rotation: 0 };
const view = { state: { width: 600, height: 400, scale: SCALE, x: 0, y: 0 }, toStage: (x, y) => [x * SCALE, y * SCALE] };

/** @param {typeof BOX} shape */
function turnOf(shape) {
  return withTurnInSight(verbsOf(shape).handles(shape, 1 / SCALE), view).find(({ role }) => role === "turn");
}

test("it lies above the shape where it is seen, and inside where it is not", () => {
  const [above, inside] = [turnOf({ ...BOX, y: 60 }), turnOf(BOX)];
  assert.deepEqual([above.x, above.y], [90, 60 - 11]);
  assert.deepEqual([inside.x, inside.y], [90, 3 + 11]);
});

test("dragging it from inside goes on from the turn that the shape has", () => {
  for (const rotation of [0, 15]) {
    const shape = { ...BOX, y: rotation ? -2 : 3, rotation };
    const { x, y } = turnOf(shape);
    assert.ok(y > 0);
    assert.ok(Math.abs(verbsOf(shape).drag(shape, "turn", x, y, { even: false }).rotation - rotation) < 1e-9);
  }
});

test("a shape too small to have it inside keeps it where it is", () => {
  assert.equal(turnOf({ ...BOX, height: 20 }).y, 3 - 11);
});

test("the other handles stay", () => {
  const handles = verbsOf(BOX).handles(BOX, 1 / SCALE);
  const left = withTurnInSight(handles, view).filter(({ role }) => role !== "turn");
  assert.deepEqual(left, handles.filter(({ role }) => role !== "turn"));
});
