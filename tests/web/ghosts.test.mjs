// Suggestions: shown, changed, accepted into the document, refused and brought back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createGhosts } from "../../web/js/store/ghosts.js";
import { box, instance, opened, point, script } from "./samples.mjs";

const TRACE = script();
const OTHER = script({ id: "script-2", identity: "limner/other" });

const ghost = (fields = {}, more = {}) => {
  const made = instance({ provenance: { actor: "script", script: TRACE.identity, run: "r1", edited_by: [] }, ...fields });
  return { instance: made, returned: made.geometry, replaces: null, run: "r1", script: TRACE, key: "k1", ...more };
};

/** Ghosts over a document with these on it. */
function shown(...list) {
  const noted = { changes: 0, verdicts: [] };
  const ghosts = createGhosts({ onChange: () => (noted.changes += 1), onVerdict: ({ instance: { id }, run }, verdict) => noted.verdicts.push([id, run, verdict]) });
  const drawn = instance();
  const { document, sent, told } = opened([drawn]);
  ghosts.offer(document, TRACE.identity, "k1", list);
  return Object.assign(noted, { ghosts, document, sent, told, drawn });
}

const ids = (list) => list.map(({ instance: { id } }) => id);

test("what is suggested is shown and is in no document", () => {
  const [a, b] = [ghost(), ghost()];
  const { ghosts, document, sent, changes } = shown(a, b);
  assert.deepEqual([ids(ghosts.shown(document)), ghosts.count(document)], [ids([a, b]), 2]);
  assert.deepEqual([document.count(), sent, changes], [1, [], 1]);
});

test("each file has its own, and none has none", () => {
  const { ghosts, document } = shown(ghost());
  assert.deepEqual([ghosts.count(opened().document), ghosts.shown(null), ghosts.count(null), ghosts.get(null, "x"), ghosts.get(document, null)], [0, [], 0, null, null]);
});

test("newer suggestions of a script for the same thing take the place of older ones, others stay", () => {
  const old = ghost();
  const { ghosts, document } = shown(old);
  const [beside, elsewhere, newer] = [ghost({}, { script: OTHER }), ghost({}, { key: "k2" }), ghost()];
  ghosts.offer(document, OTHER.identity, "k1", [beside]);
  ghosts.offer(document, TRACE.identity, "k2", [elsewhere]);
  ghosts.offer(document, TRACE.identity, "k1", [newer]);
  assert.deepEqual(ids(ghosts.shown(document)), ids([beside, elsewhere, newer]));
  ghosts.offer(document, TRACE.identity, "k1", []);
  assert.equal(ghosts.count(document), 2);
});

test("those below the threshold are not shown but kept; those without a score always are", () => {
  const [sure, unsure, plain] = [ghost({ score: 0.9 }), ghost({ score: 0.2 }), ghost({ score: null })];
  const { ghosts, document } = shown(sure, unsure, plain);
  ghosts.setThreshold(0.5);
  assert.deepEqual([ids(ghosts.shown(document)), ghosts.count(document), ghosts.threshold()], [ids([sure, plain]), 3, 0.5]);
  ghosts.setThreshold(0.9);
  assert.deepEqual(ids(ghosts.shown(document)), ids([sure, plain]), "the threshold itself is enough");
  ghosts.setThreshold(0);
  assert.equal(ghosts.shown(document).length, 3);
});

test("accepting creates the instance by a person's hand, with where it came from", () => {
  const one = ghost();
  const { ghosts, document, sent, told, verdicts } = shown(one);
  ghosts.accept(document, [one]);
  assert.deepEqual([document.get(one.instance.id), ghosts.count(document)], [one.instance, 0]);
  const { actor, title } = sent[0].origin;
  assert.deepEqual([actor, title, sent[0].created[0].provenance.run, sent[0].created[0].returned], ["human", "Accept box", "r1", undefined]);
  assert.deepEqual(told[0].origin.chain, [TRACE.identity], "the script that suggested it is not asked about it");
  assert.deepEqual(verdicts, [[one.instance.id, "r1", { accepted: 1, rejected: 0, edited: 0 }]]);
});

test("accepting several is one step, one change set, a verdict each", () => {
  const [a, b] = [ghost({}, { run: "r1" }), ghost({}, { run: "r2", script: OTHER })];
  const { ghosts, document, sent, told, verdicts } = shown(a, b);
  ghosts.accept(document, [a, b]);
  assert.deepEqual([sent.length, document.undoTitle(), told[0].origin.chain], [1, "Accept 2 shapes", [TRACE.identity, OTHER.identity]]);
  assert.deepEqual(verdicts.map(([, run]) => run), ["r1", "r2"]);
  document.undo();
  assert.equal(document.count(), 1);
});

test("accepting takes what is to be replaced away, if it is still there", () => {
  const { ghosts, document, drawn } = shown();
  const [a, b, c] = [ghost({}, { replaces: drawn.id }), ghost({}, { replaces: drawn.id }), ghost({}, { replaces: "gone-since" })];
  ghosts.offer(document, TRACE.identity, "k1", [a, b, c]);
  ghosts.accept(document, [a, b, c]);
  assert.deepEqual(document.all().map(({ id }) => id), ids([a, b, c]));
  document.undo();
  assert.deepEqual(document.all(), [drawn]);
});

test("one that is changed before it is accepted is stored as changed, with what the script had returned", () => {
  const [a, b] = [ghost(), ghost()];
  const { ghosts, document, sent, verdicts } = shown(a, b);
  const geometry = box(1, 1, 5, 5);
  ghosts.edit(document, a.instance.id, { geometry });
  ghosts.edit(document, b.instance.id, { label: "dog" });
  ghosts.accept(document, ghosts.shown(document));
  assert.deepEqual([document.get(a.instance.id).geometry, document.get(b.instance.id).label], [geometry, "dog"]);
  assert.deepEqual(sent[0].created.map(({ returned }) => returned), [a.returned, undefined]);
  assert.deepEqual(verdicts.map(([, , { accepted, edited }]) => [accepted, edited]), [[0, 1], [1, 0]], "another label is no edit of the shape");
});

test("changing one that is not there changes nothing", () => {
  const { ghosts, document } = shown();
  ghosts.edit(document, "gone", { geometry: point() });
  assert.equal(ghosts.count(document), 0);
});

test("refusing puts them away with a verdict each, and they can be brought back", () => {
  const [a, b] = [ghost(), ghost()];
  const { ghosts, document, sent, verdicts } = shown(a, b);
  const bringBack = ghosts.reject(document, [a, b]);
  assert.deepEqual([ghosts.count(document), sent], [0, []]);
  assert.deepEqual(verdicts.map(([, , { rejected }]) => rejected), [1, 1]);
  bringBack();
  assert.deepEqual(ids(ghosts.shown(document)), ids([a, b]));
  assert.equal(verdicts.reduce((sum, [, , { rejected }]) => sum + rejected, 0), 0, "what was brought back was not refused");
});

test("accepting none changes nothing", () => {
  const { ghosts, document, sent, verdicts } = shown(ghost());
  ghosts.accept(document, []);
  assert.deepEqual([sent, verdicts, ghosts.count(document)], [[], [], 1]);
});
