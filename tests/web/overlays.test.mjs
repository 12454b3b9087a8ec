// What scripts show over the image: which of it is there, and its colours.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createOverlays, heated } from "../../web/js/canvas/overlays.js";
import { opened } from "./samples.mjs";

/** What a browser gives and Node does not. */
beforeEach(() => {
  globalThis.ImageData = class {
    constructor(data, width, height) {
      Object.assign(this, { data, width, height });
    }
  };
  globalThis.OffscreenCanvas = class {
    getContext() {
      return { putImageData: (image) => Object.assign(this, { image }) };
    }
  };
});
afterEach(() => {
  delete globalThis.ImageData;
  delete globalThis.OffscreenCanvas;
});

const bytes = (...values) => Uint8Array.from(values).buffer;
const overlay = (fields = {}) => ({ bounds: [10, 20, 30, 40], width: 2, height: 1, channels: 1, opacity: 0.5, ...fields });

/** A context that notes what is drawn on it. */
function canvas() {
  const drawn = [];
  const context = { globalAlpha: 1, drawImage: ({ image }, ...place) => drawn.push([[...image.data], place, context.globalAlpha]) };
  return { context, drawn };
}

function shown(document = opened().document) {
  let changes = 0;
  const overlays = createOverlays(() => (changes += 1));
  const drawn = () => {
    const paper = canvas();
    overlays.draw(document, paper.context);
    assert.equal(paper.context.globalAlpha, 1, "what is drawn after it is not paler for it");
    return paper.drawn;
  };
  return { overlays, document, drawn, changes: () => changes };
}

test("nothing is seen through 0, and more is brighter, from black over red to yellow", () => {
  const ramp = heated(Uint8ClampedArray.from({ length: 256 }, (_, value) => value));
  const at = (value) => [...ramp.slice(value * 4, value * 4 + 4)];
  assert.deepEqual([at(0), at(255)], [[0, 0, 4, 0], [252, 255, 164, 255]]);
  assert.deepEqual(Array.from({ length: 255 }, (_, value) => at(value + 1)[3]), Array(255).fill(255));
  const light = (value) => at(value).slice(0, 3).reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0);
  for (let value = 1; value < 256; value++) assert.ok(light(value) >= light(value - 1), `${value}`);
  const [red, green, blue] = at(128);
  assert.ok(red > green && red > blue);
});

test("an overlay is drawn in its bounds with its opacity", () => {
  const { overlays, document, drawn, changes } = shown();
  overlays.show(document, "script-1", overlay({ channels: 4 }), bytes(1, 2, 3, 255, 4, 5, 6, 128));
  assert.deepEqual(drawn(), [[[1, 2, 3, 255, 4, 5, 6, 128], [10, 20, 30, 40], 0.5]]);
  assert.deepEqual([overlays.has(document, "script-1"), changes()], [true, 1]);
});

test("opacity is kept between 0 and 1", () => {
  for (const [given, taken] of [[7, 1], [-1, 0], [undefined, 0.6]]) {
    const { overlays, document, drawn } = shown();
    overlays.show(document, "script-1", overlay({ opacity: given }), bytes(1, 2));
    assert.equal(drawn()[0][2], taken);
  }
});

test("a newer one of the same script takes its place, others stay", () => {
  const { overlays, document, drawn } = shown();
  overlays.show(document, "script-1", overlay(), bytes(1, 2));
  overlays.show(document, "script-2", overlay({ bounds: [0, 0, 1, 1] }), bytes(1, 2));
  overlays.show(document, "script-1", overlay({ bounds: [5, 5, 9, 9] }), bytes(3, 4));
  assert.deepEqual(drawn().map(([, place]) => place), [[5, 5, 9, 9], [0, 0, 1, 1]]);
});

test("without bounds it is taken away, by the page too", () => {
  const { overlays, document, drawn } = shown();
  for (const script of ["script-1", "script-2"]) overlays.show(document, script, overlay(), bytes(1, 2));
  overlays.show(document, "script-1", { bounds: null }, undefined);
  assert.deepEqual([overlays.has(document, "script-1"), drawn().length], [false, 1]);
  overlays.clear(document, "script-2");
  assert.deepEqual([drawn(), overlays.has(null, "script-2")], [[], false]);
});

test("each file has its own", () => {
  const { overlays, document } = shown();
  const other = opened().document;
  overlays.show(other, "script-1", overlay(), bytes(1, 2));
  assert.equal(overlays.has(document, "script-1"), false);
});

for (const [fields, count] of [[{}, 1], [{}, 3], [{}, 8], [{ channels: 4 }, 2], [{ channels: 3 }, 6], [{ channels: 2 }, 4], [{ width: 0 }, 0], [{ width: -1, height: -2 }, 2], [{ width: 1.5 }, 2], [{ width: 1e5, height: 1e5 }, 2]]) {
  test(`${count} bytes for ${JSON.stringify(fields)} are refused with the numbers, and what was shown stays`, () => {
    const { overlays, document, drawn } = shown();
    overlays.show(document, "script-1", overlay(), bytes(1, 2));
    const { width, height, channels } = overlay(fields);
    assert.throws(() => overlays.show(document, "script-1", overlay(fields), new ArrayBuffer(count)), { message: `an overlay of ${width} x ${height} x ${channels} does not come with ${count} bytes` });
    assert.equal(drawn().length, 1);
  });
}
