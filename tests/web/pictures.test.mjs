// How many pictures stay decoded: the one on the stage, and others as far as memory is meant for it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createPictures } from "../../web/js/canvas/pictures.js";

/** A picture of so many pixels that knows whether it is decoded. */
function picture(pixels) {
  let awake = true;
  return { width: pixels, height: 1, isAwake: () => awake, wake: async () => void (awake = true), rest: () => void (awake = false) };
}

function shelf(most) {
  return createPictures({ load: async (pixels) => picture(Number(pixels)), most });
}

test("what does not fit beside the picture on the stage is put to rest, the one used first before others", async () => {
  const pictures = shelf(10);
  const all = [];
  for (const size of ["5", "5", "5", "5"]) {
    all.push(await pictures.load(size));
    await pictures.show(all.at(-1));
  }
  assert.deepEqual(all.map((one) => one.isAwake()), [false, true, true, true]);
});

test("the picture on the stage stays awake however large it is, and whatever is read ahead", async () => {
  const pictures = shelf(10);
  const shown = await pictures.load("500");
  await pictures.show(shown);
  const [one, other] = [await pictures.load("8"), await pictures.load("8")];
  assert.deepEqual([shown, one, other].map((each) => each.isAwake()), [true, false, true]);
});

test("what was put to rest is decoded again when it comes back, and what it took the place of rests", async () => {
  const pictures = shelf(5);
  const [first, second] = [await pictures.load("20"), await pictures.load("20")];
  await pictures.show(second);
  assert.equal(first.isAwake(), false);
  await pictures.show(first);
  assert.deepEqual([first.isAwake(), second.isAwake()], [true, false]);
});
