// What is unsent lies on top of what the server has, and steps of earlier visits below those of this one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createDocument } from "../../web/js/store/document.js";
import { changeBack, changeOf, changeTo, stoodThen } from "../../web/js/store/restoring.js";
import { box, file, human, instance, opened, point } from "./samples.mjs";

const update = (id, fields) => ({ updated: [{ id, fields }] });
const remote = { actor: "remote", title: "Elsewhere" };
const news = (revision, { created = [], updated = [], deleted = [] }) => ({ created, updated, deleted, revision });

test("what is unsent stays on top of what others change meanwhile, and no more of it", () => {
  const one = instance({ attributes: { age: 1, pose: "sitting" } });
  const { document } = opened([one]);
  document.commit(update(one.id, { label: "dog", attributes: { age: 2 } }), human());
  document.receive(news(8, { updated: [{ ...one, label: "cup", geometry: point(), attributes: { age: 9, pose: "lying" }, version: 2 }] }), remote);
  const { label, geometry, attributes } = document.get(one.id);
  assert.deepEqual({ label, geometry, attributes }, { label: "dog", geometry: point(), attributes: { age: 2, pose: "lying" } });
});

test("what others deleted is gone, whatever is unsent of it, and can still be had as it was here", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit(update(one.id, { label: "dog" }), human());
  document.receive(news(8, { deleted: [one.id] }), remote);
  assert.deepEqual([document.count(), document.lost(one.id).label], [0, "dog"]);
  document.acknowledge(sent[0].key, { revision: 8, instances: [], deleted: [one.id] });
  assert.equal(document.count(), 0);
});

test("what the server refuses is taken off again, what came after it stays", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit(update(one.id, { label: "dog" }), human());
  document.commit(update(one.id, { hidden: true }), human());
  document.refused(sent[0].key);
  assert.deepEqual([document.get(one.id).label, document.get(one.id).hidden], ["cat", true]);
});

test("the answer to what another changed in between shows what the server has", () => {
  const one = instance();
  const { document, sent, told } = opened([one]);
  document.commit(update(one.id, { label: "dog" }), human());
  const stored = { ...one, label: "dog", geometry: box(9, 9, 9, 9), version: 3 };
  document.acknowledge(sent[0].key, { revision: 9, instances: [stored], deleted: [] });
  assert.deepEqual([document.get(one.id), told.at(-1).origin.actor], [stored, "remote"]);
  document.receive(news(8, { updated: [{ ...one, geometry: box(9, 9, 9, 9), version: 2 }] }), remote);
  assert.equal(document.get(one.id).label, "dog", "what is told late is older");
});

test("what waits in the browser is on top as soon as the file is open, and can be undone", () => {
  const one = instance();
  const before = opened([one]);
  before.document.commit({ created: [instance({ id: "unsent-1" })], ...update(one.id, { label: "dog" }) }, human("Trace"));
  const unsent = JSON.parse(JSON.stringify(before.sent));
  const sent = [];
  const document = createDocument({ file: file(), instances: [one], unsent, send: (post) => sent.push(post) });
  assert.deepEqual([document.all().map(({ id, label }) => [id, label]), sent], [[[one.id, "dog"], ["unsent-1", "cat"]], []]);
  assert.equal(document.undo(), "Trace");
  assert.deepEqual(document.all(), [{ ...one, version: document.get(one.id).version }]);
});

/** A log entry as the server gives it. */
const entry = (key, origin, changes) => structuredClone({ revision: 1, key, at: "", origin: { actor: "human", title: key, step: null, turn: null, ...origin }, changes: { created: [], updated: [], deleted: [], ...changes } });

test("steps of earlier visits are undone after those of this one, by what each changed", () => {
  const one = instance({ label: "dog", geometry: box(5, 5, 5, 5), hidden: true, version: 4 });
  const { document } = opened([one]);
  document.commit(update(one.id, { locked: true }), human("Lock"));
  const labelled = { ...one, hidden: false, version: 3 };
  document.remember([entry("Change label", { step: "s1" }, { updated: [{ before: { ...labelled, label: "cat", version: 2 }, after: labelled }] })]);
  assert.deepEqual([document.undo(), document.undo(), document.undoTitle()], ["Lock", "Change label", null]);
  const { label, hidden, locked } = document.get(one.id);
  assert.deepEqual({ label, hidden, locked }, { label: "cat", hidden: true, locked: false }, "what others hid stays hidden");
});

