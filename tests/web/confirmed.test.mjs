// What the server has of a file, below what this page has not sent yet.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createConfirmed } from "../../web/js/store/confirmed.js";
import { box, instance, point } from "./samples.mjs";

const changed = (before, fields) => ({ created: [], updated: [{ before, after: { ...before, ...fields, version: before.version + 1 } }], deleted: [] });
const copied = (one) => structuredClone(one);

test("what the server has as it was sent keeps the page's very values, with the server's provenance", () => {
  const confirmed = createConfirmed(7);
  const one = instance();
  const geometry = point();
  confirmed.hold("mine", changed(one, { geometry }));
  const provenance = { actor: "human", actor_id: "Ada", edited_by: [] };
  assert.equal(confirmed.learn(one.id, { ...copied({ ...one, geometry }), version: 2, provenance }, 8, "mine"), true);
  assert.deepEqual(confirmed.settle("mine"), [one.id]);
  const shown = confirmed.shown(one.id, null);
  assert.ok(shown.geometry === geometry && shown.provenance === provenance && shown.version === 2);
});

test("an answer to a later one of two changes is taken as the server has it, the earlier stays on top", () => {
  const confirmed = createConfirmed(7);
  const one = instance();
  const first = changed(one, { label: "dog" });
  confirmed.hold("first", first);
  confirmed.hold("second", changed(first.updated[0].after, { geometry: point() }));
  const theirs = { ...one, geometry: box(1, 1, 1, 1), version: 2 };
  confirmed.learn(one.id, theirs, 8, "second");
  confirmed.settle("second");
  const { label, geometry } = confirmed.shown(one.id, theirs);
  assert.deepEqual([label, geometry], ["dog", theirs.geometry]);
});

test("what is told late or twice is no news, and what is known never goes back", () => {
  const confirmed = createConfirmed(7);
  const one = instance();
  assert.deepEqual([confirmed.learn(one.id, one, 7), confirmed.learn(one.id, one, 9), confirmed.learn(one.id, one, 9), confirmed.learn(one.id, one, 8)], [false, true, false, false]);
});

test("everything is known up to where the first change set is missing", () => {
  const confirmed = createConfirmed(7);
  const seen = [9, 8, 8, 11, 12].map((at) => [confirmed.reach(at), confirmed.seen()][1]);
  assert.deepEqual(seen, [7, 9, 9, 9, 9]);
  confirmed.restart(10);
  assert.equal(confirmed.seen(), 12);
});

test("after everything was read anew, what happened before is no news of any instance", () => {
  const confirmed = createConfirmed(7);
  confirmed.restart(12);
  assert.deepEqual([confirmed.learn("never-seen", instance(), 11), confirmed.learn("never-seen", instance(), 13), confirmed.seen()], [false, true, 12]);
  confirmed.restart(10);
  assert.deepEqual([confirmed.learn("other", instance(), 11), confirmed.seen()], [false, 12]);
});

test("once nothing is unsent of an instance, what the server has is shown", () => {
  const confirmed = createConfirmed(7);
  const one = instance();
  confirmed.hold("mine", changed(one, { label: "dog" }));
  confirmed.settle("mine");
  assert.equal(confirmed.shown(one.id, null).label, "cat");
  assert.deepEqual([confirmed.isTouched(one.id), confirmed.touched(), confirmed.holds("mine")], [false, [], false]);
  assert.equal(confirmed.shown(one.id, null), null, "and nothing is remembered of what was below");
});
