// The canvas calls: who may make them, and what they are given.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answer } from "../../web/js/host/calls.js";
import { box, instance, opened, point } from "./samples.mjs";

const ALL = ["image:read", "instances:read", "instances:write"];

/** A picture that notes what is read of it. */
function picture() {
  const asked = [];
  const read = async (bounds, scale) => {
    asked.push([bounds, scale]);
    return { width: bounds[2], height: bounds[3], channels: 4, buffer: new ArrayBuffer(4) };
  };
  return { read, asked, width: 100, height: 80, levels: [] };
}

const called = (method, args) => ({ type: "call", run: "r1", call: 1, method, args });
const ask = (method, args, { grants = ALL, instances = [], shown = picture() } = {}) =>
  answer(called(method, args), grants, { document: opened(instances).document, picture: shown });

for (const method of ["fetch", "toString", "__proto__", "constructor", ""]) {
  test(`the canvas has no ${JSON.stringify(method)}`, () => assert.rejects(ask(method, {}), { message: `the canvas has no ${method}` }));
}

for (const [method, grant] of [["image", "image:read"], ["instances", "instances:read"]]) {
  test(`${method} needs the grant ${grant}`, async () => {
    const others = ALL.filter((one) => one !== grant);
    await assert.rejects(ask(method, { bounds: [0, 0, 1, 1] }, { grants: others }), { message: `canvas.${method} needs the grant "${grant}"` });
    await ask(method, { bounds: [0, 0, 1, 1] }, { grants: [grant] });
  });
}

test("no grants at all answer no call", () => assert.rejects(ask("instances", {}, { grants: [] }), /needs the grant/));

test("the pixels go as one buffer, their size as the value", async () => {
  const { value, buffers } = await ask("image", { bounds: [10, 20, 30, 40], scale: 1 });
  assert.deepEqual(value, { width: 30, height: 40, channels: 4 });
  assert.equal(buffers.length, 1);
  assert.ok(buffers[0] instanceof ArrayBuffer);
});

test("the whole file may be read", async () => {
  const shown = picture();
  await ask("image", { bounds: [0, 0, 100, 80], scale: 1 }, { shown });
  assert.deepEqual(shown.asked, [[[0, 0, 100, 80], 1]]);
});

const OUTSIDE = [
  [-1, 0, 5, 5], [0, -1, 5, 5], [0, 0, 101, 80], [0, 0, 100, 81], [99, 0, 2, 1], [0, 79, 1, 2], [0, 0, 0, 5], [0, 0, 5, 0], [0, 0, -5, 5],
  [0, 0, 0.9, 5], [100, 0, 1, 1], [1e308, 0, 1, 1], [0, 0, 1e308, 1e308], [], [0, 0, 5], [0, 0, 5, 5, 5], [0, 0, "wide", 5], [0, 0, {}, 5], [[0], [0], [[5, 6]], [5]],
];
for (const bounds of OUTSIDE) {
  test(`an image of ${JSON.stringify(bounds)} is refused with the file's size`, () =>
    assert.rejects(ask("image", { bounds, scale: 1 }), {
      message: `image bounds ${JSON.stringify(bounds)} do not lie in the file, which is 100 x 80`,
    }));
}
for (const bounds of [null, undefined, "0,0,5,5", 5, { length: 4, 0: 0, 1: 0, 2: 5, 3: 5 }]) {
  test(`image bounds that are ${JSON.stringify(bounds)} are refused`, () => assert.rejects(ask("image", { bounds, scale: 1 }), /do not lie in the file/));
}

test("a call without arguments is refused, not fatal", () => assert.rejects(ask("image", undefined), /do not lie in the file/));

test("bounds between pixels are those of the pixels they lie in", async () => {
  const shown = picture();
  await ask("image", { bounds: [10.7, 20.2, 30.9, 40.5], scale: 1 }, { shown });
  assert.deepEqual(shown.asked[0][0], [10, 20, 30, 40]);
});

for (const [scale, taken] of [[0.5, 0.5], [1, 1], [2, 1], [0, 1e-3], [-3, 1e-3], [undefined, 1], [null, 1], ["big", 1], [1e999, 1]]) {
  test(`a scale of ${scale} is taken as ${taken}`, async () => {
    const shown = picture();
    await ask("image", { bounds: [0, 0, 5, 5], scale }, { shown });
    assert.equal(shown.asked[0][1], taken);
  });
}

test("without a picture the script is told", () =>
  assert.rejects(ask("image", { bounds: [0, 0, 5, 5] }, { shown: null }), { message: "the image of the file could not be loaded" }));

test("a picture that cannot be read is the call's error", () => {
  const shown = { ...picture(), read: () => Promise.reject(new Error("out of memory")) };
  return assert.rejects(ask("image", { bounds: [0, 0, 5, 5] }, { shown }), { message: "out of memory" });
});

const CATS = [instance({ geometry: box(), label: "cat" }), instance({ geometry: point(), label: "cat" }), instance({ geometry: box(), label: null })];
for (const [args, expected] of [
  [{}, [0, 1, 2]],
  [undefined, [0, 1, 2]],
  [{ kind: null, label: null }, [0, 1, 2]],
  [{ kind: "box" }, [0, 2]],
  [{ label: "cat" }, [0, 1]],
  [{ kind: "box", label: "cat" }, [0]],
  [{ kind: "mask" }, []],
]) {
  test(`instances by ${JSON.stringify(args)}, oldest first`, async () => {
    const { value } = await ask("instances", args, { instances: CATS });
    assert.deepEqual(value, expected.map((index) => CATS[index]));
  });
}
