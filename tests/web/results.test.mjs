// What a run may change: every refusal with its message, and what is taken as it is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { result as validate } from "../../web/js/generated/messages.js";
import { accepted, LIMITS, Rejected } from "../../web/js/host/results.js";
import { box, instance, mask, opened, point, polygon, polyline, randomFrom } from "./samples.mjs";

const CASES = JSON.parse(readFileSync(new URL("./result_cases.json", import.meta.url), "utf8"));
const WRITE = ["instances:write"];
const LABELS = ["cat", "dog"];
const PROVENANCE = { actor: "script", script: "limner/trace", run: "r1", edited_by: [] };

const created = (fields = {}) => ({ geometry: box(), label: "cat", attributes: {}, id: "a1b2c3d4", frame: 0, locked: false, hidden: false, ...fields });
const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** Check a change set as the page does: first the schema, then the host. */
function take(changes, { instances = [], grants = WRITE, labels = LABELS } = {}) {
  const message = JSON.parse(JSON.stringify({ type: "result", run: "r1", changes, ms: 1, skipped: false }));
  assert.ok(validate(message), `the schema refuses it: ${JSON.stringify(validate.errors)}`);
  return accepted(message.changes, { document: opened(instances).document, labels, grants, provenance: PROVENANCE });
}

const refused = (changes, message, around) => assert.throws(() => take(changes, around), (error) => {
  assert.ok(error instanceof Rejected, String(error.stack));
  if (message instanceof RegExp) assert.match(error.message, message);
  else assert.equal(error.message, message);
  return true;
});

for (const { why, geometry, problem, clamped } of CASES) {
  test(`${why}: ${problem ? "refused" : "taken"}`, () => {
    if (problem) refused({ created: [created({ geometry })] }, `instance 1: ${problem}`);
    else assert.deepEqual(take({ created: [created({ geometry })] }).created[0].geometry, clamped ?? geometry);
  });
}

test("a created instance is whole, and the page says where it came from", () => {
  const change = take({ created: [created({ attributes: { age: 3 }, score: 0.9, locked: true })] });
  assert.deepEqual(change, {
    created: [{
      id: "a1b2c3d4", file: "file-1", geometry: box(), label: "cat", frame: 0, attributes: { age: 3 }, score: 0.9, locked: true, hidden: false,
      group: null, order: 0, links: [], version: 1, provenance: { ...PROVENANCE, score: 0.9 },
    }],
    updated: [],
    deleted: [],
    suggested: [],
  });
});

test("a script cannot say where its instance came from, its file, its frame or its version", () => {
  const forged = { provenance: { actor: "human", edited_by: [] }, file: "other", version: 99, frame: 5 };
  const [one] = take({ created: [created(forged)] }).created;
  assert.deepEqual([one.provenance.actor, one.file, one.version, one.frame], ["script", "file-1", 1, 0]);
});

test("groups, orders and links are taken, and bounded", () => {
  const bonds = { group: "pair", order: -2, links: [{ to: "elsewhere", name: "holds" }] };
  const one = instance();
  const { created: [made], updated: [change] } = take({ created: [created(bonds)], updated: [{ id: one.id, ...bonds }] }, { instances: [one] });
  assert.deepEqual([made.group, made.order, made.links], Object.values(bonds));
  assert.deepEqual(change.fields, bonds);
  for (const wrong of [{ group: "g".repeat(65) }, { order: 2 ** 31 }, { links: Array(101).fill({ to: "x", name: "" }) }]) {
    assert.throws(() => take({ created: [created(wrong)] }), Rejected);
    assert.throws(() => take({ updated: [{ id: one.id, ...wrong }] }, { instances: [one] }), Rejected);
  }
});

test("an update takes what it gives and nothing else", () => {
  const one = instance();
  const { updated } = take({ updated: [{ id: one.id, label: "dog", version: 99, file: "other", provenance: null, score: 1 }] }, { instances: [one] });
  assert.deepEqual(updated, [{ id: one.id, fields: { label: "dog" } }]);
});

