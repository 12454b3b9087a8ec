// How the picture and its shapes are seen: tones, colours, grid, what the browser keeps.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createColoring, ownColor } from "../../web/js/canvas/coloring.js";
import { stepOf } from "../../web/js/canvas/grid.js";
import { PLAIN, opacityOf } from "../../web/js/canvas/look.js";
import { averaged, samplesIn, spreadOver } from "../../web/js/canvas/samples.js";
import { WHOLE, filterOf, matrixOf } from "../../web/js/canvas/tones.js";
import { sane } from "../../web/js/pages/display.js";
import { createLooks } from "../../web/js/pages/looks.js";
import { rangeOf, samplesOf } from "../../web/js/pages/tonal.js";
import { createShelf, recall, remember } from "../../web/js/store/remembered.js";

const DIALS = { brightness: 1, contrast: 1, gamma: 1, invert: false };
const DEEP = { content: "", least: 0, most: 65535, low: 600, high: 3600 };

/** What a browser keeps, as a Map. */
function drawer() {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value) };
}

/** What a colour matrix makes of a colour, each from 0 to 255. */
function through(matrix, [red, green, blue]) {
  const row = (at) => matrix[at] * red + matrix[at + 1] * green + matrix[at + 2] * blue + matrix[at + 4] * 255;
  return [row(0), row(5), row(10)].map((value) => Math.min(255, Math.max(0, Math.round(value))));
}

test("a picture that nobody changed has no filter", () => {
  assert.equal(matrixOf("all", WHOLE), null);
  assert.equal(filterOf(DIALS, false), "");
});

test("a channel is shown as shades of grey", () => {
  assert.deepEqual(through(matrixOf("green", WHOLE), [10, 200, 30]), [200, 200, 200]);
  assert.deepEqual(through(matrixOf("gray", WHOLE), [255, 0, 0]), [54, 54, 54]);
});

test("a range of tones is spread from black to white", () => {
  const matrix = matrixOf("all", [100, 151]);
  assert.deepEqual(through(matrix, [100, 120, 151]), [0, 100, 255]);
  assert.deepEqual(through(matrix, [0, 99, 255]), [0, 0, 255]);
});

test("all that changes the picture is one filter, tones first and inverting last", () => {
  assert.equal(filterOf({ brightness: 2, contrast: 1, gamma: 1.5, invert: true }, true), "url(#tones) brightness(2) contrast(1) url(#gamma) invert(1)");
});

test("sixteen bits are unpacked, halved and spread without loss on the way", () => {
  const rgba = Uint8ClampedArray.from([1, 0, 0, 255, 255, 255, 0, 255, 0, 4, 0, 255, 0, 8, 0, 255]);
  const values = samplesIn(rgba);
  assert.deepEqual([...values], [256, 65535, 4, 8]);
  assert.deepEqual([...averaged({ width: 2, height: 2, values }).values], [Math.round((256 + 65535 + 12) / 4)]);
  const shades = spreadOver(values, [4, 259]);
  assert.deepEqual([...shades.slice(0, 8)], [252, 252, 252, 255, 255, 255, 255, 255]);
  assert.deepEqual([...shades.slice(8, 12)], [0, 0, 0, 255]);
});

test("half of an odd picture keeps its last row and column", () => {
  const half = averaged({ width: 3, height: 1, values: Uint16Array.from([10, 20, 90]) });
  assert.deepEqual([half.width, half.height, [...half.values]], [2, 1, [15, 90]]);
});

test("the window of a deep file can be moved by its own width to either side", () => {
  assert.deepEqual(rangeOf(DEEP, null), { least: 0, most: 6600, step: 1, low: 600, high: 3600 });
  assert.deepEqual(rangeOf(DEEP, [700, 60000]).most, 60000);
  assert.deepEqual(rangeOf(null, null), { least: 0, most: 255, step: 1, low: 0, high: 255 });
  assert.deepEqual(samplesOf({ ...DEEP, least: -1, most: 1 }, [-1, 1]), [0, 65535]);
});

