// Change sets taken back, put together and sent, on top of what others did meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";

import { composed, differing, inverse, patched } from "../../web/js/store/applied.js";
import { box, instance, point } from "./samples.mjs";

const change = (fields) => ({ created: [], updated: [], deleted: [], ...fields });
const by = (...instances) => new Map(instances.map((one) => [one.id, one]));

test("what was deleted and is there again is not made twice", () => {
  const [one, other] = [instance(), instance()];
  assert.deepEqual(inverse(change({ deleted: [one, other] }), by(one)).created, [other]);
});

test("an attribute that was taken away goes, those that others set stay", () => {
  const before = instance({ attributes: { age: 3, pose: "lying" } });
  const after = { ...before, attributes: { pose: "lying" } };
  const now = { ...before, attributes: { age: 3, pose: "sitting", seen: true } };
  assert.deepEqual(patched(now, before, after).attributes, { pose: "sitting", seen: true });
});

test("what others changed between two changes is no part of what the two come to", () => {
  const before = instance();
  const dog = { ...before, label: "dog", version: 2 };
  const theirs = { ...dog, geometry: point(), version: 3 };
  const hidden = { ...theirs, hidden: true, version: 4 };
  const [both] = composed(change({ updated: [{ before, after: dog }] }), change({ updated: [{ before: theirs, after: hidden }] })).updated;
  assert.deepEqual([both.before, both.after.label, both.after.hidden, both.after.geometry], [before, "dog", true, box()]);
});

test("a label, a group and an attribute that went are sent as such", () => {
  const before = instance({ group: "g", attributes: { age: 3, pose: "lying" } });
  const after = { ...before, label: null, group: null, attributes: { pose: "lying" } };
  assert.deepEqual(differing(before, after), { label: "", group: "", attributes: { age: null } });
});
