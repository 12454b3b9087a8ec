// The ruler: what it measures, in which unit, and what is known of the size of a pixel.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createRulerTool, straightened, textOf } from "../../web/js/canvas/tools/ruler.js";
import { calibrated, problemOf, roundStep, written } from "../../web/js/canvas/units.js";
import { giveScale, knownOf } from "../../web/js/pages/scaling.js";

function ruler() {
  const bench = { document: { file: { width: 400, height: 300 } }, view: { toStage: (x, y) => [x, y] }, redraw() {} };
  const measures = [];
  const tool = createRulerTool(bench, { scale: () => null, onMeasure: (measure) => measures.push(measure), say() {} });
  const at = (x, y, shift = false) => ({ x, y, sx: x, sy: y, shift, alt: false, button: 0, at: 0 });
  return { tool, at, last: () => measures.at(-1) };
}

test("a length is written in the unit in which it reads best", () => {
  assert.equal(written(10, null), "10.0 px");
  assert.equal(written(1000, { size: 0.25, unit: "µm" }), "250 µm");
  assert.equal(written(8000, { size: 0.25, unit: "µm" }), "2 mm");
  assert.equal(written(3, { size: 0.5, unit: "m" }), "1.5 m");
  assert.equal(written(1, { size: 0.0004, unit: "mm" }), "400 nm");
  assert.equal(written(123456, { size: 1, unit: "km" }), "123456 km");
  assert.equal(written(0, { size: 1, unit: "mm" }), "0 mm");
});

test("inches and centimetres stay what they are", () => {
  assert.equal(written(600, { size: 1 / 300, unit: "in" }), "2 in");
  assert.equal(written(50, { size: 10, unit: "cm" }), "500 cm");
});

test("a measure says length, way across and down, and angle as on paper", () => {
  assert.equal(textOf({ from: [0, 0], to: [30, -40] }, null), "50.0 px  ↔ 30.0 px  ↕ 40.0 px  ∠ 53.1°");
});

test("with Shift a line turns to the nearest multiple of 45 degrees", () => {
  const [x, y] = straightened([10, 10], [110, 25]);
  assert.ok(Math.abs(x - 110) < 1e-9 && Math.abs(y - 10) < 1e-9);
  const [dx, dy] = straightened([0, 0], [100, 90]);
  assert.ok(Math.abs(dx - dy) < 1e-9);
});

test("a drag measures within the file, and either end can be taken up again", () => {
  const { tool, at, last } = ruler();
  tool.down(at(10, 10));
  tool.move(at(500, 10));
  tool.up();
  assert.deepEqual(last(), { from: [10, 10], to: [400, 10] });
  tool.down(at(12, 11));
  tool.move(at(100, 10));
  tool.up();
  assert.deepEqual(last(), { from: [400, 10], to: [100, 10] });
});

test("a click alone measures nothing, and Escape puts the measure away before it leaves the tool", () => {
  const { tool, at, last } = ruler();
  tool.down(at(10, 10));
  tool.up();
  assert.equal(last(), null);
  tool.down(at(10, 10));
  tool.move(at(20, 10));
  tool.up();
  assert.equal(tool.key({ key: "Escape" }), true);
  assert.equal(last(), null);
  assert.equal(tool.key({ key: "Escape" }), false);
});

test("what a file says of its scale is known, and nothing where it says nothing", () => {
  const said = { size: 0.65, unit: "nm", source: "OME-TIFF", of: "image" };
  assert.deepEqual(knownOf({ pixel_size: said }), { size: { size: 0.65, unit: "nm" }, from: "image", source: "OME-TIFF" });
  assert.equal(knownOf({ pixel_size: null }).size, null);
  assert.equal(knownOf(null).from, "none");
});

test("a size that is none is refused before anybody is asked, and the file keeps its own", async () => {
  const file = { id: "f", project: "p", pixel_size: null };
  await assert.rejects(giveScale(file, "file", { size: Number.NaN, unit: "mm" }), /must be a number above 0/);
  await assert.rejects(giveScale(file, "project", { size: 1, unit: "parsec" }), /the unit is none of nm/);
  assert.equal(file.pixel_size, null);
  assert.match(problemOf({ size: 2e9, unit: "mm" }) ?? "", /at most 1,000,000,000/);
});

test("a known length under the ruler gives the size of a pixel", () => {
  assert.equal(written(50, calibrated(200, 10, "mm")), "2.5 mm");
});

test("steps are 1, 2 and 5 at every size", () => {
  assert.deepEqual([0.7, 1, 1.5, 3, 6, 20, 21].map(roundStep), [1, 1, 2, 5, 10, 20, 50]);
});