test("an update takes every field there is", () => {
  const one = instance();
  const fields = { geometry: point(200, 200), label: "dog", attributes: { age: null }, locked: false, hidden: true };
  const { updated } = take({ updated: [{ id: one.id, ...fields }] }, { instances: [one] });
  assert.deepEqual(updated, [{ id: one.id, fields: { ...fields, geometry: point(100, 80) } }]);
});

test("an update of null changes nothing", () => {
  const one = instance();
  const nothing = { geometry: null, label: null, attributes: null, locked: null, hidden: null };
  assert.deepEqual(take({ updated: [{ id: one.id, ...nothing }] }, { instances: [one] }).updated, [{ id: one.id, fields: {} }]);
});

test("a deletion is taken", () => {
  const one = instance();
  assert.deepEqual(take({ deleted: [one.id] }, { instances: [one] }).deleted, [one.id]);
});

test("no changes need no grant", () => {
  assert.deepEqual(take({}, { grants: [] }), { created: [], updated: [], deleted: [], suggested: [] });
});

test("a result without a change set changes nothing", () => {
  const around = { document: opened().document, labels: LABELS, grants: WRITE, provenance: PROVENANCE };
  assert.ok(validate({ type: "result", run: "r1" }), "the wire lets it be left out");
  assert.deepEqual(accepted(undefined, around), { created: [], updated: [], deleted: [], suggested: [] });
});

for (const changes of [{ created: [created()] }, { updated: [{ id: "x" }] }, { deleted: ["x"] }]) {
  test(`${Object.keys(changes)} needs the grant to write`, () =>
    refused(changes, 'it changes instances without the grant "instances:write"', { grants: ["image:read", "instances:read"] }));
}

test("more changes than the limit are refused before anything is looked at", () => {
  const deleted = many(LIMITS.instances + 1, () => "gone");
  refused({ deleted }, "50,001 changes at once, at most 50,000 are taken");
});

test("the limit counts created, updated and deleted together", () => {
  const one = instance();
  const changes = { created: [created()], updated: many(25_000, () => ({ id: one.id })), deleted: many(25_000, () => one.id) };
  refused(changes, "50,001 changes at once, at most 50,000 are taken", { instances: [one] });
});

test("as many changes as the limit are taken", () => {
  const all = many(LIMITS.instances, (i) => created({ id: `instance-${i}`, geometry: point(1, 1) }));
  assert.equal(take({ created: all }).created.length, LIMITS.instances);
});

test("more vertices than the limit are refused", () => {
  const points = many(LIMITS.vertices + 1, (i) => [i / 200, (i * 7) % 50]);
  refused({ created: [created({ geometry: polyline(...points) })] }, "instance 1: polyline has 10,001 points, at most 10,000 are taken; simplify it first");
  assert.equal(take({ created: [created({ geometry: polyline(...points.slice(1)) })] }).created.length, 1);
});

test("a mask may have as many runs as it has pixels", () => {
  const rle = many(8_000, () => 1);
  assert.deepEqual(take({ created: [created({ geometry: mask([0, 0, 100, 80], rle) })] }).created[0].geometry.rle, rle);
});

test("a mask of very many runs is no burden", () => {
  const rle = many(1_000_000, () => 1);
  const [one] = take({ created: [created({ geometry: mask([0, 0, 1000, 1000], rle) })] }).created;
  assert.deepEqual(one.geometry.bounds, [0, 0, 100, 80]);
});

test("a mask that says it is far larger than the file is cut to it without walking its rows", () => {
  const rows = 2 ** 44;
  const [one] = take({ created: [created({ geometry: mask([-5, -5, 200, rows], [0, 200 * rows]) })] }).created;
  assert.deepEqual(one.geometry, mask([0, 0, 100, 80], [0, 8_000]));
});

for (const [bounds, rle] of [[[0, 0, -2, -3], [0, 6]], [[0, 0, -2, 3], [-6]], [[0, 0, 2.5, 2], [0, 5]], [[0.5, 0, 2, 2], [0, 4]]]) {
  test(`a mask over ${JSON.stringify(bounds)} is refused`, () =>
    refused({ created: [created({ geometry: mask(bounds, rle) })] }, /^instance 1: mask/));
}

