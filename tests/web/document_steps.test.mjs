// Steps of the history that runs make: parts become one, a result takes the place of another, a run is taken back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { composed, isSame, keeping } from "../../web/js/store/applied.js";
import { box, human, instance, opened, point, randomFrom } from "./samples.mjs";

const by = (step, title = "Trace") => ({ actor: "script", title, script: "limner/trace", run: step, step });
const update = (id, fields) => ({ updated: [{ id, fields }] });
const ids = (document) => document.all().map(({ id }) => id);

/** Give what a person sees of the instances, by id. */
function seen(document) {
  return Object.fromEntries(document.all().map(({ id, label, geometry }) => [id, `${label} ${JSON.stringify(geometry)}`]));
}

test("changes of one step are one entry of the history", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  const [two, three] = [instance(), instance()];
  document.commit({ created: [two] }, by("r1"));
  document.commit({ created: [three], updated: [{ id: two.id, fields: { label: "dog" } }], deleted: [one.id] }, by("r1"));
  assert.deepEqual([sent.length, document.undoTitle()], [2, "Trace"]);
  document.undo();
  assert.deepEqual([ids(document), document.undoTitle()], [[one.id], null]);
  document.redo();
  assert.deepEqual([ids(document).toSorted(), document.get(two.id).label], [[two.id, three.id].toSorted(), "dog"]);
});

test("changes of different steps are different entries", () => {
  const { document } = opened();
  document.commit({ created: [instance()] }, by("r1"));
  document.commit({ created: [instance()] }, by("r2"));
  document.undo();
  assert.equal(document.count(), 1);
});

test("what a person did between two parts of a run is undone first", () => {
  const { document } = opened();
  const [first, second] = [instance(), instance()];
  document.commit({ created: [first] }, by("r1"));
  document.commit({ created: [instance()] }, human("Draw box"));
  document.commit({ created: [second] }, by("r1"));
  assert.equal(document.undo(), "Draw box");
  assert.deepEqual(ids(document), [first.id, second.id]);
  assert.equal(document.undo(), "Trace");
  assert.equal(document.count(), 0);
});

test("a result that takes the place of another is told and sent as the difference", () => {
  const drawn = instance();
  const { document, sent, told } = opened([drawn]);
  document.commit({ created: [instance({ id: "old-shape" })], deleted: [drawn.id] }, by("r1"));
  document.replace("r1", { created: [instance({ id: "new-shape" })], deleted: [drawn.id] }, by("r1"));
  assert.deepEqual([sent.at(-1).created.map(({ id }) => id), sent.at(-1).deleted], [["new-shape"], ["old-shape"]]);
  assert.deepEqual([told.length, told.at(-1).created.map(({ id }) => id), told.at(-1).deleted.map(({ id }) => id)], [2, ["new-shape"], ["old-shape"]]);
  document.undo();
  assert.deepEqual([ids(document), document.undoTitle()], [[drawn.id], null]);
  document.redo();
  assert.deepEqual(ids(document), ["new-shape"]);
});

test("a result that is the same as before is told nobody", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  const geometry = box(1, 1, 5, 5);
  document.commit(update(one.id, { geometry }), by("r1"));
  document.replace("r1", update(one.id, { geometry }), by("r1"));
  assert.equal(sent.length, 1);
  document.undo();
  assert.equal(document.get(one.id).geometry, one.geometry);
});

test("a result takes the place of none where the run made nothing yet", () => {
  const { document } = opened();
  document.replace("r1", { created: [instance()] }, by("r1"));
  assert.deepEqual([document.count(), document.undoTitle(), document.hasStep("r1")], [1, "Trace", true]);
  document.replace("r2", {}, by("r2"));
  assert.equal(document.hasStep("r2"), false);
});

test("a result of nothing takes back what was there, and a later one comes in its place", () => {
  const { document } = opened();
  const [drawn, traced] = [instance(), instance()];
  document.commit({ created: [drawn] }, human("Draw box"));
  document.commit({ created: [traced] }, by("r1"));
  document.replace("r1", {}, by("r1"));
  assert.deepEqual(ids(document), [drawn.id]);
  document.replace("r1", { created: [instance({ id: "new-shape" })] }, by("r1"));
  assert.deepEqual(ids(document), [drawn.id, "new-shape"]);
  document.undo();
  document.undo();
  assert.equal(document.count(), 0);
});

