// The generated validators: what a cell may say passes, and nothing else does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as validators from "../../web/js/generated/messages.js";
import { box, hook, mask, point, polygon, polyline, square, tag } from "./samples.mjs";

const CASES = JSON.parse(readFileSync(new URL("../data/protocol_cases.json", import.meta.url), "utf8"));
const FAILURE = { type: "ValueError", message: "no", frames: [{ line: 3, function: "trace", text: "raise ValueError" }] };
const CREATED = { geometry: box(), label: "cat", attributes: { age: 3 }, score: 0.5, id: "a1b2c3d4", frame: 0, locked: false, hidden: false, provenance: null };
const SUGGESTED = { geometry: box(), label: "cat", attributes: { age: 3 }, score: 0.5, id: "e1b2c3d4", replaces: "a1b2c3d4" };
const UPDATED = { id: "a1b2c3d4", geometry: point(), label: null, attributes: { age: null }, locked: null, hidden: true };

/** One whole message of each type, as the cell sends it. */
const MESSAGES = {
  ready: { type: "ready", protocol: 1, runtime: "0.1.0", language: "Python 3.13" },
  initialized: { type: "initialized", hooks: [hook({ attributes: { pose: "sitting" } })], error: FAILURE },
  call: { type: "call", run: "r1", call: 1, method: "image", args: { bounds: [0, 0, 5, 5], scale: 1 }, binary: 0 },
  flush: { type: "flush", run: "r1", changes: { created: [CREATED], updated: [UPDATED], deleted: ["a1b2c3d4"], suggested: [SUGGESTED] } },
  settings: { type: "settings", run: "r1", values: { brightness: 1.4, tool: "box" } },
  overlay: { type: "overlay", run: "r1", bounds: [0, 0, 5, 5], width: 2, height: 2, channels: 1, opacity: 0.6, binary: 1 },
  progress: { type: "progress", run: "r1", fraction: 0.5, text: "half" },
  notify: { type: "notify", run: "r1", text: "hello", level: "warning" },
  report: { type: "report", run: "r1", findings: [{ message: "tiny", instance: "a1", bounds: [0, 0, 5, 5], level: "error" }], total: 1, checked: "all" },
  log: { type: "log", lines: [{ text: "hello", level: "info", values: [1, { a: [null] }] }], dropped: 0, run: null },
  result: { type: "result", run: "r1", changes: { created: [CREATED], updated: [UPDATED], deleted: ["a1b2c3d4"], suggested: [SUGGESTED] }, ms: 1.5, skipped: false, veto: "no cats yet" },
  error: { type: "error", run: "r1", error: FAILURE, stopped: false },
  fatal: { type: "fatal", message: "got 'event', expected one of: init" },
};
/** What the wire lets a message leave out. */
const OPTIONAL = {
  initialized: ["error", "hooks"],
  call: ["args", "binary"],
  overlay: ["bounds", "width", "height", "channels", "opacity", "binary"],
  progress: ["text"],
  notify: ["level"],
  report: ["findings", "total", "checked"],
  log: ["run", "dropped"],
  result: ["changes", "ms", "skipped", "veto"],
  error: ["stopped"],
};
const SHAPES = {
  box: box(1, 2, 3, 4, 5),
  polygon: polygon(square(0, 0, 9), square(1, 1, 2)),
  polyline: polyline([1, 2], [3, 4]),
  point: point(),
  ellipse: { kind: "ellipse", x: 1, y: 2, rx: 3, ry: 4, rotation: 5 },
  keypoints: { kind: "keypoints", points: [{ name: "nose", x: 1, y: 2, visible: 1 }], edges: [[0, 0]] },
  cuboid: { kind: "cuboid", front: box(), rear: box() },
  mask: mask([0, 0, 2, 2], [4]),
  tag: tag(),
};

const copy = (message) => structuredClone(message);
const resultOf = (created) => ({ ...MESSAGES.result, changes: { created: [created], updated: [], deleted: [] } });

/** Give a copy with the value at a path changed, or taken out. */
function changed(message, path, value) {
  const made = copy(message);
  const owner = path.slice(0, -1).reduce((part, key) => part[key], made);
  if (value === undefined) delete owner[path.at(-1)];
  else owner[path.at(-1)] = value;
  return made;
}

test("there is a validator for each message of a cell and for no other", () => {
  assert.deepEqual(Object.keys(validators).sort(), Object.keys(MESSAGES).sort());
});

