// Change sets on their way to a server, in a browser that keeps nothing (Node has no IndexedDB).

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createOutbox } from "../../web/js/store/outbox.js";
import { serving } from "./changes_server.mjs";
import { turn } from "./samples.mjs";

const LONGEST_MS = 12_500;

let server;
beforeEach(async () => {
  server = await serving();
});
afterEach(async () => {
  mock.timers.reset();
  await server.close();
});

/** An outbox that notes what it tells. */
function boxed() {
  const told = { saved: [], rejected: [], states: [] };
  const outbox = createOutbox({
    onSaved: (entry, reply) => told.saved.push([JSON.parse(entry.body).n, reply.revision]),
    onRejected: (entry, error) => told.rejected.push([JSON.parse(entry.body).n, error.status, error.message]),
    onState: (state, { unsaved }) => told.states.push([state, unsaved]),
  });
  return { outbox, ...told, add: (n, file = "file-1") => outbox.add(file, { key: `key-of-${n}-${Math.random()}`, n }) };
}

/** Wait until something is so. */
async function until(condition) {
  const end = performance.now() + 30_000; // a busy machine starves it
  while (!condition() && performance.now() < end) await turn();
  assert.ok(condition(), "it did not come to pass");
}

/** Let time pass until everything is sent. */
const passing = (outbox) => until(() => (mock.timers.tick(LONGEST_MS), outbox.unsaved() === 0));
const idle = (outbox) => until(() => outbox.unsaved() === 0);
const asked = () => server.requests.map(({ post }) => post.n);
const keys = () => server.requests.map(({ post }) => post.key);

test("a change set is sent at once, to its file, with its key", async () => {
  const { outbox, add, saved } = boxed();
  add(1, "file/1 a");
  await idle(outbox);
  const [{ method, path, type, post }] = server.requests;
  assert.deepEqual([method, path, type, post.n], ["POST", "/api/files/file%2F1%20a/changes", "application/json", 1]);
  assert.match(post.key, /^key-of-1/);
  assert.deepEqual(saved, [[1, 1]]);
});

test("change sets are sent one after the other, in order", async () => {
  const { outbox, add, saved } = boxed();
  for (let n = 1; n <= 10; n++) add(n);
  await until(() => server.requests.length);
  assert.equal(server.requests.length, 1);
  await idle(outbox);
  assert.deepEqual(asked(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(saved.map(([n]) => n), asked());
});

test("what is unsaved is counted, by file too", async () => {
  const { outbox, add } = boxed();
  assert.deepEqual([outbox.unsaved(), outbox.holds("file-1")], [0, false]);
  add(1, "file-1");
  add(2, "file-2");
  assert.deepEqual([outbox.unsaved(), outbox.holds("file-1"), outbox.holds("file-2"), outbox.holds("file-3")], [2, true, true, false]);
  await idle(outbox);
  assert.equal(outbox.holds("file-1"), false);
});

test("the state goes from saving to saved, with the count", async () => {
  const { outbox, add, states } = boxed();
  add(1);
  add(2);
  await until(() => outbox.state() === "saved");
  const turns = states.filter((state, index) => String(state) !== String(states[index - 1]));
  assert.deepEqual(turns, [["saving", 1], ["saving", 2], ["saving", 1], ["saving", 0], ["saved", 0]]);
});

for (const status of [500, 502, 503, 504, 408, 425, 429]) {
  test(`after ${status} the same change set is sent again with the same key`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    server.answers = [status];
    const { outbox, add, states, rejected } = boxed();
    add(1);
    mock.timers.tick(1); // it is sent once what was applied is drawn
    await until(() => outbox.state() === "offline");
    assert.equal(outbox.unsaved(), 1);
    await turn();
    mock.timers.tick(LONGEST_MS);
    await idle(outbox);
    assert.equal(server.requests.length, 2);
    assert.equal(new Set(keys()).size, 1);
    assert.deepEqual([rejected, states.at(-1)], [[], ["saved", 0]]);
  });
}

test("a failure keeps the order of what comes after it", async () => {
  server.answers = [503];
  const { outbox, add } = boxed();
  add(1);
  add(2);
  await until(() => outbox.state() === "offline");
  await turn();
  add(3);
  await idle(outbox);
  assert.deepEqual(asked(), [1, 1, 2, 3]);
});

for (const lost of ["lost", "cut"]) {
  test(`an answer that is ${lost} is asked for again with the same key, so that it is applied once`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    server.answers = [lost];
    const { outbox, add, saved, rejected } = boxed();
    add(1);
    mock.timers.tick(1); // it is sent once what was applied is drawn
    await until(() => outbox.state() === "offline");
    await turn();
    mock.timers.tick(LONGEST_MS);
    await idle(outbox);
    assert.deepEqual([server.requests.length, server.taken.size, saved.length, rejected], [2, 1, 1, []]);
  });
}

