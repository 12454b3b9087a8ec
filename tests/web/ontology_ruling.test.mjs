// What must not be done is said before it is applied: limits, values, the rules of base annotations.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createGuard, Refused } from "../../web/js/ontology/ruling.js";
import { wholeOntology } from "../../web/js/ontology/ontology.js";
import { createDocument } from "../../web/js/store/document.js";
import { createGhosts } from "../../web/js/store/ghosts.js";

const box = (width, x = 0) => ({ kind: "box", x, y: 0, width, height: width, rotation: 0 });
const SHUT = { add: false, edit: false, relabel: false, delete: false };
const LABELS = [
  { name: "cat", color: "#112233", limits: { min_width: 10, rotation: true, integer: true } },
  { name: "dog", color: "#112233" },
];
const COAT = { name: "coat", type: "select", options: [{ value: "short" }], required: true };

function instance(id, geometry, label, actor = "human", attributes = {}) {
  return { id, file: "f", geometry, label, frame: 0, attributes, locked: false, hidden: false, group: null, order: 0, links: [], version: 1, provenance: { actor, edited_by: [] } };
}

function desk(there = [], base = {}, readonly = [], layers = undefined) {
  const [said, sent] = [[], []];
  const ontology = wholeOntology({ labels: LABELS, attributes: [COAT], rules: { base, readonly } });
  const guard = createGuard({ ontology: () => ontology, layers, say: (text) => said.push(text) });
  const file = { id: "f", width: 100, height: 100, revision: 0 };
  return { said, sent, ontology, document: createDocument({ file, instances: there, send: (post) => sent.push(post), guard }) };
}

const by = (actor) => ({ actor, title: "It" });

test("what a person draws and must not is said, and nothing is stored or to be undone", () => {
  const { said, sent, document } = desk();
  document.commit({ created: [instance("a", box(5), "cat")] }, by("human"));
  assert.deepEqual(said, ["cat needs at least 10 × 0 px, this is 5 × 5: draw it larger."]);
  assert.deepEqual([document.all().length, sent.length, document.undoTitle()], [0, 0, null]);
});

test("what the server would not take of one shape is said before it is stored", () => {
  const ring = (count) => ({ kind: "polygon", parts: [{ outer: Array.from({ length: count }, (_, at) => [50 + 40 * Math.cos(at), 50 + 40 * Math.sin(at)]), holes: [] }] });
  const { said, document } = desk([instance("b", ring(10_000), "dog")]);
  document.commit({ created: [instance("a", ring(10_001), "dog")] }, by("human"));
  document.commit({ updated: [{ id: "b", fields: { geometry: ring(10_001) } }] }, by("human"));
  document.commit({ updated: [{ id: "b", fields: { links: Array(101).fill({ to: "b", name: "part of" }) } }] }, by("human"));
  const points = "polygon has 10,001 points, at most 10,000 are taken; simplify it first.";
  assert.deepEqual([said, document.revision()], [[points, points, "there are 101 links, at most 100 are taken."], 0]);
  document.commit({ created: [instance("a", ring(10_000), "dog")] }, by("human"));
  assert.equal(document.count(), 2);
});

test("what a script must not is thrown, and nothing is stored", () => {
  const { said, document } = desk();
  assert.throws(() => document.commit({ created: [instance("a", box(5), "cat")] }, by("script")), Refused);
  assert.deepEqual([document.all().length, said], [0, []]);
});

test("whole pixels are made of what is drawn, and of what gets such a label", () => {
  const { document } = desk([instance("b", box(20.4), "dog")]);
  document.commit({ created: [instance("a", box(20.4, 1.6), "cat")] }, by("human"));
  assert.deepEqual(document.get("a").geometry, box(20, 2));
  document.commit({ updated: [{ id: "b", fields: { label: "cat" } }] }, by("human"));
  assert.deepEqual(document.get("b").geometry, box(20));
});

test("what did not fit before stands in the way of nothing else", () => {
  const { said, document } = desk([instance("a", box(5), "cat", "human", { coat: "curly" }), instance("b", box(5), "gone")]);
  for (const id of ["a", "b"]) document.commit({ updated: [{ id, fields: { hidden: true, attributes: { note: "x" } } }] }, by("human"));
  document.commit({ updated: [{ id: "b", fields: { geometry: box(4) } }] }, by("human"));
  assert.deepEqual(said, []);
  assert.deepEqual([document.get("a").hidden, document.get("b").geometry.width], [true, 4]);
  document.commit({ updated: [{ id: "a", fields: { attributes: { coat: "long" } } }] }, by("human"));
  assert.deepEqual(said, ["coat must be one of short."]);
});