for (const [value, text] of [["1e999", "infinite"], ["-1e999", "infinite, below"]]) {
  test(`a coordinate that is ${text} is refused`, () => {
    const changes = JSON.parse(JSON.stringify({ created: [created({ geometry: polygon([[1, 1], [5, 5], [9, "X"]]) })] }).replace('"X"', value));
    const around = { document: opened().document, labels: LABELS, grants: WRITE, provenance: PROVENANCE };
    assert.throws(() => accepted(changes, around), { message: "instance 1: polygon has a coordinate that is no finite number" });
  });
}

test("a polygon outside is refused whatever its coordinates", () => {
  const random = randomFrom(7);
  for (let i = 0; i < 200; i++) {
    const outer = many(3 + Math.floor(random() * 20), () => [120 + random() * 50, random() * 80]);
    refused({ created: [created({ geometry: polygon(outer) })] }, "instance 1: polygon lies outside the file, which is 100 x 80");
  }
});

test("a shape of next to no area is taken where it is inside", () => {
  const tiny = polygon([[1, 1], [1.0001, 1], [1, 1.0001]]);
  assert.deepEqual(take({ created: [created({ geometry: tiny })] }).created[0].geometry, tiny);
});

for (const [geometry, whole] of [
  [{ kind: "box", x: 1, y: 2, width: 3, height: 4 }, box(1, 2, 3, 4)],
  [{ kind: "ellipse", x: 9, y: 9, rx: 3, ry: 4 }, { kind: "ellipse", x: 9, y: 9, rx: 3, ry: 4, rotation: 0 }],
  [{ kind: "polygon", parts: [{ outer: [[1, 1], [5, 1], [5, 5]] }] }, polygon([[1, 1], [5, 1], [5, 5]])],
  [{ kind: "keypoints", points: [{ name: "nose", x: 1, y: 1 }] }, { kind: "keypoints", points: [{ name: "nose", x: 1, y: 1, visible: 2 }], edges: [] }],
]) {
  test(`a ${geometry.kind} without what the wire lets it leave out is made whole`, () =>
    assert.deepEqual(take({ created: [created({ geometry })] }).created[0].geometry, whole));
}

test("a cuboid's faces are made whole", () => {
  const face = { kind: "box", x: 1, y: 2, width: 3, height: 4 };
  const [one] = take({ created: [created({ geometry: { kind: "cuboid", front: face, rear: face } })] }).created;
  assert.deepEqual(one.geometry, { kind: "cuboid", front: box(1, 2, 3, 4), rear: box(1, 2, 3, 4) });
});

for (const score of [-0.1, 1.1, 1e300]) {
  test(`a score of ${score} is refused`, () => refused({ created: [created({ score })] }, `instance 1: score is ${score}, expected 0 to 1`));
}
for (const score of [0, 1, null]) {
  test(`a score of ${score} is taken`, () => assert.equal(take({ created: [created({ score })] }).created[0].score, score));
}

test("a label that the project does not have is refused with those it has", () => {
  refused({ created: [created({ label: "bird" })] }, "instance 1: label 'bird' does not exist in this project (there are: 'cat', 'dog'): add it there first");
  refused({ created: [created({ label: "bird" })] }, "instance 1: label 'bird' does not exist in this project (there are: none): add it there first", { labels: [] });
});

test("an update to a label that the project does not have is refused", () => {
  const one = instance();
  refused({ updated: [{ id: one.id, label: "bird" }] }, /^update of instance-\d+: label 'bird' does not exist/, { instances: [one] });
});

test("an instance may have no label", () => assert.equal(take({ created: [created({ label: null })] }).created[0].label, null));

test("an update's shape is checked and clamped like a new one's", () => {
  const one = instance({ id: "one-instance" });
  refused({ updated: [{ id: one.id, geometry: polyline([1, 1]) }] }, "update of one-instance: polyline has 1 point, needs at least 2", { instances: [one] });
});

for (const id of ["short", "with space", "a/../../b", "x".repeat(65), "äöüäöüäö", "<b>bold</b>", "", "good-id1\n", null]) {
  test(`the id ${JSON.stringify(id)?.slice(0, 20)} is refused`, () =>
    refused({ created: [created({ id })] }, `instance 1: its id ${JSON.stringify(id ?? "")} is taken or no id`));
}

