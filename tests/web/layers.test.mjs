// The layers of a file: who made how much of it, and what of it this person does not see or may not change.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createColoring } from "../../web/js/canvas/coloring.js";
import { createLayers } from "../../web/js/pages/layers.js";
import { createDocument } from "../../web/js/store/document.js";
import { makerOf, titleOfMaker } from "../../web/js/store/makers.js";

const point = { kind: "point", x: 1, y: 2 };
const by = (provenance, id = crypto.randomUUID()) => ({ id, file: "f", geometry: point, label: null, attributes: {}, links: [], version: 1, provenance });
const mine = (id) => by({ actor: "human", actor_id: "Ada" }, id);
const bobs = (id) => by({ actor: "human", actor_id: "Bob" }, id);
const made = (id, version = "sha256:1") => by({ actor: "script", script: "local/find-cats", script_version: version }, id);
const imported = (id) => by({ actor: "import", actor_id: "Bob" }, id);
const human = { actor: "human", title: "It" };

function drawer() {
  const values = new Map();
  return { getItem: (name) => values.get(name) ?? null, setItem: (name, value) => void values.set(name, value) };
}

function opened(instances, options = {}) {
  const document = createDocument({ file: { id: "f", width: 9, height: 9, revision: 0 }, instances, send() {} });
  const layers = createLayers({ project: "p", me: () => "Ada", kept: drawer(), ...options });
  layers.show(document);
  return { document, layers };
}

const counts = (layers) => layers.rows().map(({ title, count }) => [title, count]);

test("each person is a layer, each script in all its versions, what was imported, and those without a name", () => {
  const older = [by(undefined), by({ actor: "human", actor_id: "local" }), by({ actor: "human", actor_id: null }), by({ actor: "remote" })];
  const { layers } = opened([...older, imported(), made(), made(undefined, "sha256:2"), bobs(), mine()]);
  assert.deepEqual(counts(layers), [["You", 1], ["Bob", 1], ["Without a name", 4], ["Find cats", 2], ["Imported", 1]]);
  assert.equal(titleOfMaker(makerOf({ actor: "human", actor_id: "local" }), "local"), "You");
  assert.equal(titleOfMaker(makerOf({ actor: "script" }), "Ada"), "A script");
});

test("the counts follow what is made, deleted, undone and done by others, and another file has its own", () => {
  const { document, layers } = opened([mine("a"), bobs("b")]);
  document.commit({ created: [made("c"), made("d")], deleted: ["a"] }, human);
  assert.deepEqual(counts(layers), [["Bob", 1], ["Find cats", 2]]);
  document.undo();
  assert.deepEqual(counts(layers), [["You", 1], ["Bob", 1]]);
  document.redo();
  document.reread([{ ...imported("b"), geometry: { ...point, x: 5 } }, imported("e")], 7, { actor: "remote", title: "" });
  assert.deepEqual(counts(layers), [["Find cats", 2], ["Imported", 2]]);
  layers.show({ all: () => [mine()], listen: () => () => {} });
  document.commit({ created: [bobs()] }, human);
  assert.deepEqual(counts(layers), [["You", 1]]);
  layers.show(null);
  assert.deepEqual(layers.rows(), []);
});

test("a layer is hidden, shown alone, and all are shown again", () => {
  const { layers } = opened([mine("a"), bobs("b"), made("c")]);
  const seen = () => [mine(), bobs(), made()].map((one) => !layers.veils(one));
  const before = layers.mark();
  layers.hide("person:Bob", true);
  assert.notEqual(layers.mark(), before);
  assert.deepEqual([seen(), layers.isOnly("person:Ada")], [[true, false, true], false]);
  layers.only("script:local/find-cats");
  assert.deepEqual([seen(), layers.isOnly("script:local/find-cats"), layers.isOnly("person:Bob")], [[false, false, true], true, false]);
  layers.hide("person:Ada", false);
  assert.deepEqual([seen(), layers.isOnly("script:local/find-cats")], [[true, false, true], false]);
  for (const maker of ["person:Ada", "person:Bob", "script:local/find-cats"]) layers.hide(maker, true);
  assert.equal(layers.isOnly("person:Bob"), false);
  layers.lock("person:Bob", true);
  layers.only("person:Ada");
  assert.deepEqual([seen(), layers.rows()[1].locked], [[true, false, false], true]);
  layers.showAll();
  assert.deepEqual([seen(), layers.rows()[1].locked], [[true, true, true], true]);
});

test("a locked layer is read-only with a reason, but for the script that made it", () => {
  const { layers } = opened([mine(), made()]);
  assert.equal(layers.why(made()), null);
  layers.lock("script:local/find-cats", true);
  assert.equal(layers.why(made()), "The layer “Find cats” is locked: unlock it under Layers first");
  assert.equal(layers.why(made(), { actor: "script", script: "local/find-cats" }), null);
  assert.ok(layers.why(made(), { actor: "script", script: "local/find-dogs" }));
  assert.ok(layers.why(made(), { actor: "undo" }));
  assert.equal(layers.why(mine()), null);
  layers.lock("script:local/find-cats", false);
  assert.equal(layers.why(made()), null);
});

test("it is kept for the project and the person, also where a file has nothing of the layer", () => {
  const kept = drawer();
  let me = "Ada";
  const options = { kept, me: () => me };
  const { layers } = opened([mine(), bobs()], options);
  layers.hide("person:Bob", true);
  layers.lock("import:", true);
  const again = opened([mine()], options).layers;
  assert.deepEqual(again.rows().map(({ title, hidden, locked }) => [title, hidden, locked]), [["You", false, false], ["Bob", true, false], ["Imported", false, true]]);
  assert.deepEqual(opened([], { ...options, project: "q" }).layers.rows(), []);
  me = "Bob";
  layers.read();
  assert.deepEqual(layers.rows().map(({ title, hidden }) => [title, hidden]), [["You", false], ["Ada", false]]);
  me = "Ada";
  layers.read();
  layers.showAll();
  assert.deepEqual(opened([], options).layers.rows().map(({ title, locked }) => [title, locked]), [["Imported", true]]);
  layers.lock("import:", false);
  assert.deepEqual(opened([], options).layers.rows(), []);
});

test("what somebody else wrote into the browser's memory costs nobody the page", () => {
  for (const value of ["7", "[]", '[["p Ada",5]]', '[["p Ada",{"hidden":7,"locked":[1,"import:"]}]]']) {
    const { layers } = opened([mine()], { kept: { getItem: () => value, setItem() {} } });
    assert.equal(layers.veils(mine()), false, value);
  }
});

test("people have colours of their own, but for oneself and those without a name", () => {
  const { by: ways, legend } = createColoring(() => "red", () => "Ada");
  const [me, nobody, bob, script] = [mine(), by(undefined), bobs(), made()].map(ways.script);
  assert.equal(me, nobody);
  assert.equal(new Set([me, bob, script]).size, 3);
  assert.deepEqual(legend().map(({ name }) => name), ["by hand", "Bob", "local/find-cats"]);
});
