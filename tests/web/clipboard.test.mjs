// What is pasted may come from anywhere: what is no shape is left out, and nothing of it stops the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { read } from "../../web/js/pages/clipboard.js";

const BOX = { kind: "box", x: 1, y: 2, width: 30, height: 40, rotation: 0 };
const copied = (...instances) => read(JSON.stringify({ limner: 1, instances }));

test("what is nothing of ours is nothing to paste", () => {
  for (const text of [null, "", "hello", "{", "[]", "null", '{"limner":1}', '{"limner":2,"instances":[]}', '{"limner":1,"instances":{}}']) assert.deepEqual(read(text), []);
});

test("what is no shape is left out of those that are", () => {
  const wrong = [null, 7, {}, { geometry: null }, { geometry: { kind: "blob" } }, { geometry: { ...BOX, width: -1 } }, { geometry: { ...BOX, x: "1" } }, { geometry: { kind: "polygon", parts: [{ outer: [[1, 1]] }] } }];
  assert.deepEqual(copied(...wrong, { id: "a", geometry: BOX }).map(({ id }) => id), ["a"]);
});

test("what is wrong beside a shape is left out", () => {
  const [one] = copied({ id: 5, geometry: BOX, label: 3, attributes: [1], group: "", order: 1.5, links: [null, "x", { to: 1 }, { to: "b", name: "part of" }] });
  assert.deepEqual(one, { id: "5", geometry: BOX, label: null, attributes: {}, group: null, order: 0, links: [{ to: "b", name: "part of" }] });
});
