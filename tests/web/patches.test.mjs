// What becomes of files and comments: shown at once, sent in order with change sets, kept until it is there.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createOutbox } from "../../web/js/store/outbox.js";
import { createPatches, patched } from "../../web/js/store/patches.js";
import { contentsOf, createRefused, textOf, titleOf } from "../../web/js/store/refused.js";
import { withWaiting } from "../../web/js/store/said.js";
import { nameConflict } from "../../web/js/pages/conflicts.js";
import { serving } from "./changes_server.mjs";
import { openMemory } from "./memory_database.mjs";
import { file, turn } from "./samples.mjs";

const memory = openMemory();
const stored = (table) => [...(memory.tables.get(table)?.values() ?? [])];

let server;
beforeEach(async () => {
  server = await serving();
});
afterEach(async () => {
  mock.timers.reset();
  memory.broken = false;
  for (const table of memory.tables.values()) table.clear();
  await server.close();
});

function page() {
  const told = [];
  const outbox = createOutbox({ onSaved: () => {}, onRejected: () => {}, onState: () => {} });
  outbox.listen({
    saved: ({ kind }) => told.push(["saved", kind]),
    refused: ({ kind }, { status }) => told.push(["refused", kind, status]),
  });
  return { outbox, patches: createPatches(outbox), told };
}

async function until(condition) {
  const end = performance.now() + 30_000;
  while (!condition() && performance.now() < end) await turn();
  assert.ok(condition(), "it did not come to pass");
}

const photo = () => file({ state: "todo", assignee: null, attributes: { weather: "rain", wind: 3 } });
const asked = () => server.requests.map(({ method, path }) => `${method} ${path}`);

test("what becomes of a file is there at once and is sent with what was known before", async () => {
  const { patches } = page();
  const one = photo();
  const sent = patches.put(one, { state: "done", assignee: "Ada", attributes: { weather: null, clouds: 2 } });
  assert.deepEqual([one.state, one.assignee, one.attributes], ["done", "Ada", { wind: 3, clouds: 2 }]);
  assert.equal((await sent).error, undefined);
  const [{ method, path, post }] = server.requests;
  assert.deepEqual([method, path], ["PATCH", "/api/files/file-1"]);
  assert.deepEqual(post.known, { state: "todo", assignee: null, attributes: { weather: "rain", clouds: null } });
  assert.deepEqual(post.attributes, { weather: null, clouds: 2 });
});

test("a rejection has the name of its comment, so that it is made once", async () => {
  const { patches, outbox } = page();
  void patches.put(photo(), { state: "rejected", comment: "too dark" });
  const [{ id, text, waits }] = withWaiting([], outbox.others("file-1"));
  assert.deepEqual([text, waits], ["too dark", true]);
  await until(() => outbox.unsaved() === 0);
  assert.equal(server.requests[0].post.comment_id, id);
});

test("files, comments and shapes are sent in the order in which they were done", async () => {
  const { outbox, patches } = page();
  outbox.add("file-1", { key: "key-1", n: 1 });
  void outbox.send({ key: "key-2", kind: "comment", file: "file-1", body: JSON.stringify({ id: "c", text: "why?" }) });
  void outbox.send({ key: "key-3", kind: "comment.change", file: "file-1", of: "c/d", body: '{"resolved":true}' });
  void outbox.send({ key: "key-4", kind: "comment.delete", file: "file-1", of: "c/d", body: "" });
  void patches.put(photo(), { state: "done" });
  outbox.add("file-1", { key: "key-5", n: 2 });
  await until(() => outbox.unsaved() === 0);
  const changes = "POST /api/files/file-1/changes";
  assert.deepEqual(asked(), [changes, "POST /api/files/file-1/comments", "PATCH /api/comments/c%2Fd", "DELETE /api/comments/c%2Fd", "PATCH /api/files/file-1", changes]);
});

