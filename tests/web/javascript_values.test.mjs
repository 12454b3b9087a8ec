// Values on their way out of a script: as JSON, as previews, as run lengths, as pixels.

import assert from "node:assert/strict";
import { test } from "node:test";

import { lineOf, preview, previews } from "../../runtime/cell/javascript/previews.js";
import { overlaid } from "../../runtime/cell/javascript/pixels.js";
import { encoded } from "../../runtime/cell/javascript/runs.js";
import { compact, frozen, newId, plain } from "../../runtime/cell/javascript/values.js";

test("values become plain JSON", () => {
  const value = { a: [1, "x", true, null], b: new Map([["k", new Set([1])]]), c: new Float32Array([0.5]), d: undefined, e: new Date(0) };
  assert.deepEqual(plain(value), { a: [1, "x", true, null], b: { k: [1] }, c: [0.5], e: "1970-01-01T00:00:00.000Z" });
});

test("what JSON has no form for is named by its place", () => {
  const round = {};
  round.self = round;
  assert.throws(() => plain({ a: [NaN] }, "attributes"), { message: "attributes.a[0] is NaN, which JSON has no form for" });
  assert.throws(() => plain({ go() {} }), { message: "the value.go is a function, which JSON has no form for" });
  assert.throws(() => plain(1n), { message: "the value is a bigint, which JSON has no form for" });
  assert.throws(() => plain(round), /nested too deep/);
});

test("previews say nothing that the text says already", () => {
  assert.equal(previews(["a", 1, null, undefined]), null);
  assert.deepEqual(previews(["a", { b: 1 }]), ["a", { b: 1 }]);
});

test("previews are cut where they are deep, long or many, whatever is in them", () => {
  const wide = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`k${index}`, index]));
  assert.equal(Object.keys(preview(wide)).length, 50);
  assert.deepEqual(preview([[[[[1]]]]]), [[[["Array"]]]]);
  assert.equal(preview("x".repeat(900)).length, 500);
  const heavy = Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => Array(50).fill({})));
  assert.ok(JSON.stringify(preview(heavy)).length < 200_000);
  const hostile = new Proxy({}, { ownKeys: () => { throw new RangeError("no"); } });
  assert.equal(preview(hostile), "(a value that cannot be shown: RangeError)");
  assert.deepEqual(preview([new Uint8Array(3), new ArrayBuffer(8), new Error("bad"), 5n, Symbol("s"), Infinity, preview]), [
    "Uint8Array(3)", "ArrayBuffer(8)", "Error: bad", "5n", "Symbol(s)", "Infinity", "function preview",
  ]);
  assert.deepEqual(preview({ shape: [2, 3], dtype: "float32" }), "tensor 2 x 3 float32");
});

test("a line reads as console.log writes it", () => {
  assert.equal(lineOf(["a", 1.5, { b: [1] }, undefined, null]), 'a 1.5 {"b":[1]} undefined null');
});

test("run lengths start with background", () => {
  assert.deepEqual(encoded([0, 0, 0, 1, 1, 0]), [3, 2, 1]);
  assert.deepEqual(encoded([true, false]), [0, 1, 1]);
  assert.deepEqual(encoded([]), []);
});

test("an overlay takes floats, truth values, bytes and colours, and nothing else", () => {
  const bytes = (data, channels = 1) => [...new Uint8Array(overlaid({ width: data.length / channels, height: 1, data }).frame)];
  assert.deepEqual(bytes(new Float32Array([0, 0.5, 1, 7, NaN, -1])), [0, 128, 255, 255, 0, 0]);
  assert.deepEqual(bytes([0.3, 0.1]), [76, 26]);
  assert.deepEqual(bytes([true, false]), [255, 0]);
  assert.deepEqual(bytes(new Uint8ClampedArray([1, 2, 3, 4]), 4), [1, 2, 3, 4]);
  assert.throws(() => bytes(new Int32Array([1])), { name: "ChangeError", message: /of this type cannot be shown/ });
  assert.throws(() => overlaid({ width: 2, height: 2, data: [1, 2, 3] }), { message: /2 x 2 with 3 values/ });
  assert.throws(() => overlaid({ width: 2, height: 2 }), { name: "ChangeError" });
});

test("an overlay's bytes are its own", () => {
  const data = new Uint8Array([1, 2]);
  assert.notEqual(overlaid({ width: 2, height: 1, data }).frame, data.buffer);
});

test("records leave out what is absent, and freeze all through", () => {
  assert.deepEqual(compact({ a: null, b: undefined, c: 0, d: "" }), { c: 0, d: "" });
  assert.throws(() => (frozen({ a: { b: 1 } }).a.b = 2), TypeError);
});

test("ids are 32 hexadecimal digits and differ", () => {
  const ids = new Set(Array.from({ length: 100 }, newId));
  assert.equal(ids.size, 100);
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
});
