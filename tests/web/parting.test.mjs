// Changes of very many instances: sent in parts the server takes, one step to undo.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createSpatial } from "../../web/js/canvas/spatial.js";
import { MOST, parted } from "../../web/js/store/parting.js";
import { createSteps } from "../../web/js/store/steps.js";
import { human, instance, opened, polygon } from "./samples.mjs";

const many = (count) => Array.from({ length: count }, () => instance());
const size = ({ created, updated, deleted }) => created.length + updated.length + deleted.length;

test("a change of very many is sent in parts, is told once and is one step", () => {
  const all = many(2 * MOST + 10);
  const { document, sent, told } = opened(all);
  const updated = all.slice(0, MOST + 5).map(({ id }) => ({ id, fields: { label: "dog" } }));
  const deleted = all.slice(MOST + 5).map(({ id }) => id);
  document.commit({ created: many(3), updated, deleted }, human());

  assert.equal(told.length, 1);
  assert.deepEqual(sent.map(size), [MOST, MOST, 13]);
  assert.equal(new Set(sent.map(({ key }) => key)).size, 3);
  assert.equal(new Set(sent.map(({ origin }) => origin.step)).size, 1);
  assert.equal(sent.flatMap((post) => post.created).length, 3);
  assert.deepEqual(sent.flatMap((post) => post.updated.map(({ id }) => id)), updated.map(({ id }) => id));
  assert.deepEqual(sent.flatMap((post) => post.deleted), deleted);

  document.undo();
  assert.equal(document.undoTitle(), null);
  assert.deepEqual(new Set(document.all().map(({ id, label }) => `${id} ${label}`)), new Set(all.map(({ id, label }) => `${id} ${label}`)));
  assert.ok(sent.slice(3).every((post) => size(post) <= MOST && post.origin.turn === "undo"));
});

test("a refused part is taken off alone", () => {
  const all = many(MOST + 1);
  const { document, sent } = opened(all);
  document.commit({ deleted: all.map(({ id }) => id) }, human());
  document.refused(sent[1].key);
  assert.deepEqual(document.all().map(({ id }) => id), [all[MOST].id]);
});

test("a change the server takes at once is one part", () => {
  for (const count of [0, 1, MOST]) assert.deepEqual(parted({ created: many(count), updated: [], deleted: [] }).map(size), [count]);
});

test("what is large is sent in parts that the server takes", () => {
  const ring = Array.from({ length: 10_000 }, (_, at) => [at + 0.123456789, 512.123456789]);
  const large = Array.from({ length: 300 }, () => instance({ geometry: polygon(ring) }));
  const { document, sent } = opened(many(3));
  document.commit({ created: [...large, ...many(2)], deleted: document.all().map(({ id }) => id) }, human());
  assert.ok(sent.length > 1);
  assert.ok(sent.every((post) => JSON.stringify(post).length < 64 * 1024 * 1024));
  assert.equal(sent.reduce((sum, post) => sum + size(post), 0), 305);
  document.undo();
  assert.equal(document.count(), 3);
});

test("what is brought back stands where it stood, in the list and in the drawing", () => {
  const all = many(12);
  const { document } = opened(all);
  const spatial = createSpatial(document);
  const ids = all.map(({ id }) => id);
  const orders = () => [document.all(), spatial.within([0, 0, 100, 80]), spatial.within([10, 20, 5, 5])].map((some) => some.map(({ id }) => id));
  for (const gone of [[0], [5, 2], ids.slice(0, 10).reverse(), ids]) {
    document.commit({ deleted: gone.map((one) => all[one]?.id ?? one) }, human());
    document.commit({ created: [instance({ id: "a later one" })] }, human());
    document.undo();
    document.undo();
    assert.deepEqual(orders(), [ids, ids, ids]);
  }
  const remote = { actor: "remote", title: "Undo" };
  document.receive({ created: [], updated: [], deleted: [ids[7]], revision: 90 }, remote);
  document.receive({ created: [all[7]], updated: [], deleted: [], revision: 91 }, remote);
  assert.deepEqual(orders(), [ids, ids, ids]);
});

test("parts of a step that was taken back, read from the log, are one step again", () => {
  const steps = createSteps();
  const [one, two] = many(2);
  const part = (gone, made) => ({ created: made, updated: [], deleted: gone });
  const turns = [
    { id: "s", title: "Delete 2 shapes", applied: part([one], []) },
    { id: "s", title: "Delete 2 shapes", applied: part([two], []) },
    { id: "s", title: "Delete 2 shapes", turn: "undo", applied: part([], [one]) },
    { id: "s", title: "Delete 2 shapes", turn: "undo", applied: part([], [two]) },
  ];
  steps.begin(turns);
  assert.equal(steps.next("undo"), null);
  assert.deepEqual(steps.next("redo").applied.created, [one, two]);
  steps.take({ ...steps.next("redo"), turn: "redo" });
  assert.equal(steps.next("redo"), null);
});
