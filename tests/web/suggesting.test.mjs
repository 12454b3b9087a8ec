// Accepting what is suggested where some of it may not be: the rest is taken, and what stays is said.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createGuard } from "../../web/js/ontology/ruling.js";
import { createSuggesting } from "../../web/js/pages/suggesting.js";
import { createWork } from "../../web/js/pages/work.js";
import { createDocument } from "../../web/js/store/document.js";
import { createGhosts } from "../../web/js/store/ghosts.js";
import { box, file, instance, script } from "./samples.mjs";

const LABELS = [
  { name: "cat", color: "#112233", limits: { min_width: 20 } },
  { name: "dog", color: "#112233", kinds: ["polygon"] },
  { name: "cup", color: "#112233" },
];
const TRACE = script();

globalThis.localStorage = /** @type {Storage} */ ({ getItem: () => null, setItem() {} });

/** A file with suggestions of these labels and widths on it. */
function desk(wanted, { there = [], rules = {} } = {}) {
  const said = [];
  const ghosts = createGhosts({ onChange() {}, onVerdict() {} });
  const work = createWork({ project: { id: "p", labels: LABELS, rules }, publish() {}, ghosts, onChange() {} });
  const guard = createGuard({ ontology: work.ontology, say: (text) => said.push(text) });
  const document = createDocument({ file: file(), instances: there, send() {}, guard });
  work.take(document);
  const made = wanted.map(([label, width, replaces = null]) => {
    const one = instance({ label, geometry: box(0, 0, width), provenance: { actor: "script", script: TRACE.identity, run: "r", edited_by: [] } });
    return { instance: one, returned: one.geometry, replaces, run: "r", script: TRACE, key: "k" };
  });
  ghosts.offer(document, TRACE.identity, "k", made);
  const shown = [];
  const notify = (_, text, __, action) => {
    said.push(text);
    if (action?.title === "Show") action.run();
    return () => {};
  };
  const suggesting = createSuggesting({ work, ghosts, renewPrompt() {}, why: guard.why, show: (id) => shown.push(id), notify });
  const left = () => ghosts.shown(document).map(({ instance: { id } }) => made.findIndex((one) => one.instance.id === id));
  return { work, ghosts, document, suggesting, said, shown, made, left };
}

test("what fits is accepted in one step, and what stays is said with the reason and shown", () => {
  const { document, suggesting, said, shown, made, left } = desk([["cat", 30], ["cat", 5], ["cup", 5], ["dog", 30]]);
  assert.equal(suggesting.accept(), true);
  assert.deepEqual(document.all().map(({ id }) => id), [made[0].instance.id, made[2].instance.id]);
  assert.deepEqual(left(), [1, 3]);
  assert.deepEqual(said, [
    "2 accepted, 2 stay to be changed or rejected. cat needs at least 20 × 0 px, this is 5 × 40: draw it larger; dog takes polygon, not box: choose another tool or label.",
  ]);
  assert.deepEqual(shown, [made[1].instance.id]);
  document.undo();
  assert.equal(document.count(), 0);
});

test("where all fits nothing is said, and where nothing does nothing is taken", () => {
  const all = desk([["cup", 30], ["cup", 5]]);
  all.suggesting.accept();
  assert.deepEqual([all.document.count(), all.said, all.left()], [2, [], []]);
  const none = desk([["cat", 5], ["cat", 6]]);
  none.suggesting.accept();
  assert.deepEqual([none.document.count(), none.left()], [0, [0, 1]]);
  assert.deepEqual(none.said, ["cat needs at least 20 × 0 px, this is 5 × 40: draw it larger."]);
});

test("one that may not take the place of what is there stays", () => {
  const base = instance({ provenance: { actor: "import", edited_by: [] } });
  const { document, suggesting, left, said } = desk([["cup", 30, base.id], ["cup", 30]], { there: [base], rules: { base: { delete: false } } });
  suggesting.accept();
  assert.deepEqual([document.count(), document.get(base.id), left()], [2, base, [0]]);
  assert.match(said[0], /^1 accepted, 1 stays .* may not be deleted/);
});

test("those of one label are accepted, and rejected, without the others", () => {
  const { ghosts, document, suggesting, left } = desk([["cat", 30], ["cup", 30], ["cup", 30], [null, 30]]);
  assert.deepEqual([...ghosts.labels(document)], [["cat", 1], ["cup", 2], ["", 1]]);
  ghosts.setOnly("cup");
  assert.deepEqual(left(), [1, 2]);
  suggesting.accept();
  assert.deepEqual([document.all().map(({ label }) => label), left()], [["cup", "cup"], [0, 3]]);
  ghosts.setOnly("");
  suggesting.reject();
  assert.deepEqual(left(), [0]);
});
