// A script's text and errors: its block, its parameters, the libraries it names, the frames of its errors.

import assert from "node:assert/strict";
import { test } from "node:test";

import { failureOf } from "../../runtime/cell/javascript/failure.js";
import { manifestOf } from "../../runtime/cell/javascript/manifest.js";
import { packageOf } from "../../runtime/cell/javascript/modules.js";
import { declared, resolved } from "../../runtime/cell/javascript/params.js";

const NAMES = ["rbush", "@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"];
const ORIGIN = { marks: ["blob:null/1f-2e"], lines: ["one()", "  two()", "three()"] };

test("the block gives modules and parameters", () => {
  const { modules, params, isDiffgram } = manifestOf('// /// script\n// [tool.limner]\n// modules = ["rbush"]\n// [tool.limner.params.size]\n// type = "integer"\n// default = 3\n// ///\n');
  assert.deepEqual([modules, [...params.keys()], isDiffgram], [["rbush"], ["size"], false]);
  assert.throws(() => manifestOf("// /// script\n// a = 1\nlet x;"), { name: "ManifestError", message: 'line 2: the block opened by "// /// script" is not closed by "// ///"' });
  assert.throws(() => manifestOf("// /// script\n// a = 1\n// b =\n// ///"), { message: /^line 3: the metadata block is no valid TOML: / });
});

test("only a file without a block is in Diffgram's form", () => {
  assert.equal(manifestOf("create_instance: function (data) {}").isDiffgram, true);
  assert.equal(manifestOf("diffgram.create_box(1, 2, 3, 4)").isDiffgram, true);
  assert.equal(manifestOf("// /// script\n// ///\ncreate_instance: function (data) {}").isDiffgram, false);
  assert.equal(manifestOf('import { on } from "limner";').isDiffgram, false);
});

test("parameters that are declared wrongly are left out, and values that do not fit are refused", () => {
  const known = declared({ size: { type: "integer", default: 3, maximum: 9 }, bad: { type: "colour", default: 1 }, none: { type: "number" } });
  assert.deepEqual([...known.keys()], ["size"]);
  assert.equal(resolved(known, {}).size, 3);
  for (const [given, message] of [
    [{ size: 2.5 }, "parameter 'size' is 2.5, expected integer"],
    [{ size: true }, "parameter 'size' is true, expected integer"],
    [{ size: 10 }, "parameter 'size' is 10, expected at most 9"],
    [{ bad: 1 }, "no parameter 'bad' is declared (there are: size)"],
  ]) {
    assert.throws(() => resolved(known, given), { name: "ParameterError", message });
  }
  assert.throws(() => resolved(known, {}).width, { name: "ParameterError" });
});

test("an address of elsewhere is known by its package's name", () => {
  for (const [url, name] of [
    ["https://cdn.example/npm/@tensorflow/tfjs@3.1.0/dist/tf.min.js", "@tensorflow/tfjs"],
    ["https://cdn.example/npm/@tensorflow/tfjs", "@tensorflow/tfjs"],
    ["//cdn.example/@tensorflow/tfjs-backend-wasm@4/dist/x.js", "@tensorflow/tfjs-backend-wasm"],
    ["https://cdn.example/rbush@4.0.1/+esm", "rbush"],
    ["https://cdn.example/rbush-knn@4/index.js", null],
    ["https://cdn.example/npm/@tensorflow/tfjs-core@3/x.js", null],
    ["rbush/index.js", null],
  ]) {
    assert.equal(packageOf(url, NAMES), name, url);
  }
});

test("frames are the script's own, innermost last, in every browser's writing", () => {
  const stacks = {
    chromium: "Error: x\n    at inner (blob:null/1f-2e:2:3)\n    at Array.map (<anonymous>)\n    at async Object.answer [as handler] (blob:null/1f-2e:3:1)\n    at cell (https://a/cell.js:9:9)",
    firefox: "inner@blob:null/1f-2e:2:3\nasync*answer@blob:null/1f-2e:3:1\ncell@https://a/cell.js:9:9",
  };
  for (const [browser, stack] of Object.entries(stacks)) {
    const error = Object.assign(new Error("x"), { stack });
    const frames = [{ line: 3, function: "answer", text: "three()" }, { line: 2, function: "inner", text: "two()" }];
    assert.deepEqual(failureOf(error, ORIGIN), { type: "Error", message: "x", frames }, browser);
  }
});

test("an error that lies about itself is told all the same", () => {
  const hostile = { get stack() { throw new Error(); }, get cause() { throw new Error(); }, toString() { throw new Error(); } };
  assert.deepEqual(failureOf(hostile, ORIGIN), { type: "object", message: "(its message cannot be shown)", frames: [] });
  const round = new Error("round");
  round.cause = round;
  assert.ok(failureOf(round, ORIGIN).message.length < 300);
});