test("a step that came to nothing is no step to undo", () => {
  const { document } = opened();
  const [drawn, traced] = [instance(), instance()];
  document.commit({ created: [drawn] }, human("Draw box"));
  document.commit({ created: [traced] }, by("r1"));
  document.replace("r1", {}, by("r1"));
  assert.equal(document.undoTitle(), "Draw box");
  document.commit({ created: [traced] }, by("r2"));
  document.commit({ deleted: [traced.id] }, by("r2"));
  assert.equal(document.undoTitle(), "Draw box");
  assert.equal(document.undo(), "Draw box");
  assert.equal(document.count(), 0);
});

test("taking a step back leaves no trace of it in the history", () => {
  const drawn = instance();
  const { document, sent, told } = opened([drawn]);
  document.commit({ created: [instance()], ...update(drawn.id, { label: "dog" }) }, by("r1"));
  document.commit({ created: [instance({ id: "by-hand" })] }, human("Draw box"));
  document.revoke("r1", by("r1"));
  assert.deepEqual([ids(document), document.get(drawn.id).label], [[drawn.id, "by-hand"], "cat"]);
  assert.deepEqual([sent.length, told.length, document.hasStep("r1")], [3, 3, false]);
  document.undo();
  assert.deepEqual([ids(document), document.undoTitle()], [[drawn.id], null]);
});

test("what is not there is neither taken back nor told", () => {
  const { document, told } = opened();
  document.revoke("r1", by("r1"));
  assert.deepEqual([told, document.revision()], [[], 7]);
});

test("a step is intact until a person changes, hides, deletes or undoes what it made", () => {
  const [made, drawn] = [instance(), instance()];
  for (const [change, expected] of [
    [update(made.id, { geometry: point() }), false],
    [update(made.id, { label: "dog" }), false],
    [update(made.id, { attributes: { age: 1 } }), false],
    [update(made.id, { hidden: true }), false],
    [{ deleted: [made.id] }, false],
    [{ created: [{ ...drawn }] }, false],
    [{ created: [instance()] }, true],
  ]) {
    const { document } = opened([drawn]);
    document.commit({ created: [made], deleted: [drawn.id] }, by("r1"));
    assert.equal(document.isIntact("r1"), true);
    document.commit(change, human());
    assert.equal(document.isIntact("r1"), expected, JSON.stringify(change));
  }
});

test("what the server says of a step's instances leaves it intact", () => {
  const made = instance();
  const { document, sent } = opened();
  document.commit({ created: [made] }, by("r1"));
  document.acknowledge(sent[0].key, { revision: 9, instances: [{ ...made, version: 9 }], deleted: [] });
  assert.equal(document.isIntact("r1"), true);
});

test("a step has touched what it changed and deleted, not what it made", () => {
  const [one, two, made] = [instance(), instance(), instance()];
  const { document } = opened([one, two]);
  document.commit({ created: [made], ...update(one.id, { label: "dog" }), deleted: [two.id] }, by("r1"));
  assert.deepEqual([one, two, made].map(({ id }) => document.touched("r1", id)), [true, true, false]);
  assert.equal(document.touched("r2", one.id), false);
});

test("without a step the instances are as they were, the others as they are", () => {
  const [drawn, changed, made, other] = [instance(), instance(), instance(), instance()];
  const { document } = opened([drawn, changed]);
  document.commit({ created: [made], ...update(changed.id, { label: "dog" }), deleted: [drawn.id] }, by("r1"));
  document.commit({ created: [other] }, human());
  const { file, get, all } = document.without("r1");
  assert.deepEqual(all().map(({ id }) => id), [changed.id, other.id, drawn.id]);
  assert.deepEqual([get(drawn.id), get(changed.id).label, get(made.id), get(other.id)], [drawn, "cat", undefined, other]);
  assert.deepEqual([file, document.get(changed.id).label], [document.file, "dog"], "and nothing is changed by looking");
  assert.equal(document.without("r2").get(made.id), made);
});

