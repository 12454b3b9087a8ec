// The minimap: as large as there is room, and never too thin to be pointed at.

import assert from "node:assert/strict";
import { test } from "node:test";

import { shrunk } from "../../web/js/canvas/minimap.js";

const sizeOf = (width, height) => shrunk({ width, height }).map((share, axis) => share * [width, height][axis]);

test("a picture keeps its proportions", () => {
  assert.deepEqual(sizeOf(4000, 3000), [176, 132]);
  assert.deepEqual(sizeOf(1000, 1000), [132, 132]);
});

test("a strip and a single pixel can be pointed at", () => {
  assert.deepEqual(sizeOf(20000, 1), [176, 16]);
  assert.deepEqual(sizeOf(16, 9000), [16, 132]);
  assert.deepEqual(sizeOf(1, 1), [132, 132]);
});
