// Suggestions outlive the page until somebody answers them.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { createGhosts } from "../../web/js/store/ghosts.js";
import { createOffers } from "../../web/js/store/offers.js";
import { openMemory } from "./memory_database.mjs";
import { box, instance, opened, script, turn } from "./samples.mjs";

const memory = openMemory();
const TRACE = script({ source: "x".repeat(1_000) });
const stored = () => memory.tables.get("suggestions")?.get("file-1") ?? [];
const ids = (list) => list.map(({ instance: { id } }) => id);

afterEach(() => {
  memory.broken = false;
  memory.tables.get("suggestions")?.clear();
});

function ghost(key = "k1", id = undefined) {
  const made = instance(id ? { id } : {});
  return { instance: made, returned: made.geometry, replaces: null, run: "r1", script: TRACE, key };
}

/** A visit of the file: a page of its own. */
async function visit(instances = [], before = () => {}) {
  const verdicts = [];
  const ghosts = createGhosts({ onChange: () => {}, onVerdict: (one, verdict) => verdicts.push([one.script.id, verdict.edited]) });
  const { document, sent } = opened(instances);
  const offers = createOffers({ ghosts, document: () => document });
  before(ghosts, document);
  await offers.restore(document);
  return { ghosts, document, sent, verdicts };
}

async function settled() {
  for (let i = 0; i < 20; i++) await turn();
}

test("what is suggested is there at the next visit, with the version of its script and unchanged as it was", async () => {
  const first = await visit();
  const [a, b] = [ghost(), ghost("k2")];
  first.ghosts.offer(first.document, TRACE.identity, "k1", [a]);
  first.ghosts.offer(first.document, TRACE.identity, "k2", [b]);
  first.ghosts.edit(first.document, b.instance.id, { geometry: box(1, 2, 3, 4) });
  await settled();
  assert.deepEqual(Object.keys(stored()[0].script), ["id", "identity", "name", "version"]);
  const second = await visit();
  assert.deepEqual(ids(second.ghosts.shown(second.document)), ids([a, b]));
  assert.equal(second.ghosts.shown(second.document)[0].script.version, TRACE.version);
  second.ghosts.accept(second.document, second.ghosts.shown(second.document));
  assert.deepEqual(second.verdicts.map(([, edited]) => edited), [0, 1]);
  assert.deepEqual(second.document.get(b.instance.id).geometry, box(1, 2, 3, 4));
  await settled();
  assert.deepEqual(stored(), [], "what was answered is kept no more");
});

test("what was rejected stays away, unless that was taken back", async () => {
  const first = await visit();
  const [a, b] = [ghost(), ghost()];
  first.ghosts.offer(first.document, TRACE.identity, "k1", [a, b]);
  first.ghosts.reject(first.document, [a]);
  const back = first.ghosts.reject(first.document, [b]);
  await settled();
  assert.deepEqual(stored(), []);
  back();
  await settled();
  const second = await visit();
  assert.deepEqual(ids(second.ghosts.shown(second.document)), [b.instance.id]);
});

test("what was accepted and not forgotten in time is not offered again", async () => {
  const first = await visit();
  const [a, b] = [ghost("k1", "taken"), ghost("k1", "open")];
  first.ghosts.offer(first.document, TRACE.identity, "k1", [a, b]);
  await settled();
  const second = await visit([instance({ id: "taken" })]);
  assert.deepEqual(ids(second.ghosts.shown(second.document)), ["open"]);
});

test("what is suggested for the same thing before the earlier is there takes its place, and other things stay", async () => {
  const first = await visit();
  first.ghosts.offer(first.document, TRACE.identity, "k1", [ghost("k1", "old")]);
  first.ghosts.offer(first.document, TRACE.identity, "k2", [ghost("k2", "other")]);
  await settled();
  const second = await visit([], (ghosts, document) => ghosts.offer(document, TRACE.identity, "k1", [ghost("k1", "new")]));
  assert.deepEqual(ids(second.ghosts.shown(second.document)), ["other", "new"]);
  await settled();
  assert.deepEqual(ids(stored()).sort(), ["new", "other"]);
});

test("where the browser keeps nothing they last as long as the page", async () => {
  memory.broken = true;
  const { ghosts, document } = await visit();
  ghosts.offer(document, TRACE.identity, "k1", [ghost()]);
  await settled();
  assert.equal(ghosts.count(document), 1);
  ghosts.accept(document, ghosts.shown(document));
  assert.equal(document.count(), 1);
});