test("a shape without what is required is drawn all the same", () => {
  const { said, document } = desk();
  document.commit({ created: [instance("a", box(20), "dog")] }, by("human"));
  assert.deepEqual([said, document.all().length], [[], 1]);
});

test("base annotations are as the rules say, for people and for scripts", () => {
  const changes = [
    [{ created: [instance("b", box(20), "dog")] }, "Nothing may be added"],
    [{ updated: [{ id: "a", fields: { geometry: box(30) } }] }, "may not be edited"],
    [{ updated: [{ id: "a", fields: { label: "cat" } }] }, "may not be relabelled"],
    [{ updated: [{ id: "a", fields: { attributes: { note: 1 } } }] }, "may not be relabelled"],
    [{ deleted: ["a"] }, "may not be deleted"],
  ];
  for (const [change, words] of changes) {
    const { said, document } = desk([instance("a", box(20), "dog", "import")], SHUT);
    document.commit(change, by("human"));
    assert.ok(said[0]?.includes(words), `${said[0]} has no "${words}"`);
    assert.throws(() => document.commit(change, by("script")), Refused);
    const own = desk([instance("a", box(20), "dog")], SHUT);
    own.document.commit(change, by("human"));
    assert.deepEqual(own.said, []);
  }
  const { said, document } = desk([instance("a", box(20), "dog", "import")], SHUT);
  document.commit({ updated: [{ id: "a", fields: { hidden: true, geometry: box(20) } }] }, by("human"));
  assert.deepEqual([said, document.get("a").hidden], [[], true]);
});

test("what is undone was allowed once", () => {
  const { said, document } = desk();
  document.commit({ created: [instance("a", box(20), "cat")] }, by("human"));
  document.undo();
  document.redo();
  assert.deepEqual([said, document.all().length], [[], 1]);
});

test("another result in the place of a run's is looked at without the first", () => {
  const { document } = desk([instance("x", box(20), "dog")]);
  document.commit({ created: [instance("a", box(20), "dog")] }, { ...by("script"), step: "s" });
  assert.throws(() => document.replace("s", { created: [instance("b", box(5), "cat")] }, by("script")), Refused);
  assert.deepEqual(document.all().map(({ id }) => id), ["x", "a"]);
});

test("a link has a name of the project", () => {
  const said = [];
  const guard = createGuard({ ontology: () => wholeOntology({ rules: { relations: ["on"] } }), say: (text) => said.push(text) });
  const known = { get: () => instance("a", box(20), null), all: () => [] };
  const tie = (name) => guard({ updated: [{ id: "a", fields: { links: [{ to: "b", name }] } }] }, "human", known);
  assert.equal(tie("on").updated.length, 1);
  assert.deepEqual([tie("under"), said], [{}, ["relation 'under' is not one of this project's (there are: on): add it there first."]]);
});

test("what gets another label begins with its defaults, and keeps what it has", () => {
  const attributes = [{ name: "a", default: 1, labels: ["dog"] }, { name: "b", default: 2 }, { name: "c", default: 3, labels: ["cat"] }].map((one) => ({ type: "number", ...one }));
  const guard = createGuard({ ontology: () => wholeOntology({ labels: LABELS, attributes }), say: assert.fail });
  const known = { get: () => instance("a", box(20), "cat", "human", { b: 7, c: 3 }), all: () => [] };
  const relabel = (actor) => guard({ updated: [{ id: "a", fields: { label: "dog" } }] }, actor, known).updated[0].fields;
  assert.deepEqual(relabel("human"), { label: "dog", attributes: { a: 1 } });
  assert.deepEqual(relabel("script"), { label: "dog" });
});

test("a suggestion that may not be accepted stays, to be edited", () => {
  const { said, document } = desk();
  const judged = [];
  const ghosts = createGhosts({ onChange() {}, onVerdict: (_, verdict) => judged.push(verdict) });
  const small = instance("a", box(5), "cat");
  const ghost = { instance: small, returned: small.geometry, replaces: null, run: "r", key: "k", script: { identity: "s" } };
  ghosts.offer(document, "s", "k", [ghost]);
  ghosts.accept(document, [ghost]);
  assert.deepEqual([said.length, ghosts.count(document), judged.length, document.all().length], [1, 1, 0, 0]);
  ghosts.edit(document, "a", { geometry: box(20) });
  ghosts.accept(document, [ghosts.get(document, "a")]);
  assert.deepEqual([said.length, ghosts.count(document), judged.length, document.all().length], [1, 0, 1, 1]);
});

