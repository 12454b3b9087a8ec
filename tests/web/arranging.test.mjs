// Who lies above whom: one place up or down, and the least change of orders that says so.

import assert from "node:assert/strict";
import { test } from "node:test";

import { reordered, stepped } from "../../web/js/pages/arranging.js";
import { read } from "../../web/js/pages/clipboard.js";
import { createSelection } from "../../web/js/pages/selection.js";
import { touches, isInside } from "../../web/js/shapes/touching.js";
import { box, mask, point, polyline, randomFrom, tag } from "./samples.mjs";

const list = (text) => [...text].map((id) => ({ id, order: 0 }));
const ages = (text) => new Map([...text].map((id, age) => [id, age]));
const names = (some) => some.map(({ id }) => id).join("");

test("what is moved passes one that is not, and stops at the end", () => {
  const among = (ids) => (id) => ids.includes(id);
  assert.equal(names(stepped(list("abcde"), among("b"), 1)), "acbde");
  assert.equal(names(stepped(list("abcde"), among("bc"), 1)), "adbce");
  assert.equal(names(stepped(list("abcde"), among("bd"), 1)), "acbed");
  assert.equal(names(stepped(list("abcde"), among("e"), 1)), "abcde");
  assert.equal(names(stepped(list("abcde"), among("bd"), -1)), "badce");
  assert.equal(names(stepped(list("abcde"), among("a"), -1)), "abcde");
});

test("the orders given put any list as it stands, ties by age", () => {
  const random = randomFrom(5);
  for (let round = 0; round < 200; round++) {
    const all = [..."abcdefgh"].map((id) => ({ id, order: Math.floor(random() * 4) - 2 }));
    const wanted = all.toSorted(() => random() - 0.5);
    const changes = new Map(reordered(wanted, ages("abcdefgh")).map(({ id, order }) => [id, order]));
    const drawn = all.map((one) => ({ ...one, order: changes.get(one.id) ?? one.order })).toSorted((a, b) => a.order - b.order);
    assert.equal(names(drawn), names(wanted));
  }
  assert.deepEqual(reordered(list("abc"), ages("abc")), []);
});

test("the one above all of a selection is the last, and what is gone is let go", () => {
  const there = new Set(["a", "b", "c"]);
  const selection = createSelection((id) => (there.has(id) ? /** @type {any} */ ({ id }) : null));
  selection.set(["a", "b"]);
  assert.equal(selection.primary(), "b");
  assert.deepEqual(selection.toggled(["c"]), ["a", "b", "c"]);
  assert.deepEqual(selection.toggled(["a"]), ["b"]);
  assert.deepEqual(selection.toggled(["a", "c"]), ["b", "a", "c"]);
  there.delete("b");
  assert.equal(names(selection.all()), "a");
  selection.settle();
  assert.equal(selection.primary(), "a");
});

test("of very many only the last is drawn in the hand, the others are marked", () => {
  const selection = createSelection((id) => /** @type {any} */ ({ id }));
  selection.set(Array.from({ length: 10_000 }, (_, i) => `s${i}`));
  assert.deepEqual([selection.lifted(), selection.marks("s5"), selection.mark() !== null], [["s9999"], true, true]);
  selection.set(["s1", "s2"]);
  assert.deepEqual([selection.lifted(), selection.marks("s1"), selection.mark()], [["s1", "s2"], false, null]);
});

test("a rectangle takes what is inside, or what it touches by line or area", () => {
  const around = box(10, 10, 100, 100);
  assert.deepEqual([isInside(around, [0, 0, 120, 120]), isInside(around, [0, 0, 60, 120])], [true, false]);
  assert.deepEqual([touches(around, [0, 0, 20, 20]), touches(around, [50, 50, 5, 5]), touches(around, [0, 0, 5, 5])], [true, true, false]);
  const line = polyline([0, 0], [100, 100]);
  assert.deepEqual([touches(line, [40, 40, 20, 20]), touches(line, [60, 0, 30, 30])], [true, false]);
  assert.deepEqual([touches(mask([0, 0, 4, 1], [2, 2]), [0, 0, 1.5, 1]), touches(mask([0, 0, 4, 1], [2, 2]), [0, 0, 3, 1])], [false, true]);
  assert.deepEqual([touches(point(5, 5), [0, 0, 10, 10]), touches(tag(), [0, 0, 10, 10]), isInside(tag(), [0, 0, 10, 10])], [true, false, false]);
});

test("what another program put on the clipboard costs nothing, and only shapes are taken", () => {
  for (const text of [null, "", "hello", "[]", '{"limner":1}', '{"limner":2,"instances":[]}']) assert.deepEqual(read(text), []);
  const good = { id: "a", geometry: { kind: "box", x: 1, y: 2, width: 3, height: 4 }, label: "cat" };
  const bad = [null, 5, {}, { geometry: { kind: "star" } }, { geometry: { kind: "polygon", parts: [] } }, { geometry: { kind: "box", x: "1", width: -1, height: 2 } }, { geometry: { kind: "polygon" } }];
  const found = read(JSON.stringify({ limner: 1, instances: [...bad, good] }));
  assert.deepEqual(found, [{ id: "a", geometry: { kind: "box", x: 1, y: 2, width: 3, height: 4, rotation: 0 }, label: "cat", attributes: {}, group: null, order: 0, links: [] }]);
});
