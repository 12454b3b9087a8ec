// The canvas calls: who may make them, and what they are given.

import assert from "node:assert/strict";
import { test } from "node:test";

import { answer } from "../../web/js/host/calls.js";
import { box, human, instance, opened, point, polygon, script, square, tag } from "./samples.mjs";

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
const placed = ({ grants = ALL, instances = [], shown = picture(), answered = () => Promise.resolve(null) } = {}) => ({
  script: script({ confirmed_grants: grants }),
  document: opened(instances).document,
  picture: shown,
  ask: answered,
  compare: answered,
});
const ask = (method, args, around) => answer(called(method, args), placed(around));

for (const method of ["create", "toString", "__proto__", "constructor", ""]) {
  test(`the canvas has no ${JSON.stringify(method)}`, () => assert.rejects(ask(method, {}), { message: `the canvas has no ${method}` }));
}

const NEEDED = { image: "image:read", instances: "instances:read", ask: "ask" };
for (const [method, grant] of Object.entries(NEEDED)) {
  test(`${method} needs the grant ${grant}`, async () => {
    const args = { bounds: [0, 0, 1, 1], question: "Sure?", choices: ["Yes"] };
    const others = [...ALL, "ask", "storage", "network", "overlay", "settings"].filter((one) => one !== grant);
    await assert.rejects(ask(method, args, { grants: others }), { message: `canvas.${method} needs the grant "${grant}"` });
    await ask(method, args, { grants: [grant] });
  });
}

for (const [method, grant] of [["storage_get", "storage"], ["storage_set", "storage"], ["storage_delete", "storage"], ["storage_keys", "storage"], ["fetch", "network"], ["similar", "files:read"], ["compare", "files:read"]]) {
  test(`${method} needs the grant ${grant}`, () =>
    assert.rejects(ask(method, { key: "a", url: "x" }), { message: `canvas.${method} needs the grant "${grant}"` }));
}

test("what a script asks for is not what it was given", () => {
  const place = { ...placed(), script: script({ grants: ["instances:read"], confirmed_grants: [] }) };
  return assert.rejects(answer(called("instances", {}), place), /needs the grant/);
});

test("an asset needs no grant: the server decides by the script's block", () =>
  assert.rejects(ask("asset", { name: "net/a.bin" }, { grants: [] }), /the server was not reached/));