for (const [type, message] of Object.entries(MESSAGES)) {
  const validate = validators[type];

  test(`message ${type} as the cell sends it passes and is left as it was`, () => {
    const given = copy(message);
    assert.ok(validate(given), JSON.stringify(validate.errors));
    assert.deepEqual(given, message);
  });

  test(`message ${type} with something a newer cell adds passes`, () => assert.ok(validate({ ...message, newer: { anything: [1] } })));

  test(`message ${type} is no message of another type`, () => assert.equal(validate({ ...message, type: "other" }), false));

  for (const name of Object.keys(message)) {
    const optional = OPTIONAL[type]?.includes(name) ?? false;
    test(`message ${type} without ${name} ${optional ? "passes" : "fails"}`, () => assert.equal(validate(changed(message, [name])), optional));

    test(`message ${type} whose ${name} is of a wrong type fails`, () => {
      const wrong = typeof message[name] === "string" || name === "run" ? { a: 1 } : "text";
      assert.equal(validate(changed(message, [name], wrong)), false);
      assert.ok(validate.errors.length > 0);
    });
  }

  for (const nothing of [null, undefined, 5, "text", true, []]) {
    test(`${JSON.stringify(nothing)} is no message ${type}`, () => assert.equal(validate(nothing), false));
  }
}

for (const [kind, geometry] of Object.entries(SHAPES)) {
  test(`a result may create a ${kind}`, () => assert.ok(validators.result(resultOf({ ...CREATED, geometry })), JSON.stringify(validators.result.errors)));

  for (const name of Object.keys(geometry)) {
    const wrong = typeof geometry[name] === "number" ? "5" : 5;
    test(`a result with a ${kind} whose ${name} is ${JSON.stringify(wrong)} fails`, () => {
      assert.equal(validators.result(resultOf({ ...CREATED, geometry: { ...geometry, [name]: wrong } })), false);
    });
  }
}

for (const [why, path, value] of [
  ["a point of three numbers", ["changes", "created", 0, "geometry"], polyline([1, 2, 3], [1, 2])],
  ["a point of one number", ["changes", "created", 0, "geometry"], polyline([1], [1, 2])],
  ["a point of texts", ["changes", "created", 0, "geometry"], polyline(["1", "2"], [1, 2])],
  ["bounds of three numbers", ["changes", "created", 0, "geometry"], mask([0, 0, 2], [4])],
  ["a run length that is no integer", ["changes", "created", 0, "geometry"], mask([0, 0, 3, 1], [1.5, 1.5])],
  ["an edge between half points", ["changes", "created", 0, "geometry"], { ...SHAPES.keypoints, edges: [[0.5, 0]] }],
  ["a visibility of 3", ["changes", "created", 0, "geometry"], { ...SHAPES.keypoints, points: [{ name: "nose", x: 1, y: 2, visible: 3 }] }],
  ["a kind that is a list", ["changes", "created", 0, "geometry"], { ...box(), kind: ["box"] }],
  ["a kind that is not there", ["changes", "created", 0, "geometry"], { ...box(), kind: "star" }],
  ["a geometry of null", ["changes", "created", 0, "geometry"], null],
  ["attributes that are a list", ["changes", "created", 0, "attributes"], [1]],
  ["a score that is a text", ["changes", "created", 0, "score"], "0.5"],
  ["an id that is a number", ["changes", "created", 0, "id"], 5],
  ["locked that is a number", ["changes", "created", 0, "locked"], 1],
  ["an update without an id", ["changes", "updated", 0, "id"], undefined],
  ["a deletion of a number", ["changes", "deleted", 0], 5],
  ["changes that are a list", ["changes"], []],
  ["created that is an object", ["changes", "created"], { length: 1, 0: CREATED }],
  ["a suggestion of no kind there is", ["changes", "suggested", 0, "geometry"], { ...box(), kind: "star" }],
  ["a suggestion whose score is a text", ["changes", "suggested", 0, "score"], "0.5"],
  ["a suggestion that replaces a number", ["changes", "suggested", 0, "replaces"], 5],
]) {
  test(`a result with ${why} fails`, () => assert.equal(validators.result(changed(MESSAGES.result, path, value)), false));
}

test("a hook with a rule that does not exist fails", () => {
  assert.equal(validators.initialized({ ...MESSAGES.initialized, hooks: [hook({ schedule: "now" })] }), false);
});

test("a line or notice of a level that does not exist fails", () => {
  assert.equal(validators.log({ ...MESSAGES.log, lines: [{ text: "a", level: "loud" }] }), false);
  assert.equal(validators.notify({ ...MESSAGES.notify, level: "loud" }), false);
});

test("a refusal says where and why", () => {
  validators.result(changed(MESSAGES.result, ["changes", "deleted", 0], 5));
  const [{ instancePath, message }] = validators.result.errors;
  assert.deepEqual([instancePath, message], ["/changes/deleted/0", "must be string"]);
});

test("the samples are whole: no message of the protocol's table has a field they lack", () => {
  for (const expected of CASES.flatMap(({ expect }) => expect)) {
    assert.deepEqual(Object.keys(expected).filter((name) => !(name in MESSAGES[expected.type])), [], expected.type);
  }
});
