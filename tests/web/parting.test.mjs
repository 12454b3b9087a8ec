// Changes of very many instances: sent in parts the server takes, one step to undo.

import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST, parted } from "../../web/js/store/parting.js";
import { createSteps } from "../../web/js/store/steps.js";
import { human, instance, opened } from "./samples.mjs";

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
