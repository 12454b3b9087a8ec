// What may be written at the cursor of a script: told by the runtime's reference and the text before it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { suggestions } from "../../web/js/editor/suggesting.js";
import { known, membersOf } from "../../web/js/editor/known.js";
import { argumentOf, chainBefore, insideOn } from "../../web/js/editor/typing.js";
import { CompletionContext, EditorState, javascript, python } from "../../web/vendor/codemirror.js";

const PYTHON = (body) => `from limner import on\n\n\n${body}`;
const BLOCK = `# /// script
# [tool.limner]
# name = "Trace"
# grants = ["image:read", ""]
#
# [tool.limner.params.detail]
# type = ""
# mi
#
# [tool.limner.commands.fill_holes]
# ho
# kinds = ["box", ""]
# ///
`;

/** Give the labels offered at the bar in a source. */
function offered(source, language = "python", explicit = false) {
  const position = source.indexOf("|");
  const doc = source.slice(0, position) + source.slice(position + 1);
  const state = EditorState.create({ doc, extensions: [language === "python" ? python() : javascript()] });
  const found = suggestions(language)(new CompletionContext(state, position, explicit));
  return found ? found.options.map(({ label }) => label) : null;
}

test("after the canvas stand its calls, whatever the hook calls it", () => {
  for (const [name, source] of [
    ["canvas", '@on("command")\nasync def run(event, canvas):\n    canvas.|\n'],
    ["sheet", '@on("command")\nasync def run(happened, sheet):\n    sheet.|\n'],
    ["helper", "def help(canvas):\n    canvas.|\n"],
  ]) {
    const labels = offered(PYTHON(source));
    assert.ok(labels.includes("image") && labels.includes("set_label") && labels.includes("params"), name);
  }
  assert.equal(offered(PYTHON('@on("command")\nasync def run(happened, sheet):\n    canvas.|\n')), null);
});

test("JavaScript has the same calls under its own names", () => {
  const labels = offered('import { on } from "limner";\n\non("command", async (event, canvas) => {\n  canvas.|\n});\n', "javascript");
  assert.ok(labels.includes("setLabel") && labels.includes("signal"));
  assert.ok(!labels.includes("set_label"));
});

test("the event has the fields of the hook's event", () => {
  const fields = (events) => offered(PYTHON(`@on(${events})\ndef run(event, canvas):\n    event.|\n`));
  assert.ok(fields('"update_instance"').includes("changed"));
  assert.ok(!fields('"create_instance"').includes("changed"));
  assert.ok(fields('"prompt"').includes("points"));
  assert.deepEqual(fields('"open_file"'), ["name", "id", "at", "actor", "project", "file", "revision"]);
});

test("a hook for several events gets what all of them have", () => {
  const labels = offered(PYTHON('@on("create_instance", "update_instance", kind="box")\ndef run(event, canvas):\n    event.|\n'));
  assert.ok(labels.includes("instance"));
  assert.ok(!labels.includes("before"));
  const script = 'on(["create_instance", "open_file"], { kind: "box" }, (event) => {\n  event.|\n});\n';
  assert.ok(!offered(script, "javascript").includes("instance"));
});

test("chains are followed, through names that were given a value too", () => {
  const inHook = (body) => offered(PYTHON(`@on("create_instance")\nasync def run(event, canvas):\n${body}\n`));
  assert.ok(inHook("    event.instance.bounds.|").includes("expand"));
  assert.ok(inHook("    box = event.instance\n    box.|").includes("geometry"));
  assert.ok(inHook("    box = event.instance\n    place = box.bounds\n    place.|").includes("expand"));
  assert.ok(inHook('    answer = await canvas.fetch("u")\n    answer.|').includes("json"));
  assert.deepEqual(inHook("    canvas.storage.|").sort(), ["delete", "get", "keys", "set"]);
  assert.ok(inHook("    canvas.settings.|").includes("brightness"));
  assert.equal(inHook("    something.|"), null);
  assert.equal(inHook("    box = box\n    box.|"), null);
});

test("parameters come from the block", () => {
  const source = `${BLOCK}@on("command")\ndef run(event, canvas):\n    canvas.params.|\n`;
  assert.deepEqual(offered(source), ["detail"]);
});