test("an id of its own is needed", () => {
  const one = instance({ id: "one-instance" });
  refused({ created: [created({ id: "one-instance" })] }, /^instance 1: its id "one-instance" is taken/, { instances: [one] });
  refused({ created: [created(), created()] }, /^instance 2: its id "a1b2c3d4" is taken/);
});

test("an id that names a property of every object is an id like any other", () => {
  for (const id of ["constructor", "hasOwnProperty", "__proto__-1", "toString-"]) assert.equal(take({ created: [created({ id })] }).created[0].id, id);
  refused({ deleted: ["__proto__"] }, "deletion of __proto__: no such instance on this file");
});

test("an instance that is not on the file is neither updated nor deleted", () => {
  refused({ updated: [{ id: "elsewhere" }] }, "update of elsewhere: no such instance on this file");
  refused({ deleted: ["elsewhere"] }, "deletion of elsewhere: no such instance on this file");
});

test("one bad item rejects all", () => {
  const one = instance();
  const good = many(20, (i) => created({ id: `instance-${i}-new` }));
  const bad = { created: [...good, created({ geometry: polyline([1, 1]) })], updated: [{ id: one.id, label: "dog" }], deleted: [] };
  refused(bad, "instance 21: polyline has 1 point, needs at least 2", { instances: [one] });
});

test("attributes named like properties of every object are data", () => {
  const message = JSON.stringify({ created: [created()] }).replace('"attributes":{}', '"attributes":{"__proto__":{"admin":true},"constructor":1}');
  const around = { document: opened().document, labels: LABELS, grants: WRITE, provenance: PROVENANCE };
  const [one] = accepted(JSON.parse(message), around).created;
  assert.equal(one.attributes.admin, undefined);
  assert.equal(JSON.stringify(one.attributes), '{"__proto__":{"admin":true},"constructor":1}');
  assert.equal({}.admin, undefined);
});

/** Nest a list so deep that writing it as JSON again overflows the stack. */
const nested = () => JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);

test("attributes nested without end are refused", () => {
  const one = instance({ id: "one-instance" });
  const around = { document: opened([one]).document, labels: LABELS, grants: WRITE, provenance: PROVENANCE };
  const deep = { a: nested() };
  assert.throws(() => JSON.stringify(deep), RangeError);
  assert.throws(() => accepted({ created: [created({ attributes: deep })] }, around), { message: "instance 1: its attributes are nested too deep" });
  assert.throws(() => accepted({ updated: [{ id: one.id, attributes: deep }] }, around), { message: "update of one-instance: its attributes are nested too deep" });
});

test("a shape with something nested without end is refused", () => {
  const around = { document: opened().document, labels: LABELS, grants: WRITE, provenance: PROVENANCE };
  assert.throws(() => accepted({ created: [created({ geometry: { ...point(), more: nested() } })] }, around), Rejected);
});

test("attributes as people write them are taken", () => {
  const attributes = { pose: "sitting", tags: ["a", ["b"]], more: { deep: { deeper: [1] } }, none: null };
  assert.deepEqual(take({ created: [created({ attributes })] }).created[0].attributes, attributes);
});

for (const geometry of [{ kind: "star" }, { kind: "toString" }, { kind: "__proto__" }, {}, null, 5, "box", []]) {
  test(`a shape that is ${JSON.stringify(geometry)} passes neither the schema nor the host`, () => {
    const changes = { created: [created({ geometry })] };
    assert.equal(validate({ type: "result", run: "r1", changes, ms: 1, skipped: false }), false);
    const around = { document: opened().document, labels: LABELS, grants: WRITE, provenance: PROVENANCE };
    assert.throws(() => accepted(changes, around), { message: `instance 1: there is no shape of kind ${JSON.stringify(geometry?.kind)}` });
  });
}

test("what was refused did not touch the document", () => {
  const one = instance();
  const { document, sent } = opened([one]);
  const before = document.all();
  assert.throws(() => accepted({ updated: [{ id: one.id, label: "dog" }], deleted: ["gone"] }, { document, labels: LABELS, grants: WRITE, provenance: PROVENANCE }), Rejected);
  assert.deepEqual([document.all(), sent], [before, []]);
});
