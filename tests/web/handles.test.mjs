// Handles of a shape: as many as can be told apart, and those in sight.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawHandles } from "../../web/js/canvas/layers.js";

/** Draw vertices, and middles between them, and give the places of the circles. */
function drawn(places, { hot = [], scale = 1, ratio = 1 } = {}) {
  const circles = [];
  const context = {
    canvas: { width: 1_000 * ratio, height: 500 * ratio },
    getTransform: () => ({ a: ratio }),
    arc: (x, y, size) => circles.push([x, y, size]),
    beginPath() {},
    fill() {},
    stroke() {},
  };
  const vertices = places.map(([x, y], at) => ({ id: `v${at}`, x, y, role: "vertex" }));
  const middles = places.map(([x, y], at) => ({ id: `m${at}`, x: x + 2, y, role: "middle" }));
  drawHandles(context, [...vertices, ...middles], "#fff", { toStage: (x, y) => [x * scale, y * scale] }, new Set(hot));
  return circles;
}

const row = (count, apart) => Array.from({ length: count }, (_, at) => [at * apart, 1]);

test("handles beyond the stage are not drawn, those of a few are, however near", () => {
  assert.equal(drawn(row(100, 1)).length, 200);
  assert.deepEqual(drawn([[-50, 10], [50, 10], [999, 499], [50, 700]]).map(([x]) => x), [50, 999, 52, 1001]);
  assert.equal(drawn([[990, 10]], { ratio: 0.5 }).length, 2);
});

test("of thousands upon each other only as many as can be told apart, and each that is held", () => {
  const circles = drawn(row(9_000, 0.1), { hot: ["v17", "m30"] });
  const plain = circles.filter(([, , size]) => size === 3.25);
  assert.ok(plain.length > 100 && plain.length < 130, `${plain.length}`);
  assert.equal(circles.length, plain.length + 2);
});

test("zoomed in, all there are have room, with the middles between them", () => {
  assert.equal(drawn(row(9_000, 0.1), { scale: 100 }).length, 101 + 81);
});
