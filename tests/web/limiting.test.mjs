// What is said beside the pointer of a shape that does not do yet.

import assert from "node:assert/strict";
import { test } from "node:test";

import { shapeProblems } from "../../web/js/ontology/fitting.js";
import { createWork } from "../../web/js/pages/work.js";
import { createGhosts } from "../../web/js/store/ghosts.js";
import { box as boxAt, instance, opened } from "./samples.mjs";

globalThis.localStorage = /** @type {Storage} */ ({ getItem: () => null, setItem() {} });

const box = (width, height, rotation = 0) => ({ kind: "box", x: 0, y: 0, width, height, rotation });
const line = (count) => ({ kind: "polyline", points: Array.from({ length: count }, (_, at) => [at, at]) });
const briefs = (shape, label) => shapeProblems(shape, { name: "face", color: "#112233", ...label }).map(({ brief }) => brief);

test("what is missing is said with what it is now and what it must be", () => {
  const limits = { min_width: 20, min_height: 10.5, min_vertices: 3, max_vertices: 5 };
  assert.deepEqual(briefs(box(12, 8.256), { limits }), ["12 × 8.26 px, at least 20 × 10.5 for face"]);
  assert.deepEqual(briefs(line(2), { limits, title: "Face" }), ["2 points, at least 3 for Face"]);
  assert.deepEqual(briefs(line(6), { limits }), ["6 points, at most 5 for face"]);
  assert.deepEqual(briefs(box(30, 30, 12.5), { limits: { rotation: false } }), ["turned by 12.5°, must be 0° for face"]);
  assert.deepEqual(briefs(box(30, 30), { limits }), []);
});

test("of two sides only the one that has a limit is named", () => {
  assert.deepEqual(briefs(box(12, 8), { limits: { min_width: 20 } }), ["12 × 8 px, at least 20 wide for face"]);
  assert.deepEqual(briefs(box(12, 8), { limits: { min_height: 20 } }), ["12 × 8 px, at least 20 tall for face"]);
});

test("a kind that is not taken is said before all else", () => {
  assert.deepEqual(briefs(box(1, 1), { kinds: ["polygon", "mask"], limits: { min_width: 20 } }), ["face takes polygon or mask, not box"]);
});

test("what is dragged is shown on whole pixels where its label asks for them, and as it is where not", () => {
  const labels = [{ name: "cat", color: "#112233", limits: { integer: true } }, { name: "dog", color: "#112233" }];
  const ghosts = createGhosts({ onChange() {}, onVerdict() {} });
  const work = createWork({ project: { id: "p", labels }, publish() {}, ghosts, onChange() {} });
  const [cat, dog] = [instance({ label: "cat" }), instance({ label: "dog" })];
  work.take(opened([cat, dog]).document);
  for (const { id } of [cat, dog]) work.preview(id, boxAt(1.6, 2.4, 10.2, 5));
  assert.deepEqual(work.previewed().map(({ geometry }) => geometry), [boxAt(2, 2, 10, 5), boxAt(1.6, 2.4, 10.2, 5)]);
  work.endPreview();
  assert.deepEqual(work.previewed(), []);
});
