// Where the bar over the picture lies.

import assert from "node:assert/strict";
import { test } from "node:test";

import { berths, liesLow } from "../../web/js/panels/berth.js";

const places = berths({ width: 400, height: 30 }, { width: 1000, height: 600 });

test("the bar is in the middle at the top, or low at the right", () => {
  assert.deepEqual(places, { top: [300, 10, 400, 30], low: [588, 558, 400, 30] });
});

test("it lies low only where it would cover the shape or labels at the top", () => {
  assert.equal(liesLow(places, null, []), false);
  assert.equal(liesLow(places, [100, 100, 300, 300], []), false);
  assert.equal(liesLow(places, [350, 20, 100, 100], []), true);
  assert.equal(liesLow(places, [0, 20, 200, 100], []), false);
  assert.equal(liesLow(places, [100, 100, 300, 300], [[320, 20, 60, 17]]), true);
});

test("labels are covered before the shape it is about is, and of two shapes' ends the lesser is", () => {
  assert.equal(liesLow(places, [600, 500, 300, 90], [[320, 20, 60, 17], [420, 20, 60, 17]]), false);
  assert.equal(liesLow(places, [310, 0, 390, 600], []), true);
  assert.equal(liesLow(places, [0, 0, 1000, 600], []), false);
});
