// The instances of one file: changes, undo and redo, what is sent, what the server answers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { differing } from "../../web/js/store/applied.js";
import { newId } from "../../web/js/store/document.js";
import { box, human, instance, opened, point, randomFrom } from "./samples.mjs";

const update = (id, fields) => ({ updated: [{ id, fields }] });

/** Give what a person sees of the instances, by id. */
function seen(document) {
  const all = document.all().map(({ id, geometry, label, attributes, locked, hidden }) => ({ id, geometry, label, attributes, locked, hidden }));
  return structuredClone(all.sort((a, b) => (a.id < b.id ? -1 : 1)));
}

test("a created instance is there, sent without file and version, and told", () => {
  const { document, sent, told } = opened();
  const one = instance();
  document.commit({ created: [one] }, human("Draw box"));
  assert.equal(document.get(one.id), one);
  const { file: _, version: __, ...rest } = one;
  const { key, origin } = sent[0];
  const { page, step, ...who } = origin;
  assert.deepEqual(sent, [{ key, base: 7, merge: true, created: [rest], updated: [], deleted: [], origin }]);
  assert.deepEqual(who, { actor: "human", title: "Draw box", script: null, run: null, turn: null, author: "local" });
  assert.match(page, /^[0-9a-f]{32}-[0-9a-f]{12}$/);
  assert.deepEqual(told, [{ created: [one], updated: [], deleted: [], origin: { ...human("Draw box"), step } }]);
});

test("an update changes what it names and counts the version", () => {
  const one = instance({ attributes: { pose: "sitting" } });
  const { document } = opened([one]);
  document.commit(update(one.id, { label: "dog" }), human());
  assert.deepEqual(document.get(one.id), { ...one, label: "dog", version: 2 });
});

test("only the fields that differ are sent", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit(update(one.id, { label: "dog", hidden: false }), human());
  assert.deepEqual(sent[0].updated, [{ id: one.id, label: "dog" }]);
});

test("a field of null or undefined stays", () => {
  const one = instance();
  const { document } = opened([one]);
  document.commit(update(one.id, { geometry: null, label: undefined, hidden: true }), human());
  assert.deepEqual(document.get(one.id), { ...one, hidden: true, version: 2 });
});

test("attributes are merged, those that changed are sent, one that went as null", () => {
  const one = instance({ attributes: { pose: "sitting", age: 3 } });
  const { document, sent } = opened([one]);
  document.commit(update(one.id, { attributes: { pose: null, colour: "red" } }), human());
  assert.deepEqual(document.get(one.id).attributes, { age: 3, colour: "red" });
  assert.deepEqual(sent[0].updated, [{ id: one.id, attributes: { pose: null, colour: "red" } }]);
});

for (const name of ["constructor", "toString", "__proto__"]) {
  test(`an attribute named ${name} is an attribute like any other`, () => {
    const given = JSON.parse(`{"${name}": "x"}`);
    const one = instance({ attributes: given });
    const { document, sent } = opened([one]);
    document.commit(update(one.id, { attributes: JSON.parse(`{"${name}": null}`) }), human());
    assert.deepEqual(Object.keys(document.get(one.id).attributes), []);
    assert.equal(JSON.stringify(sent[0].updated[0].attributes), `{"${name}":null}`);
    document.undo();
    assert.equal(JSON.stringify(document.get(one.id).attributes), `{"${name}":"x"}`);
  });
}

test("attributes of the prototype are never reached", () => {
  const { document } = opened([instance({ id: "one-instance" })]);
  document.commit(update("one-instance", { attributes: JSON.parse('{"__proto__": {"admin": true}}') }), human());
  assert.equal(document.get("one-instance").attributes.admin, undefined);
  assert.equal({}.admin, undefined);
});

test("two updates of one instance in one change are both applied, as one", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit({ updated: [{ id: one.id, fields: { label: "dog" } }, { id: one.id, fields: { attributes: { age: 3 } } }] }, human());
  assert.deepEqual(document.get(one.id), { ...one, label: "dog", attributes: { age: 3 }, version: 2 });
  assert.deepEqual(sent[0].updated, [{ id: one.id, label: "dog", attributes: { age: 3 } }]);
  document.undo();
  assert.deepEqual(seen(document), seen(opened([one]).document));
});