test("areas are as opaque as asked, masks more, and not at all when they are not filled", () => {
  assert.ok(Math.abs(opacityOf(PLAIN, false, false) - 0.14) < 1e-9);
  assert.ok(opacityOf(PLAIN, true, false) > 0.19);
  assert.ok(opacityOf(PLAIN, false, true) > 0.44);
  assert.equal(opacityOf({ ...PLAIN, filled: false }, true, false), 0);
  assert.ok(opacityOf({ ...PLAIN, filled: false }, false, true) > 0.44, "a mask is nothing but area");
  assert.equal(opacityOf({ ...PLAIN, fill: 1 }, false, true), 1);
});

test("colours tell labels, instances or makers apart", () => {
  const coloring = createColoring((label) => (label === "cat" ? "red" : "grey"));
  const by = (script) => ({ id: "x", label: "cat", provenance: { actor: script ? "script" : "human", script } });
  assert.equal(coloring.by.label(by(null)), "red");
  assert.notEqual(coloring.by.script(by("a")), coloring.by.script(by("b")));
  assert.equal(coloring.by.script(by("a")), coloring.by.script(by("a")));
  assert.deepEqual(coloring.legend().map(({ name }) => name), ["by hand", "a", "b"]);
  assert.equal(ownColor("one"), ownColor("one"));
  assert.equal(new Set(Array.from({ length: 50 }, (_, index) => ownColor(`id-${index}`))).size, 50);
});

test("a grid is as fine as the zoom can show, or as asked where that can be seen", () => {
  assert.equal(stepOf(0, 1), 50);
  assert.equal(stepOf(0, 32), 1);
  assert.equal(stepOf(0, 0.01), 5000);
  assert.equal(stepOf(64, 1), 64);
  assert.equal(stepOf(2, 1), 0);
});

test("what scripts and storage say is taken within what each dial has, and the rest left", () => {
  assert.deepEqual(sane({ brightness: 99, gamma: "2", channel: "sepia", window: [5, 1], unknown: 1 }), { brightness: 5, window: null });
  assert.deepEqual(sane({ invert: true, channel: "red", window: [1, 5] }), { invert: true, channel: "red", window: [1, 5] });
});

test("looks are kept for the next visit, and what was kept wrongly is as if it were not", () => {
  const kept = drawer();
  const options = { color: () => "red", onChange() {}, kept };
  const looks = createLooks(options);
  looks.setLook({ fill: 0.5, texts: "off" });
  looks.setGuides({ grid: true, step: 64 });
  const again = createLooks(options);
  assert.deepEqual([again.look().fill, again.look().texts, again.guides().step], [0.5, "off", 64]);
  remember("looks", { look: { fill: 7, texts: "sometimes" }, guides: { step: -1 } }, kept);
  assert.ok(createLooks(options).isPlain());
});

test("a look is another object once it has changed, and only then", () => {
  const looks = createLooks({ color: () => "red", onChange() {}, kept: drawer() });
  const before = looks.look();
  looks.setGuides({ grid: true });
  assert.equal(looks.look(), before);
  looks.setLook({ stroke: 0.5 });
  assert.notEqual(looks.look(), before);
});

test("a shelf keeps what was set last and pushes out the oldest", () => {
  const shelf = createShelf("test", 2, drawer());
  for (const id of ["a", "b", "a", "c"]) shelf.set(id, id);
  assert.deepEqual(["a", "b", "c"].map((id) => shelf.get(id)), ["a", null, "c"]);
  shelf.set("a", null);
  assert.equal(shelf.get("a"), null);
});

test("a browser that keeps nothing, or nonsense, is no error", () => {
  const full = { getItem: () => "{", setItem() { throw new Error("full"); } };
  remember("x", 1, full);
  assert.equal(recall("x", full), null);
  assert.equal(createShelf("x", 2, { ...full, getItem: () => '{"no": "list"}' }).get("a"), null);
});