test("what was undone before the reload can be done again, and is not undone twice", () => {
  const [one, two] = [instance(), instance()];
  const { document } = opened([one]);
  document.remember([
    entry("First", { step: "s1" }, { created: [one] }),
    entry("Second", { step: "s2" }, { created: [two] }),
    entry("k3", { step: "s2", turn: "undo", title: "Second" }, { deleted: [two] }),
  ]);
  assert.deepEqual([document.undoTitle(), document.redoTitle()], ["First", "Second"]);
  document.redo();
  assert.deepEqual(document.all().map(({ id }) => id), [one.id, two.id]);
});

test("parts of one run are one step after a reload too", () => {
  const [one, two] = [instance(), instance()];
  const { document } = opened([one, two]);
  document.remember([entry("Trace", { step: "r1" }, { created: [one] }), entry("k2", { step: "r1", title: "Trace" }, { created: [two] })]);
  document.undo();
  assert.deepEqual([document.count(), document.undoTitle()], [0, null]);
});

test("what was done since the page opened is not taken for an earlier step", () => {
  const { document, sent } = opened();
  const one = instance();
  document.commit({ created: [one] }, human("Draw"));
  document.remember([entry(sent[0].key, { title: "Draw", step: sent[0].origin.step }, { created: [one] })]);
  document.undo();
  assert.deepEqual([document.undoTitle(), document.count()], [null, 0]);
});

test("going back to a version makes the file what it was and one step", () => {
  const [one, two, three] = [instance(), instance({ attributes: { age: 1 } }), instance()];
  const { document } = opened([{ ...one, label: "dog" }, { ...two, attributes: { pose: "x" } }, instance({ id: "newer" })]);
  document.commit(changeTo(document, structuredClone([one, two, three])), { actor: "undo", title: "Go back" });
  assert.deepEqual(Object.fromEntries(document.all().map(({ id, label, attributes }) => [id, [label, attributes]])), { [one.id]: ["cat", {}], [two.id]: ["cat", { age: 1 }], [three.id]: ["cat", {}] });
  assert.equal(document.undo(), "Go back");
  assert.deepEqual([document.count(), document.get("newer").id, document.get(one.id).label], [3, "newer", "dog"]);
});

test("what was deleted at an earlier visit comes back where it stood", () => {
  const [first, one, between, two, last] = [instance(), instance(), instance(), instance(), instance()];
  const { document } = opened([one, two]);
  const gone = (id, after, place) => ({ id, after, place });
  const step = (n, deleted, stood) => ({ ...entry(`k${n}`, { step: `s${n}` }, { deleted }), stood });
  document.remember([step(1, [last, between], [gone(last.id, two.id, 9), gone(between.id, one.id, 3)]), step(2, [first], [gone(first.id, null, 1)]), step(3, [instance()], [gone("x", "unheard of", 4)])]);
  document.commit({ created: [instance({ id: "new" })] }, human());
  for (let turn = 0; turn < 4; turn++) document.undo();
  assert.deepEqual(document.all().slice(0, 5).map(({ id }) => id), [first, one, between, two, last].map(({ id }) => id));
});

test("of several that stood side by side each comes back in its place, on an empty file too", () => {
  const [one, two, three] = [instance(), instance(), instance()];
  const { document } = opened();
  const stood = [three, one, two].map(({ id }) => ({ id, after: null, place: [one, two, three].findIndex((other) => other.id === id) }));
  document.remember([two, three, one].map((each) => ({ ...entry(each.id, { step: each.id }, { deleted: [each] }), stood })));
  for (let turn = 0; turn < 3; turn++) document.undo();
  assert.deepEqual(document.all(), [one, two, three]);
  assert.ok(document.place(one.id) < document.place(two.id) && document.place(two.id) < document.place(three.id));
});

test("going back to a version puts what others deleted where it stood", () => {
  const [one, two, three, four] = [instance(), instance(), instance(), instance()];
  const { document } = opened([two, four]);
  const then = structuredClone([one, two, three, four]);
  document.learnOrder(stoodThen(document, then));
  document.commit(changeTo(document, then), { actor: "undo", title: "Go back" });
  assert.deepEqual(document.all().map(({ id }) => id), then.map(({ id }) => id));
});

test("one change is taken back and what came after it stays", () => {
  const one = instance({ label: "dog", hidden: true });
  const { document } = opened([one]);
  const changes = structuredClone({ created: [], updated: [{ before: { ...one, label: "cat", hidden: false }, after: { ...one, hidden: false } }], deleted: [] });
  document.commit(changeBack(document, changes), human());
  assert.deepEqual([document.get(one.id).label, document.get(one.id).hidden], ["cat", true]);
  assert.deepEqual(changeOf(document, document.get(one.id)), { updated: [] });
});