test("a change to an instance that is not there is ignored and sent to nobody", () => {
  const { document, sent, told } = opened([instance()]);
  const applied = document.commit({ updated: [{ id: "gone", fields: { label: "dog" } }], deleted: ["gone"] }, human());
  assert.deepEqual(applied, { created: [], updated: [], deleted: [] });
  assert.deepEqual([sent, told, document.undoTitle()], [[], [], null]);
});

test("a change to a missing instance does not keep the others from being applied", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit({ updated: [{ id: "gone", fields: { label: "dog" } }, { id: one.id, fields: { label: "dog" } }] }, human());
  assert.deepEqual(sent[0].updated, [{ id: one.id, label: "dog" }]);
});

test("an instance that is deleted is not updated as well", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit({ updated: [{ id: one.id, fields: { label: "dog" } }], deleted: [one.id, one.id] }, human());
  assert.deepEqual([sent[0].updated, sent[0].deleted], [[], [one.id]]);
});

test("the run behind a change is sent with it", () => {
  const { document, sent } = opened();
  document.commit({ created: [instance()] }, { actor: "script", title: "Trace", script: "limner/trace", run: "r1", chain: ["limner/trace"], at: 5 });
  const { actor, title, script, run } = sent[0].origin;
  assert.deepEqual({ actor, title, script, run }, { actor: "script", title: "Trace", script: "limner/trace", run: "r1" });
});

test("every change counts the revision", () => {
  const { document } = opened([], { revision: 7 });
  document.commit({ created: [instance()] }, human());
  document.undo();
  assert.equal(document.revision(), 9);
});

test("what is undone is sent as a change by undo under its title", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit({ deleted: [one.id] }, human("Delete box"));
  assert.equal(document.undo(), "Delete box");
  assert.deepEqual(sent[1].created.map(({ id }) => id), [one.id]);
  assert.deepEqual(sent[1].origin, { ...sent[0].origin, actor: "undo", turn: "undo" }, "it names the step that it takes back");
});

test("undo of an added attribute removes it on the server", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit(update(one.id, { attributes: { age: 3 } }), human());
  document.undo();
  assert.deepEqual(sent[1].updated, [{ id: one.id, attributes: { age: null } }]);
});

test("undo and redo name what they would do", () => {
  const { document } = opened();
  assert.deepEqual([document.undoTitle(), document.redoTitle()], [null, null]);
  document.commit({ created: [instance()] }, human("Draw box"));
  document.commit({ created: [instance()] }, human("Draw polygon"));
  document.undo();
  assert.deepEqual([document.undoTitle(), document.redoTitle()], ["Draw box", "Draw polygon"]);
});

test("with nothing to undo or redo nothing happens", () => {
  const { document, sent } = opened([instance()]);
  assert.deepEqual([document.undo(), document.redo(), sent], [null, null, []]);
});

test("a new change makes what was undone unreachable", () => {
  const { document } = opened();
  document.commit({ created: [instance()] }, human("Draw box"));
  document.undo();
  document.commit({ created: [instance()] }, human("Draw polygon"));
  assert.deepEqual([document.redo(), document.redoTitle(), document.count()], [null, null, 1]);
});

test("a change that changes nothing keeps what was undone", () => {
  const { document } = opened();
  document.commit({ created: [instance()] }, human("Draw box"));
  document.undo();
  document.commit({ deleted: ["gone"] }, human());
  assert.equal(document.redoTitle(), "Draw box");
});

test("the oldest of more than 500 steps is forgotten", () => {
  const one = instance();
  const { document } = opened([one]);
  for (let i = 0; i <= 500; i++) document.commit(update(one.id, { geometry: point(i, 0) }), human());
  while (document.undo());
  assert.deepEqual(document.get(one.id).geometry, point(0, 0));
});

