// What the browser keeps, and change sets that outlive the page.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import * as kept from "../../web/js/store/kept.js";
import { createOutbox } from "../../web/js/store/outbox.js";
import { serving } from "./changes_server.mjs";
import { openMemory } from "./memory_database.mjs";
import { turn } from "./samples.mjs";

const memory = openMemory();
const stored = (table) => [...memory.tables.get(table).values()];

let server;
beforeEach(async () => {
  server = await serving();
});
afterEach(async () => {
  memory.broken = false;
  for (const table of memory.tables.values()) table.clear();
  await server.close();
});

function boxed() {
  const [saved, rejected] = [[], []];
  const outbox = createOutbox({
    onSaved: ({ body }) => saved.push(JSON.parse(body).n),
    onRejected: ({ body }) => rejected.push(JSON.parse(body).n),
    onState: () => {},
  });
  return { outbox, saved, rejected, add: (n) => outbox.add("file-1", { n }) };
}

async function until(condition) {
  const end = performance.now() + 5_000;
  while (!condition() && performance.now() < end) await turn();
  assert.ok(condition(), "it did not come to pass");
}

/** Stop the outbox's own retries, as a page that is closed does. */
async function leave(outbox) {
  await until(() => outbox.state() === "offline");
  await turn();
  mock.timers.reset();
}

test("records are given back in the order of their keys", async () => {
  await kept.put("outbox", "b", { n: 2 });
  await kept.put("outbox", "a", { n: 1 });
  assert.deepEqual(await kept.all("outbox"), [{ n: 1 }, { n: 2 }]);
});

test("a record is removed, others stay", async () => {
  await kept.put("outbox", "a", 1);
  await kept.put("outbox", "b", 2);
  await kept.put("rejected", "a", 3);
  await kept.remove("outbox", "a");
  assert.deepEqual([await kept.all("outbox"), await kept.all("rejected")], [[2], [3]]);
});

test("a record that cannot be kept says why", async () => {
  memory.broken = true;
  await assert.rejects(kept.put("outbox", "a", 1), /the disk is full/);
});

test("a change set is kept until the server has it", async () => {
  let go;
  server.held = new Promise((resolve) => (go = resolve));
  const { outbox, add } = boxed();
  add(1);
  await until(() => server.requests.length);
  assert.deepEqual(stored("outbox").map(({ file, body }) => [file, JSON.parse(body).n]), [["file-1", 1]]);
  go();
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual(stored("outbox"), []);
});

test("the next visit sends what an earlier one left behind, in order, with the same keys", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = ["down"];
  const first = boxed();
  for (const n of [1, 2, 3]) first.add(n);
  mock.timers.tick(1);
  await leave(first.outbox);
  const keys = stored("outbox").map(({ key }) => key);
  const second = boxed();
  await second.outbox.resume();
  assert.deepEqual([second.saved, second.outbox.unsaved(), stored("outbox")], [[1, 2, 3], 0, []]);
  assert.deepEqual(server.requests.slice(1).map(({ post }) => post.key), keys.toSorted());
});

test("what was taken but not acknowledged before a reload is applied once", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = ["lost"];
  const first = boxed();
  first.add(1);
  mock.timers.tick(1);
  await leave(first.outbox);
  await boxed().outbox.resume();
  assert.deepEqual([server.requests.length, server.taken.size], [2, 1]);
});

test("what an older version of the page left behind is sent too", async () => {
  await kept.put("outbox", "a-key-of-old", { key: "a-key-of-old", file: "file-1", post: { key: "a-key-of-old", n: 7 } });
  const { outbox, saved } = boxed();
  await outbox.resume();
  assert.deepEqual([saved, stored("outbox"), server.requests.map(({ post }) => post.key)], [[7], [], ["a-key-of-old"]]);
});

test("what the server refuses is kept aside with its message and not sent again", async () => {
  server.answers = [422];
  const { outbox, add, rejected } = boxed();
  add(1);
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual([rejected, stored("outbox")], [[1], []]);
  assert.deepEqual(stored("rejected").map(({ body, message }) => [JSON.parse(body).n, message]), [[1, "no, 422"]]);
  await boxed().outbox.resume();
  assert.equal(server.requests.length, 1);
});

test("with a full disk change sets are sent all the same", async () => {
  memory.broken = true;
  server.answers = [200, 422];
  const { outbox, add, saved, rejected } = boxed();
  for (const n of [1, 2, 3]) add(n);
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual([saved, rejected], [[1, 3], [2]]);
});

test("what cannot be read from an earlier visit does not keep new changes from being sent", async () => {
  memory.broken = true;
  const { outbox, add, saved } = boxed();
  await outbox.resume();
  add(1);
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual(saved, [1]);
});
