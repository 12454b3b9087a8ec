// What is read ahead of the files one goes to next: never old, never too much, never in the way.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAhead } from "../../web/js/pages/ahead.js";
import { turn } from "./samples.mjs";

function reading({ sizes = {}, broken = [] } = {}) {
  const waiting = new Map();
  const seen = { asked: [], decoded: [], aborted: [], forgotten: [], unsent: waiting };
  const ahead = createAhead({
    ask: async (id) => {
      seen.asked.push(id);
      await turn();
      if (broken.includes(id)) throw new Error("the server was not reached");
      return { file: { id, width: sizes[id] ?? 10, height: 1 }, items: [], revision: 1 };
    },
    picture: async ({ id }, signal) => {
      signal.addEventListener("abort", () => seen.aborted.push(id));
      seen.decoded.push(id);
      return { id };
    },
    unsent: (id) => waiting.get(id) ?? [],
    isUnsent: (key) => [...waiting.values()].flat().includes(key),
    forget: ({ file }) => seen.forgotten.push(file.id),
  });
  return { ahead, seen };
}

test("files are read in the order they are likely, one after the other, and once", async () => {
  const { ahead, seen } = reading();
  await ahead.prepare(["b", "c", "a"]);
  await ahead.prepare(["b", "c", "a"]);
  assert.deepEqual([seen.asked, seen.decoded], [["b", "c", "a"], ["b", "c", "a"]]);
  assert.equal((await ahead.take("b").answer).file.id, "b");
  assert.equal(ahead.take("b"), null);
  assert.equal(ahead.take("z"), null);
});

test("those one is less likely to go to now are given up", async () => {
  const { ahead, seen } = reading();
  await ahead.prepare(["b", "c"]);
  await ahead.prepare(["c", "d"]);
  assert.deepEqual(ahead.ids(), ["c", "d"]);
  assert.deepEqual(seen.aborted, ["b"]);
  assert.deepEqual(seen.forgotten, ["b"]);
});

test("an answer is left out where it may be old, the picture is not", async () => {
  const { ahead, seen } = reading();
  seen.unsent.set("b", ["key-1"]);
  await ahead.prepare(["b", "c", "d"]);
  seen.unsent.clear(); // it was sent meanwhile: the answer may be from before
  ahead.stale("c");
  for (const id of ["b", "c"]) {
    const { answer, picture } = ahead.take(id);
    assert.equal(answer, null);
    assert.deepEqual(await picture, { id });
  }
  ahead.staleAll();
  assert.equal(ahead.take("d").answer, null);
});

test("what still waits as it did does not make an answer old", async () => {
  const { ahead, seen } = reading();
  seen.unsent.set("b", ["key-1"]);
  await ahead.prepare(["b"]);
  assert.notEqual(ahead.take("b").answer, null);
});

test("a file that cannot be read is asked for again when it is wanted, and the others are read", async () => {
  const { ahead, seen } = reading({ broken: ["b"] });
  await ahead.prepare(["b", "c"]);
  assert.deepEqual(ahead.ids(), ["c"]);
  assert.equal(ahead.take("b"), null);
  assert.deepEqual(seen.forgotten, []);
});

test("huge pictures are not all kept decoded", async () => {
  const { ahead, seen } = reading({ sizes: { b: 35e6, c: 35e6, d: 20e6 } });
  await ahead.prepare(["b", "c", "d"]);
  assert.deepEqual(seen.decoded, ["b", "d"]);
  const { answer, picture } = ahead.take("c");
  assert.equal(await picture, null);
  assert.equal((await answer).file.id, "c");
});
