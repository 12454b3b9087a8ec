// What the browser keeps, and change sets that outlive the page.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import * as kept from "../../web/js/store/kept.js";
import { createOutbox } from "../../web/js/store/outbox.js";
import { serving } from "./changes_server.mjs";
import { openMemory } from "./memory_database.mjs";
import { turn } from "./samples.mjs";

const OLD = { key: "a-key-of-old", file: "file-1", post: { key: "a-key-of-old", n: 7 } };
const memory = openMemory();
memory.tables.set("outbox", new Map([[OLD.key, OLD]]));
memory.tables.set("rejected", new Map());
const stored = (table) => [...(memory.tables.get(table)?.values() ?? [])];

let server;
beforeEach(async () => {
  server = await serving();
});
afterEach(async () => {
  [memory.broken, memory.most] = [false, Infinity];
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
  return { outbox, saved, rejected, add: (n) => outbox.add("file-1", { key: `key-${n}`, n }) };
}

async function until(condition) {
  const end = performance.now() + 30_000; // a busy machine starves it
  while (!condition() && performance.now() < end) await turn();
  assert.ok(condition(), "it did not come to pass");
}

/** Stop the outbox's own retries, as a page that is closed does. */
async function leave(outbox) {
  await until(() => outbox.state() === "offline");
  await turn();
  mock.timers.reset();
}

test("what an older version of the page left behind is sent too", async () => {
  const { outbox, saved } = boxed();
  await outbox.resume();
  await until(() => saved.length);
  assert.deepEqual([saved, stored("queue"), server.requests.map(({ post }) => post.key)], [[7], [], ["a-key-of-old"]]);
});

test("records are given back in the order of their keys, with these", async () => {
  await kept.put("rejected", { n: 2 }, "b");
  await kept.put("rejected", { n: 1 }, "a");
  assert.deepEqual(await kept.all("rejected"), [["a", { n: 1 }], ["b", { n: 2 }]]);
  assert.deepEqual(await kept.first("rejected"), ["a", { n: 1 }]);
});

test("records of the queue are numbered as they come", async () => {
  const places = [await kept.put("queue", "z"), await kept.put("queue", "a")];
  assert.deepEqual(await kept.all("queue"), [[places[0], "z"], [places[1], "a"]]);
  assert.ok(places[0] < places[1]);
});

test("a record is removed, others stay", async () => {
  await kept.put("rejected", 1, "a");
  await kept.put("rejected", 2, "b");
  await kept.remove("rejected", "a");
  assert.deepEqual([await kept.first("rejected"), await kept.first("queue")], [["b", 2], null]);
});

test("a record that cannot be kept says why", async () => {
  memory.broken = true;
  await assert.rejects(kept.put("queue", 1), /the disk is full/);
});

test("a change set is kept until the server has it", async () => {
  let go;
  server.held = new Promise((resolve) => (go = resolve));
  const { outbox, add } = boxed();
  add(1);
  await until(() => server.requests.length);
  assert.deepEqual(stored("queue").map(({ file, body }) => [file, JSON.parse(body).n]), [["file-1", 1]]);
  go();
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual(stored("queue"), []);
});

test("the next visit sends what an earlier one left behind, in order, with the same keys", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = ["down"];
  const first = boxed();
  for (const n of [1, 2, 3]) first.add(n);
  mock.timers.tick(1);
  await leave(first.outbox);
  const keys = stored("queue").map(({ key }) => key);
  const second = boxed();
  await second.outbox.resume();
  assert.deepEqual(second.outbox.waiting("file-1").map(({ n }) => n), [1, 2, 3], "and shows it before it is sent");
  await until(() => second.outbox.unsaved() === 0);
  assert.deepEqual([second.saved, second.outbox.unsaved(), stored("queue")], [[1, 2, 3], 0, []]);
  assert.deepEqual(server.requests.slice(1).map(({ post }) => post.key), keys);
});

test("what was taken but not acknowledged before a reload is applied once", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = ["lost"];
  const first = boxed();
  first.add(1);
  mock.timers.tick(1);
  await leave(first.outbox);
  const second = boxed().outbox;
  await second.resume();
  await until(() => second.unsaved() === 0);
  assert.deepEqual([server.requests.length, server.taken.size], [2, 1]);
});

test("what the server refuses is kept aside with its message and not sent again", async () => {
  server.answers = [422];
  const { outbox, add, rejected } = boxed();
  add(1);
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual([rejected, stored("queue")], [[1], []]);
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

test("what the browser had no room for goes before what was done after it", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  memory.most = 1_000;
  const { outbox, add } = boxed();
  outbox.add("file-1", { key: "key-1", n: 1, text: "x".repeat(2_000) });
  add(2);
  await until(() => outbox.unkept() === 1);
  add(3);
  mock.timers.tick(1);
  await until(() => outbox.unsaved() === 0);
  mock.timers.reset();
  assert.deepEqual(server.requests.map(({ post }) => post.n), [1, 2, 3]);
});

test("what builds on something that is not kept waits for room with it, and is kept once there is some", async () => {
  let go;
  server.held = new Promise((resolve) => (go = resolve));
  memory.broken = true;
  const { outbox, add } = boxed();
  add(1);
  await until(() => server.requests.length);
  memory.broken = false;
  add(2);
  await until(() => outbox.unkept() === 0);
  assert.deepEqual(stored("queue").map(({ key }) => key), ["key-1", "key-2"]);
  go();
  await until(() => outbox.unsaved() === 0);
});

test("a browser that keeps nothing at all is asked again", async () => {
  const fresh = await import("../../web/js/store/kept.js?refusing");
  const real = globalThis.indexedDB;
  globalThis.indexedDB = { open: () => { throw new DOMException("storage is blocked", "SecurityError"); } };
  await assert.rejects(fresh.put("rejected", 1, "a"), /storage is blocked/);
  globalThis.indexedDB = real;
  assert.equal(await fresh.put("rejected", 1, "a"), "a");
});

test("the order does not hang on the clock", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  server.answers = ["down"];
  const first = boxed();
  first.add(1);
  mock.timers.tick(1);
  await leave(first.outbox);
  mock.timers.enable({ apis: ["Date"], now: 5 }); // set back by a quarter of an hour
  first.add(2);
  await until(() => stored("queue").length === 2);
  mock.timers.reset();
  const second = boxed();
  await second.outbox.resume();
  await until(() => second.outbox.unsaved() === 0);
  assert.deepEqual([...server.taken.values()].map(({ n }) => n), [1, 2]);
});

test("what only this page has is counted apart", async () => {
  let go;
  server.held = new Promise((resolve) => (go = resolve));
  const { outbox, add } = boxed();
  add(1);
  assert.equal(outbox.unkept(), 1);
  await until(() => outbox.unkept() === 0);
  memory.broken = true;
  add(2);
  await until(() => server.requests.length);
  assert.deepEqual([outbox.unkept(), outbox.unsaved()], [1, 2]);
  memory.broken = false;
  go();
  await until(() => outbox.unsaved() === 0);
  assert.equal(outbox.unkept(), 0);
});

test("what cannot be read from an earlier visit does not keep new changes from being sent", async () => {
  memory.broken = true;
  const { outbox, add, saved } = boxed();
  await outbox.resume();
  add(1);
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual(saved, [1]);
});