for (const unreached of ["down", "html"]) {
  test(`a server that is ${unreached === "down" ? "not reached" : "hidden by another's page"} is tried again`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    server.answers = [unreached];
    const { outbox, add, saved } = boxed();
    add(1);
    mock.timers.tick(1); // it is sent once what was applied is drawn
    await until(() => outbox.state() === "offline");
    assert.deepEqual([saved, server.taken.size], [[], 0]);
    await turn();
    mock.timers.tick(LONGEST_MS);
    await idle(outbox);
    assert.equal(saved.length, 1);
  });
}

test("a change set that the server refuses is told and does not hold up the next", async () => {
  server.answers = [200, 422];
  const { outbox, add, saved, rejected } = boxed();
  for (const n of [1, 2, 3]) add(n);
  await idle(outbox);
  assert.deepEqual(asked(), [1, 2, 3]);
  assert.deepEqual([saved.map(([n]) => n), rejected], [[1, 3], [[2, 422, "no, 422"]]]);
  await until(() => outbox.state() === "saved");
});

for (const status of [400, 403, 404, 409, 413]) {
  test(`${status} is for good`, async () => {
    server.answers = [status];
    const { outbox, add, rejected } = boxed();
    add(1);
    await idle(outbox);
    assert.deepEqual([rejected.map(([, code]) => code), server.requests.length], [[status], 1]);
  });
}

test("what the server fails at holds up its own file and no other", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = [500, 200, 200];
  const { outbox, add, rejected, states } = boxed();
  for (const [n, file] of [[1, "file-1"], [2, "file-1"], [3, "file-2"], [4, "file-3"]]) add(n, file);
  mock.timers.tick(1);
  await until(() => outbox.unsaved() === 2 && outbox.state() === "offline");
  assert.deepEqual([asked(), outbox.waiting("file-1").map(({ n }) => n)], [[1, 3, 4], [1, 2]]);
  await passing(outbox);
  assert.deepEqual([asked(), rejected, states.at(-1)], [[1, 3, 4, 1, 2], [], ["saved", 0]]);
});

test("a server that fails at everything is not asked for every file", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = Array(3).fill(500);
  const { outbox, add } = boxed();
  for (const n of [1, 2, 3, 4, 5]) add(n, `file-${n}`);
  mock.timers.tick(1);
  await until(() => server.requests.length === 3);
  await passing(outbox);
  assert.deepEqual(asked(), [1, 2, 3, 1, 2, 3, 4, 5]);
});

test("what another page got through is not offline here, and what is left waits", async (t) => {
  const [Real, channels] = [globalThis.BroadcastChannel, []];
  globalThis.document = {};
  globalThis.BroadcastChannel = class extends Real {
    constructor(name) {
      super(name);
      channels.push(this);
    }
  };
  t.after(() => {
    channels.forEach((one) => one.close());
    [globalThis.document, globalThis.BroadcastChannel] = [undefined, Real];
  });
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = ["down"];
  const { outbox, add, saved, states } = boxed();
  add(1);
  add(2);
  mock.timers.tick(1);
  await until(() => outbox.state() === "offline");
  const { key } = outbox.waiting("file-1")[0];
  new BroadcastChannel("limner-outbox").postMessage({ entry: { key, file: "file-1", body: '{"n":1}' }, reply: { revision: 4 } });
  await until(() => saved.length);
  assert.deepEqual([saved, outbox.state(), states.at(-1)], [[[1, 4]], "saving", ["saving", 1]]);
  await passing(outbox);
});