test("what others change is shown and told, is no step of ours and is not sent again", () => {
  const [one, two] = [instance(), instance()];
  const { document, sent, told } = opened([one, two]);
  const fresh = instance();
  const remote = { actor: "remote", title: "Elsewhere", hosted: true };
  document.receive({ created: [fresh], updated: [{ ...one, label: "dog", version: 2 }], deleted: [two.id, "gone"], revision: 8 }, remote);
  assert.deepEqual([ids(document), document.get(one.id).label], [[one.id, fresh.id], "dog"]);
  assert.deepEqual([sent, document.undoTitle()], [[], null]);
  const [{ created, updated, deleted, origin }] = told;
  assert.deepEqual([created, deleted, origin], [[fresh], [two], remote]);
  assert.equal(updated[0].after.geometry, one.geometry, "what did not change stays the very same, so that runs under way hold");
});

test("what comes twice, or late, changes nothing", () => {
  const [one, two] = [instance({ version: 5 }), instance()];
  const { document, told } = opened([one, two]);
  const elsewhere = { actor: "remote", title: "Elsewhere" };
  document.receive({ created: [], updated: [{ ...one, label: "dog", version: 4 }], deleted: [two.id], revision: 7 }, elsewhere);
  assert.deepEqual([told, document.get(one.id).label, document.count()], [[], "cat", 2]);
  const news = { created: [], updated: [{ ...one, label: "cup", version: 6 }], deleted: [two.id], revision: 9 };
  for (const revision of [9, 9, 8]) document.receive({ ...news, revision }, elsewhere);
  assert.deepEqual([told.length, document.get(one.id).label], [1, "cup"]);
});

test("undo keeps what others made of another field meanwhile out of its way", () => {
  const one = instance();
  const { document } = opened([one]);
  document.commit(update(one.id, { geometry: box(1, 1, 2, 2) }), human("Move"));
  document.receive({ created: [], updated: [], deleted: [one.id], revision: 8 }, { actor: "remote", title: "Elsewhere" });
  assert.equal(document.undo(), "Move");
  assert.equal(document.count(), 0, "what another deleted is not brought back by undoing a move");
});

test("an update to what is there already is no change", () => {
  const one = instance({ attributes: { age: 3 } });
  const { document, sent, told } = opened([one]);
  const gone = instance();
  document.commit({ created: [gone] }, human());
  document.undo();
  const applied = document.commit(update(one.id, { geometry: { ...one.geometry }, label: one.label, attributes: { age: 3 } }), human());
  assert.deepEqual([applied.updated, sent.length, told.length, document.redoTitle()], [[], 2, 2, "Edit"]);
  assert.equal(document.get(one.id), one);
});

const A = instance({ id: "a" });
const [B, C] = [{ ...A, label: "dog" }, { ...A, label: "cup" }];
const nothing = { created: [], updated: [], deleted: [] };
for (const [why, first, second, expected] of [
  ["made and changed is made as changed", { created: [A] }, { updated: [{ before: A, after: B }] }, { created: [B] }],
  ["made and deleted is nothing", { created: [A] }, { deleted: [A] }, {}],
  ["changed twice is one change", { updated: [{ before: A, after: B }] }, { updated: [{ before: B, after: C }] }, { updated: [{ before: A, after: C }] }],
  ["changed and changed back is nothing", { updated: [{ before: A, after: B }] }, { updated: [{ before: B, after: { ...A, version: 3 } }] }, {}],
  ["changed and deleted is deleted as it was", { updated: [{ before: A, after: B }] }, { deleted: [B] }, { deleted: [A] }],
  ["deleted and made again as it was is nothing", { deleted: [A] }, { created: [{ ...A, version: 9 }] }, {}],
  ["deleted and made again otherwise is a change", { deleted: [A] }, { created: [B] }, { updated: [{ before: A, after: B }] }],
  ["made, deleted and made again is made", { created: [A], deleted: [] }, { deleted: [A], created: [B] }, { created: [B] }],
  ["deleted and made in one is a change", {}, { deleted: [A], created: [B] }, { updated: [{ before: A, after: B }] }],
  ["nothing and nothing is nothing", {}, {}, {}],
]) {
  test(`two changes in one: ${why}`, () => assert.deepEqual(composed({ ...nothing, ...first }, { ...nothing, ...second }), { ...nothing, ...expected }));
}