test("a shape is not turned into a kind its label does not take", () => {
  const said = [];
  const labels = [{ name: "cat", color: "#112233", kinds: ["box"] }];
  const guard = createGuard({ ontology: () => wholeOntology({ labels }), say: (text) => said.push(text) });
  const known = { get: () => instance("a", box(20), "cat"), all: () => [] };
  assert.deepEqual(guard({ updated: [{ id: "a", fields: { geometry: { kind: "point", x: 1, y: 2 } } }] }, "human", known), {});
  assert.deepEqual(said, ["cat takes box, not point: choose another tool or label."]);
});

const own = { ...by("script"), script: "own" };
const made = (id, script = "own") => ({ ...instance(id, box(20), "dog", "script"), provenance: { actor: "script", script, edited_by: [] } });

test("what is read-only is changed by nobody, and it is said or thrown", () => {
  for (const change of [{ updated: [{ id: "a", fields: { order: 3 } }] }, { deleted: ["a"] }]) {
    const { said, sent, document } = desk([made("a")], {}, ["script"]);
    document.commit(change, by("human"));
    document.commit(change, by("undo"));
    assert.match(said.join(), /^What scripts made is read-only.*What scripts made is read-only/);
    assert.throws(() => document.commit(change, { ...own, script: "other" }), Refused);
    assert.equal(sent.length, 0);
    document.commit(change, own);
    assert.equal(sent.length, 1);
    const nothing = { updated: [{ id: "b", fields: { group: "", label: "dog", attributes: { x: null }, links: [] } }] };
    const other = desk([{ ...made("b"), group: undefined }], {}, ["script"]);
    other.document.commit(nothing, by("human"));
    assert.deepEqual(other.said, []);
  }
});

test("another result of a script takes the place of its first where what scripts made is read-only", () => {
  const { document } = desk([made("x")], {}, ["script"]);
  document.commit({ created: [made("a")] }, { ...own, step: "s" });
  document.replace("s", { created: [made("b")], updated: [{ id: "x", fields: { order: 2 } }] }, { ...own, step: "s" });
  assert.throws(() => document.replace("s", { deleted: ["x"] }, { ...own, script: "other", step: "s" }), Refused);
  document.replace("s", { created: [made("b")], deleted: ["x"] }, { ...own, step: "s" });
  assert.deepEqual(document.all().map(({ id }) => id), ["b"]);
  document.undo();
  assert.deepEqual(document.all().map(({ id }) => id), ["x"]);
});

test("of a step that made something and changed what is read-only since, only the first is taken back", () => {
  const { said, ontology, document } = desk([made("a")]);
  document.commit({ created: [made("b")], updated: [{ id: "a", fields: { order: 1 } }] }, own);
  ontology.rules.readonly.push("script");
  document.undo();
  assert.deepEqual([document.all().map(({ id, order }) => [id, order]), said.length], [[["a", 1]], 1]);
});

test("undo passes over what became read-only since, and goes on to what is before it", () => {
  const { said, sent, ontology, document } = desk([instance("a", box(20), "dog", "import"), instance("b", box(20), "dog")]);
  document.commit({ updated: [{ id: "b", fields: { order: 1 } }] }, by("human"));
  document.commit({ updated: ["a", "b"].map((id) => ({ id, fields: { order: 2 } })) }, by("human"));
  document.commit({ deleted: ["a"] }, by("human"));
  document.undo();
  ontology.rules.readonly.push("import");
  document.redo();
  assert.ok(document.get("a"));
  for (const [a, b] of [[2, 2], [2, 1], [2, 0]]) {
    document.undo();
    assert.deepEqual([document.get("a").order, document.get("b").order], [a, b]);
  }
  assert.equal(said.length, 2);
  assert.equal(sent.length, 6);
});

test("undo waits where a layer is locked, and does it once that is unlocked", () => {
  const locked = new Set();
  const layers = () => ({ why: ({ id }) => (locked.has(id) ? "It is locked" : null) });
  const { said, document } = desk([instance("a", box(20), "dog")], {}, [], layers);
  document.commit({ updated: [{ id: "a", fields: { order: 1 } }] }, by("human"));
  locked.add("a");
  assert.equal(document.undo(), null);
  document.commit({ updated: [{ id: "a", fields: { order: 5 } }] }, by("human"));
  document.commit({ deleted: ["a"] }, by("human"));
  assert.throws(() => document.commit({ deleted: ["a"] }, own), Refused);
  assert.deepEqual([said, document.get("a").order], [Array(3).fill("It is locked."), 1]);
  locked.clear();
  document.undo();
  assert.equal(document.get("a").order, 0);
  document.commit({ created: [instance("c", box(20), "dog")] }, by("human"));
  locked.add("c");
  document.undo();
  assert.equal(document.get("c"), undefined);
});