for (const seed of [1, 2, 3, 4, 5]) {
  test(`undoing all changes gives the start, redoing all the end (seed ${seed})`, () => {
    const random = randomFrom(seed);
    const start = Array.from({ length: 5 }, () => instance({ attributes: { age: 1, pose: "sitting" } }));
    const { document } = opened(start);
    const states = [seen(document)];
    const among = (list) => list[Math.floor(random() * list.length)];
    const some = (make) => Array.from({ length: Math.floor(random() * 3) }, make);
    const fields = () =>
      among([
        { geometry: box(random() * 50, random() * 50) },
        { label: among(["cat", "dog"]) },
        { attributes: { [among(["age", "pose", "colour"])]: among([null, 1, "red", [1, 2]]) } },
        { locked: random() < 0.5, hidden: random() < 0.5 },
      ]);
    for (let i = 0; i < 60; i++) {
      const ids = document.all().map(({ id }) => id);
      const change = {
        created: some(() => instance({ geometry: point(random(), random()) })),
        updated: ids.length ? some(() => ({ id: among(ids), fields: fields() })) : [],
        deleted: ids.length ? some(() => among(ids)).slice(1) : [],
      };
      const applied = document.commit(change, human(String(i)));
      if (applied.created.length + applied.updated.length + applied.deleted.length) states.push(seen(document));
    }
    for (const state of states.slice(0, -1).toReversed()) {
      document.undo();
      assert.deepEqual(seen(document), state);
    }
    assert.equal(document.undoTitle(), null);
    for (const state of states.slice(1)) {
      document.redo();
      assert.deepEqual(seen(document), state);
    }
    assert.equal(document.redoTitle(), null);
  });
}

test("undo brings back, in order, what another deleted and what was changed before that", () => {
  const one = instance();
  const { document } = opened([one]);
  document.commit(update(one.id, { label: "dog" }), human("Change label"));
  document.commit({ deleted: [one.id] }, { actor: "remote", title: "Delete" });
  assert.equal(document.undo(), "Delete");
  assert.equal(document.get(one.id).label, "dog");
  assert.equal(document.undo(), "Change label");
  assert.equal(document.get(one.id).label, "cat");
});

test("undo takes back a script's change to what a person drew, then the drawing", () => {
  const { document } = opened();
  const [drawn, traced] = [instance(), instance()];
  document.commit({ created: [drawn] }, human("Draw box"));
  document.commit({ created: [traced], deleted: [drawn.id] }, { actor: "script", title: "Trace", script: "limner/trace", run: "r1" });
  document.undo();
  assert.deepEqual(document.all().map(({ id }) => id), [drawn.id]);
  document.undo();
  assert.equal(document.count(), 0);
});

test("undo keeps the version and provenance that the server gave meanwhile", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit(update(one.id, { label: "dog" }), human());
  const edited = { ...one.provenance, edited_by: [{ actor: "local", at: "2026-01-01T00:00:00Z", changed: ["label"] }] };
  document.acknowledge(sent[0].key, { revision: 8, instances: [{ ...one, label: "dog", version: 40, provenance: edited }], deleted: [] });
  document.undo();
  assert.deepEqual(document.get(one.id), { ...one, version: 41, provenance: edited });
});

test("an acknowledgement of what was sent brings version and provenance and tells nobody", () => {
  const one = instance();
  const { document, sent, told } = opened([one]);
  const geometry = box(1, 1, 5, 5);
  document.commit(update(one.id, { geometry }), human());
  const stored = structuredClone({ ...one, geometry, version: 2, provenance: { actor: "import", edited_by: [] } });
  document.acknowledge(sent[0].key, { revision: 8, instances: [stored], deleted: [] });
  assert.deepEqual(document.get(one.id), stored);
  assert.equal(document.get(one.id).geometry, geometry, "a run under way compares the geometry it started with");
  assert.deepEqual([document.revision(), told.length], [8, 1]);
});

test("an acknowledgement of what was deleted meanwhile brings nothing back", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  document.commit(update(one.id, { label: "dog" }), human());
  document.commit({ deleted: [one.id] }, human());
  document.acknowledge(sent[0].key, { revision: 8, instances: [{ ...one, label: "dog", version: 2 }], deleted: [] });
  assert.equal(document.count(), 0);
});

test("who stopped listening hears nothing more", () => {
  const { document } = opened();
  let heard = 0;
  const stop = document.listen(() => (heard += 1));
  document.commit({ created: [instance()] }, human());
  stop();
  document.commit({ created: [instance()] }, human());
  assert.equal(heard, 1);
});

test("equal instances do not differ", () => {
  const one = instance();
  assert.deepEqual(differing(one, { ...one, version: 5, score: 1 }), {});
});

test("new ids are such as a result may carry, and never the same", () => {
  const ids = Array.from({ length: 1000 }, newId);
  assert.equal(new Set(ids).size, 1000);
  assert.ok(ids.every((id) => /^[0-9a-f]{32}$/.test(id)));
});