test("versions and provenance make no difference, fields do", () => {
  assert.equal(isSame(A, { ...A, version: 9, provenance: null }), true);
  assert.equal(isSame(A, { ...A, geometry: { ...A.geometry } }), false, "fields are compared by identity: the store keeps the very values");
  assert.equal(isSame(undefined, A), false);
});

test("of what arrives, the values that are equal are the ones that were there", () => {
  const before = instance({ attributes: { a: [1] } });
  const after = keeping(before, structuredClone({ ...before, label: "dog", version: 2 }));
  assert.equal(after.geometry, before.geometry);
  assert.equal(after.attributes, before.attributes);
  assert.deepEqual([after.label, after.version], ["dog", 2]);
});

/** A document as simple as can be: a list of steps with what each wants, played from the start. */
function naive() {
  const done = [];
  const undone = [];
  const play = (steps) => Object.fromEntries(Object.entries(steps.reduce((state, { wishes }) => granted(state, wishes), {})).toSorted());
  const at = (step) => done.findLastIndex((one) => one.step === step);
  const turn = (from, to) => from.length && to.push(from.pop());
  /** What comes to nothing is no step. */
  const tidy = () => done.splice(0, done.length, ...done.filter((one) => Object.keys(play([one])).length));
  return {
    seen: () => play(done),
    commit(step, wishes) {
      if (JSON.stringify(play([...done, { wishes }])) === JSON.stringify(play(done))) return;
      undone.length = 0;
      if (at(step) < 0) done.push({ step, wishes });
      else done[at(step)].wishes = [...done[at(step)].wishes, ...wishes];
      tidy();
    },
    replace(step, wishes) {
      undone.length = 0;
      if (at(step) < 0) done.push({ step, wishes });
      else done[at(step)].wishes = wishes;
      tidy();
    },
    revoke: (step) => at(step) >= 0 && done.splice(at(step), 1),
    undo: () => turn(done, undone),
    redo: () => turn(undone, done),
  };
}

/** @param {Record<string, string>} state */
function granted(state, wishes) {
  const next = { ...state };
  for (const [id, label] of wishes) {
    if (label === null) delete next[id];
    else next[id] = label;
  }
  return next;
}

for (const seed of Array.from({ length: 30 }, (_, i) => i + 1)) {
  test(`steps in any order end where a naive model ends (seed ${seed})`, () => {
    const random = randomFrom(seed);
    const among = (list) => list[Math.floor(random() * list.length)];
    const { document, sent } = opened();
    const mirror = opened().document;
    const model = naive();
    const labels = () => Object.fromEntries(document.all().map(({ id, label }) => [id, label]).toSorted());
    /** Turn a wish (an id and its label, null for none) into a change set on what is there. */
    const asChange = (wishes, there) => {
      const change = { created: [], updated: [], deleted: [] };
      for (const [id, label] of wishes) {
        if (label === null) change.deleted.push(id);
        else if (there(id)) change.updated.push({ id, fields: { label } });
        else change.created.push(instance({ id, label, geometry: point() }));
      }
      return change;
    };
    const steps = ["r1", "r2", "r3"];
    for (let i = 0; i < 80; i++) {
      const step = among(steps);
      const wishes = ["x", "y"].filter(() => random() < 0.7).map((name) => [`${step}-${name}`, among([null, "cat", "dog", "cup"])]);
      const what = among(["commit", "commit", "undo", "redo", "replace", "revoke"]);
      if (what === "commit") {
        document.commit(asChange(wishes, document.get), by(step));
        model.commit(step, wishes);
      } else if (what === "replace") {
        // A run that is run again makes its shapes anew.
        const fresh = wishes.filter(([, label]) => label !== null);
        document.replace(step, asChange(fresh, () => false), by(step));
        model.replace(step, fresh);
      } else if (what === "revoke") {
        document.revoke(step, by(step));
        model.revoke(step);
      } else {
        document[what]();
        model[what]();
      }
      assert.deepEqual(labels(), model.seen(), `after ${i}: ${what} ${step} ${JSON.stringify(wishes)}`);
    }
    for (const { created, updated, deleted } of sent) {
      const whole = created.map((one) => ({ ...one, file: "file-1", version: 1 }));
      mirror.commit({ created: whole, updated: updated.map(({ id, ...fields }) => ({ id, fields })), deleted }, human());
    }
    assert.deepEqual(seen(mirror), seen(document), "what was sent comes to the same");
  });
}