test("commands come from the block", () => {
  assert.deepEqual(offered(`${BLOCK}@on("command", command="|")\n`), ["fill_holes"]);
  assert.deepEqual(offered(`${BLOCK}@on("command", command=["a", "|"])\n`), ["fill_holes"]);
});

test("in the call of on stand events, filters and their values", () => {
  assert.deepEqual(offered('@on("|")\n'), Object.keys(known.events));
  assert.deepEqual(offered('@on("create_instance", "|")\n'), Object.keys(known.events));
  assert.deepEqual(offered('on(["create_instance", "|"])\n', "javascript"), Object.keys(known.events));
  assert.deepEqual(offered('@on("command", |)\n'), known.filters);
  assert.deepEqual(offered('on("command", { | })\n', "javascript"), known.filters);
  assert.deepEqual(offered('@on("create_instance", kind="|")\n'), known.values.kind);
  assert.deepEqual(offered('@on("create_instance", kind=("box", "|"))\n'), known.values.kind);
  assert.deepEqual(offered('on("prompt", { schedule: "|" })\n', "javascript"), known.values.schedule);
  assert.deepEqual(offered('@on("prompt", actor="|")\n'), known.values.actor);
  assert.equal(offered('@on("create_instance", label="|")\n'), null);
});

test("what follows the call of on is no part of it", () => {
  assert.equal(insideOn('@on("command")\ndef run(event, canvas):\n    print("'), null);
  assert.equal(insideOn('on("command", (event) => {\n  log("'), null);
  assert.equal(insideOn('@on("a)b", '), '"a)b", ');
});

test("in the block stand its keys, grants and the types of parameters", () => {
  const at = (place) => offered(BLOCK.replace(place, `${place}|`));
  assert.deepEqual(at('"image:read", "'), known.values.grants);
  assert.deepEqual(at('type = "'), known.values.type);
  assert.ok(at("# mi").includes("minimum"));
  assert.deepEqual(at("# ho"), known.command);
  assert.deepEqual(at('kinds = ["box", "'), known.values.kind);
  assert.ok(offered(BLOCK.replace('# name = "Trace"', "# ti|")).includes("timeout"));
  assert.equal(at('# name = "Tr'), null);
});

test("a list of grants over several lines is completed", () => {
  assert.deepEqual(offered('# /// script\n# [tool.limner]\n# grants = [\n#   "image:read",\n#   "|",\n# ]\n# ///\n'), known.values.grants);
});

test("constructors are offered by their first letters, and in the import", () => {
  assert.ok(offered("Pol|").includes("Polygon"));
  assert.ok(offered("from limner import on, |\n").includes("Ellipse"));
  assert.ok(offered('import { on, | } from "limner";\n', "javascript").includes("toMask"));
  assert.ok(!offered("to|", "javascript").includes("to_mask"));
});

test("comments and unknown things are left alone", () => {
  assert.equal(offered("# the canvas.|"), null);
  assert.equal(offered("# Pol|"), null);
  assert.equal(offered("numbers.so|"), null);
  assert.equal(offered("|"), null);
});

test("a chain is what stands before the dot, and no part of another expression", () => {
  assert.deepEqual(chainBefore("x = canvas.storage.ge"), { chain: ["canvas", "storage"], begun: "ge" });
  assert.deepEqual(chainBefore("canvas."), { chain: ["canvas"], begun: "" });
  assert.equal(chainBefore("call(canvas)."), null);
  assert.equal(chainBefore("canvas"), null);
});

test("every canvas call, event and grant of the runtime is known with its docstring", () => {
  for (const language of ["python", "javascript"]) {
    for (const { name, doc } of membersOf("Canvas", language)) assert.ok(doc.length > 10, `${language} ${name}`);
  }
  for (const [name, { doc, type }] of Object.entries(known.events)) {
    assert.ok(doc.length > 10, name);
    assert.ok(membersOf(type, "python").some((one) => one.name === "file"), name);
  }
  assert.deepEqual(known.values.grants, Object.keys(known.grants));
});

test("what is being written in on is told apart", () => {
  assert.deepEqual(argumentOf('"create'), { what: "event", begun: "create" });
  assert.deepEqual(argumentOf('"command", sch'), { what: "filter", begun: "sch" });
  assert.deepEqual(argumentOf('"command", label="ca'), { what: "label", begun: "ca" });
  assert.equal(argumentOf('"command", when=lambda e: e'), null);
});