test("offline it waits, is no change set, and goes on top of what is read of the file", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = ["down"];
  const { outbox, patches } = page();
  const sent = patches.put(photo(), { attributes: { wind: 4 } });
  mock.timers.tick(1);
  assert.deepEqual(await sent, { later: true });
  assert.deepEqual([outbox.waiting("file-1"), outbox.holds("file-1"), outbox.unsaved()], [[], false, 1]);
  await turn(); // its next attempt hangs on a clock that goes no more
  mock.timers.reset();
  const next = page();
  await next.outbox.resume();
  assert.deepEqual(next.patches.over(photo()).attributes, { weather: "rain", wind: 4 });
  assert.deepEqual(next.patches.over(photo(), "file-2").attributes, { weather: "rain", wind: 3 });
  await until(() => next.outbox.unsaved() === 0);
  assert.deepEqual([stored("queue"), next.patches.over(photo()).attributes.wind], [[], 3]);
});

test("many files are changed some at a time, each kept until it is there, and a comment is the same one when sent again", async () => {
  server.answers = ["lost"];
  const { outbox, patches, told } = page();
  const ids = Array.from({ length: 1100 }, (_, at) => `f${at}`);
  outbox.add("f1", { key: "key-1", n: 1 });
  patches.putMany("p/1", ids, { state: "rejected", comment: "dark" });
  assert.deepEqual([outbox.bulk().map((one) => one.ids.length), outbox.waiting("f700"), outbox.unsaved()], [[500, 500, 100], [], 4]);
  const over = (id) => [patches.over({ ...photo(), id }).state, patches.over(photo(), id).assignee];
  assert.deepEqual([over("f0"), over("f1099"), over("f1100")], [["rejected", null], ["rejected", null], ["todo", null]]);
  assert.deepEqual(withWaiting([], outbox.others("f3")), [], "its name is made by the server");
  await until(() => outbox.unsaved() === 0);
  const sent = server.requests.slice(-3).map(({ method, path, post }) => [method, path, post.ids.length, post.state, post.comment, post.each]);
  assert.deepEqual(sent[0], ["PATCH", "/api/projects/p%2F1/files", 500, "rejected", "dark", true]);
  assert.deepEqual([...new Set(server.requests.slice(-3).map(({ post }) => post.comment_key))].length, 1);
  assert.deepEqual(server.requests.slice(-3).flatMap(({ post }) => post.ids), ids);
  assert.deepEqual([told, stored("queue"), over("f0")], [Array(3).fill(["saved", "files"]), [], ["todo", null]]);
});

test("of one file what was done alone and what was done to many goes in its order", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = ["down"];
  const { patches } = page();
  const one = photo();
  patches.putMany("p", ["file-1", "file-2"], { state: "done", assignee: "Ada" });
  void patches.put(one, { state: "in_progress" });
  patches.putMany("p", ["file-1"], { assignee: "" });
  await turn();
  mock.timers.reset();
  const next = page();
  await next.outbox.resume();
  const seen = ({ state, assignee }) => [state, assignee];
  assert.deepEqual([seen(next.patches.over(photo())), seen(next.patches.over(photo(), "file-2"))], [["in_progress", null], ["done", "Ada"]]);
  await until(() => next.outbox.unsaved() === 0);
});

test("what the server fails at of many files holds up what was done to one of them later, and no other file", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = [500];
  const { outbox, patches } = page();
  patches.putMany("p", ["a", "b", "c", "file-1"], { state: "done" });
  void patches.put(photo(), { state: "in_progress" });
  void patches.put({ ...photo(), id: "d" }, { state: "done" });
  mock.timers.tick(1);
  await until(() => outbox.unsaved() === 2 && outbox.state() === "offline");
  assert.deepEqual(asked(), ["PATCH /api/projects/p/files", "PATCH /api/files/d"]);
  mock.timers.tick(20_000);
  mock.timers.reset();
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual(asked().slice(2), ["PATCH /api/projects/p/files", "PATCH /api/files/file-1"]);
});

test("why many files were rejected is kept where the server refuses it; their state is only told", async () => {
  server.answers = [404, 422];
  const { outbox, patches, told } = page();
  patches.putMany("p", ["a", "b"], { state: "rejected", comment: "dark" });
  patches.putMany("p", ["a", "b"], { state: "done" });
  await until(() => outbox.unsaved() === 0);
  assert.deepEqual(told, [["refused", "files", 404], ["refused", "files", 422]]);
  const [kept, ...none] = stored("rejected");
  assert.deepEqual([none, titleOf(kept), contentsOf(kept), textOf(kept)], [[], "Comment: dark", "2 files", "dark"]);
});

