// How well a point of a skeleton is seen, by key.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withVisibility } from "../../web/js/shapes/visibility.js";

const shape = { kind: "keypoints", points: [{ name: "a", x: 1, y: 2, visible: 2 }, { name: "b", x: 3, y: 4, visible: 0 }], edges: [[0, 1]] };
const seen = (index, key, more = {}) => withVisibility(shape, index, { key, ...more })?.points[index].visible ?? null;

test("0, 1 and 2 say how well a point is seen, V takes the next", () => {
  assert.deepEqual(["0", "1", "2", "v", "V"].map((key) => seen(0, key)), [0, 1, 2, 1, 1]);
  assert.equal(seen(1, "v"), 2);
  assert.equal(shape.points[0].visible, 2);
});

test("other keys and points that are not there are left alone", () => {
  assert.deepEqual([seen(0, "3"), seen(0, "a"), seen(9, "1"), seen(0, "v", { ctrlKey: true })], [null, null, null, null]);
});