test("a browser that gives no locks sends all the same", async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const locks = { request: async () => Promise.reject(new DOMException("storage is blocked", "SecurityError")) };
  Object.defineProperty(globalThis, "navigator", { value: { locks }, configurable: true });
  try {
    const { outbox, add } = boxed();
    add(1);
    await idle(outbox);
    assert.deepEqual(asked(), [1]);
  } finally {
    delete globalThis.navigator;
    if (real) Object.defineProperty(globalThis, "navigator", real);
  }
});

test("who is signed out is told so, and nothing is lost", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = [401];
  const { outbox, add, rejected } = boxed();
  add(1);
  mock.timers.tick(1); // it is sent once what was applied is drawn
  await until(() => outbox.state() === "signed-out");
  await turn();
  mock.timers.tick(LONGEST_MS);
  await idle(outbox);
  assert.deepEqual([asked(), rejected], [[1, 1], []]);
});

test("it waits longer after each failure, up to a limit, and then again little", async () => {
  const waits = [];
  const real = globalThis.setTimeout;
  mock.method(globalThis, "setTimeout", (run, ms, ...rest) => (run.name === "drain" && ms ? waits.push(ms) : real(run, ms, ...rest)));
  server.answers = Array(12).fill(503);
  const { outbox, add } = boxed();
  add(1);
  for (let i = 1; i < 12; i++) {
    await until(() => waits.length === i);
    await outbox.flush();
  }
  assert.ok(waits[0] >= 750 && waits[0] <= 1_250, `${waits}`);
  assert.ok(waits.slice(1, 4).every((wait, i) => wait > waits[i]), `${waits}`);
  assert.ok(waits.every((wait) => wait <= LONGEST_MS), `${waits}`);
  await outbox.flush();
  server.answers = [503];
  add(2);
  await until(() => waits.length === 13);
  assert.ok(waits[12] <= 1_250, `${waits}`);
  mock.restoreAll();
});

test("when the browser is online again it is tried at once", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = ["down"];
  const { outbox, add } = boxed();
  add(1);
  mock.timers.tick(1); // it is sent once what was applied is drawn
  await until(() => outbox.state() === "offline");
  await turn();
  server.online();
  await idle(outbox);
});

test("saving now tries at once, and says when it was tried", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  server.answers = [503];
  const { outbox, add } = boxed();
  add(1);
  mock.timers.tick(1); // it is sent once what was applied is drawn
  await until(() => outbox.state() === "offline");
  await turn();
  await outbox.flush();
  assert.deepEqual([outbox.unsaved(), outbox.state()], [0, "saved"]);
});

test("while one is under way, saving now does not send it twice", async () => {
  let go;
  server.held = new Promise((resolve) => (go = resolve));
  const { outbox, add } = boxed();
  add(1);
  await until(() => server.requests.length);
  outbox.flush();
  outbox.flush();
  server.online();
  go();
  await idle(outbox);
  assert.deepEqual(asked(), [1]);
});

test("with nothing kept from an earlier visit there is nothing to resume", async () => {
  const { outbox, states } = boxed();
  await outbox.resume();
  assert.deepEqual([server.requests, states], [[], [["saved", 0]]]);
});

test("long change sets are sent in order, with what is short before, between and after them", async () => {
  const { outbox, saved } = boxed();
  const deleted = Array.from({ length: 2_000 }, (_, index) => `instance-${index}`);
  const wanted = [1, 2, 3, 4, 5, 6];
  for (const n of wanted) outbox.add("file-1", { key: `key-of-${n}`, n, created: [], updated: [], deleted: n % 3 ? deleted : [] });
  assert.equal(outbox.unsaved(), wanted.length);
  assert.deepEqual(outbox.waiting("file-1").map(({ n }) => n), wanted);
  await idle(outbox);
  assert.deepEqual(asked(), wanted);
  assert.deepEqual(saved.map(([n]) => n), wanted);
  assert.deepEqual(server.requests[0].post.deleted, deleted);
});