test("a comment that is gone already is deleted; another refusal is told", async () => {
  server.answers = [404, 404];
  const { outbox, told } = page();
  void outbox.send({ key: "key-1", kind: "comment.delete", file: "file-1", of: "c", body: "" });
  const { error } = await outbox.send({ key: "key-2", kind: "comment.change", file: "file-1", of: "c", body: "{}" });
  assert.equal(error.message, "no, 404");
  assert.deepEqual(told, [["saved", "comment.delete"], ["refused", "comment.change", 404]]);
  assert.deepEqual(stored("rejected"), [], "nobody wrote anything there");
});

test("what somebody wrote is kept where the server refuses it; a state is only told", async () => {
  server.answers = [422, 422, 413];
  const { outbox, patches, told } = page();
  void patches.put(photo(), { state: "done" });
  void patches.put(photo(), { attributes: { wind: -1 } });
  await outbox.send({ key: "key-1", kind: "comment", file: "file-1", body: '{"text":"why?"}' });
  assert.deepEqual(told.map(([, , status]) => status), [422, 422, 413]);
  assert.deepEqual(stored("rejected").map(({ kind, status }) => [kind, status]), [["file", 422], ["comment", 413]]);
});

test("waiting comments go on top of those that are known, once", () => {
  const known = [{ id: "a", text: "one", resolved: false }, { id: "b", text: "two", resolved: false }];
  const entry = (kind, of, body) => ({ key: kind, file: "file-1", kind, of, body: JSON.stringify(body), at: 0 });
  const made = { id: "c", text: "three", author: "Ada", x: 4, y: 5 };
  const waiting = [entry("comment", undefined, made), entry("comment.change", "a", { resolved: true }), entry("comment.delete", "b"), entry("file", undefined, { state: "done" })];
  const said = withWaiting(known, waiting);
  assert.deepEqual(said.map(({ id, resolved, waits }) => [id, resolved, waits]), [["a", true, true], ["c", false, true]]);
  assert.deepEqual([said[1].x, said[1].at], [4, "1970-01-01T00:00:00.000Z"]);
  assert.deepEqual(withWaiting([{ ...made, at: "now" }], waiting.slice(0, 1)).length, 1);
});

test("a patch leaves what it does not name, and nobody has what is given to nobody", () => {
  const one = { state: "done", assignee: "Ada", attributes: { a: 1 }, name: "x" };
  assert.deepEqual(patched(one, {}), one);
  assert.deepEqual(patched(one, { assignee: "" }).assignee, null);
  assert.deepEqual(patched({ ...one, attributes: undefined }, { attributes: { b: false } }).attributes, { b: false });
});

test("what others had changed of a file is said, and can be made theirs", () => {
  const said = (field, theirs) => nameConflict({ field, theirs }, { name: "a.png" });
  assert.deepEqual(said("attributes.wind", 5), { text: "Somebody set “wind” of a.png to 5 meanwhile. What you entered came later and holds.", patch: { attributes: { wind: 5 } } });
  assert.match(said("attributes.wind", null).text, /emptied “wind”/);
  assert.match(said("attributes.seen", ["a", "b"]).text, /to a, b meanwhile/);
  assert.deepEqual(said("state", "rejected").patch, { state: "rejected" });
  assert.match(said("assignee", "Ada").text, /gave a.png to Ada/);
  assert.match(said("assignee", null).text, /took a.png from/);
});

test("with a browser that keeps nothing, what is refused stays with the page until it is settled", async () => {
  memory.broken = true;
  let changes = 0;
  const refused = createRefused(() => (changes += 1));
  await refused.hear({ key: "k", file: "f", body: "{}", message: "no", at: 2 });
  assert.deepEqual([refused.count(), refused.all()[0].message, changes], [1, "no", 1]);
  await refused.settle("k", { key: "k", file: "f", body: "{}", message: "less", at: 2 });
  assert.equal(refused.all()[0].message, "less");
  await refused.settle("k");
  assert.equal(refused.count(), 0);
});