for (const name of [7, null, ["a"], "x".repeat(3_000)]) {
  test(`an asset is named by a text, not ${JSON.stringify(name).slice(0, 20)}`, () =>
    assert.rejects(ask("asset", { name }), { message: "name is no text of at most 2,000 characters" }));
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

const [INNER, OUTER, FAR] = [
  instance({ geometry: box(10, 10, 10, 10), attributes: { pose: { is: ["a"], at: 1 } }, provenance: { actor: "script", script: "limner/trace", edited_by: [] } }),
  instance({ geometry: box(0, 0, 40, 40) }),
  instance({ geometry: polygon(square(60, 40, 20)), label: "dog" }),
];
const TAGGED = instance({ geometry: tag() });
const PLACED = [OUTER, INNER, FAR, TAGGED];

for (const [why, args, expected] of [
  ["those that touch a rectangle, oldest first", { within: [5, 5, 10, 10] }, [OUTER, INNER]],
  ["those that only touch its edge", { within: [80, 60, 5, 5] }, [FAR]],
  ["none where nothing is", { within: [41, 0, 5, 5] }, []],
  ["those at a point, the smallest first", { at: [15, 15] }, [INNER, OUTER]],
  ["those at a point in the outer one alone", { at: [35, 35] }, [OUTER]],
  ["none beside a shape, though inside its bounds", { at: [50, 50] }, []],
  ["a rectangle and a label", { within: [0, 0, 100, 80], label: "dog" }, [FAR]],
  ["a rectangle and a point", { within: [0, 0, 5, 5], at: [15, 15] }, [OUTER]],
  ["those of a script", { script: "limner/trace" }, [INNER]],
  ["those of a script that made none", { script: "limner/other" }, []],
  ["those with an attribute, however deep and in whatever order", { attributes: { pose: { at: 1, is: ["a"] } } }, [INNER]],
  ["none with another value", { attributes: { pose: { at: 1, is: ["b"] } } }, []],
  ["none where the attribute is asked for as null", { attributes: { colour: null } }, []],
  ["none with something every object has", { attributes: { toString: null } }, []],
  ["all with nothing asked, tags too", { attributes: {}, within: null, at: null, script: null }, PLACED],
]) {
  test(`instances: ${why}`, async () => {
    const { value } = await ask("instances", args, { instances: PLACED });
    assert.deepEqual(value.map(({ id }) => id), expected.map(({ id }) => id));
  });
}

test("instances in a place are those that are there now", async () => {
  const place = placed({ instances: PLACED });
  const at = async (x, y) => (await answer(called("instances", { at: [x, y] }), place)).value.map(({ id }) => id);
  assert.deepEqual(await at(15, 15), [INNER.id, OUTER.id]);
  place.document.commit({ updated: [{ id: INNER.id, fields: { geometry: box(85, 5, 10, 10) } }], deleted: [OUTER.id] }, human());
  assert.deepEqual([await at(15, 15), await at(90, 10)], [[], [INNER.id]]);
});

for (const [name, given, count] of [["within", [1, 2, 3], 4], ["within", "all", 4], ["within", [0, 0, null, 5], 4], ["at", [1, 2, 3], 2], ["at", ["1", 2], 2], ["at", {}, 2]]) {
  test(`instances ${name} ${JSON.stringify(given)} is refused`, () =>
    assert.rejects(ask("instances", { [name]: given }), { message: `${name} is ${JSON.stringify(given)}, expected ${count} numbers` }));
}

test("a question goes to a person with its choices, and the choice comes back", async () => {
  const asked = [];
  const answered = async (...given) => asked.push(given) && "No";
  const { value } = await ask("ask", { question: "Sure?", choices: ["Yes", "No"] }, { grants: ["ask"], answered });
  assert.deepEqual([value, asked], ["No", [["Sure?", ["Yes", "No"], []]]]);
});

test("a question goes with the ids of what it is about", async () => {
  const asked = [];
  const answered = async (...given) => asked.push(given) && null;
  await ask("ask", { question: "Sure?", choices: ["Yes"], about: ["i1", "i2"] }, { grants: ["ask"], answered });
  assert.deepEqual(asked, [["Sure?", ["Yes"], ["i1", "i2"]]]);
});

for (const [why, args, message] of [
  ["that is no text", { question: 5, choices: ["Yes"] }, "question is no text of at most 2,000 characters"],
  ["that is too long", { question: "x".repeat(2_001), choices: ["Yes"] }, "question is no text of at most 2,000 characters"],
  ["without choices", { question: "Sure?", choices: [] }, "a question has 1 to 12 choices"],
  ["with too many choices", { question: "Sure?", choices: Array(13).fill("Yes") }, "a question has 1 to 12 choices"],
  ["whose choices are a text", { question: "Sure?", choices: "Yes" }, "a question has 1 to 12 choices"],
  ["about what is no list", { question: "Sure?", choices: ["Yes"], about: "i1" }, "about is no list of at most 12 instances"],
  ["about too much", { question: "Sure?", choices: ["Yes"], about: Array(13).fill("i1") }, "about is no list of at most 12 instances"],
  ["about what is no id", { question: "Sure?", choices: ["Yes"], about: [{ id: "i1" }] }, "an id in about is no text of at most 2,000 characters"],
  ["with a choice that is no text", { question: "Sure?", choices: [1] }, "a choice is no text of at most 2,000 characters"],
]) {
  test(`a question ${why} is asked of nobody`, async () => {
    let asked = 0;
    const answered = async () => (asked += 1);
    await assert.rejects(ask("ask", args, { grants: ["ask"], answered }), { message });
    assert.equal(asked, 0);
  });
}
