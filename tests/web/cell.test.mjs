// One cell as the page sees it, with the test on the far side of its ports.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { gzipSync } from "node:zlib";

import { fetchSnapshot, openCell } from "../../web/js/host/cell.js";
import { turn } from "./samples.mjs";

const SETTINGS = { frame: "/cell/frame", pyodide: "/assets/1/pyodide/", runtime: "/assets/1/runtime.whl", assets: "/assets/1/", snapshot: null, compiled: "/assets/1/snapshot/1.numpy.zip", build: "1" };
/** As Pyodide's snapshots begin. */
const MEMORY = new Uint8Array([0, 0x73, 0x6e, 0x70, 1, 2, 3]);
const READY = { type: "ready", protocol: 1, runtime: "0.1.0", language: "Python 3.13" };

/** The frames the page holds, and what was posted into them. */
let frames = [];

/** What a browser gives and Node does not: a document that makes frames, a location. */
function frame() {
  const made = {
    attributes: {},
    sandbox: { add: (word) => (made.attributes.sandbox = word) },
    contentWindow: { postMessage: (data, target, ports) => Object.assign(made, { data, target, ports }) },
    remove: () => (frames = frames.filter((one) => one !== made)),
  };
  return made;
}

beforeEach(() => {
  frames = [];
  globalThis.location = { href: "https://limner.test/files/1" };
  globalThis.document = { createElement: frame, body: { append: (made) => frames.push(made) } };
});

/** Open a cell; `worker` and `control` are the ports its worker and its frame got. */
function opened(options) {
  const cell = openCell(SETTINGS, options);
  const [made] = frames;
  made.onload();
  const [worker, control] = made.ports;
  const [heard, deaths, got] = [[], [], []];
  cell.listen((message) => heard.push(message));
  cell.watch((reason) => deaths.push(reason));
  worker.onmessage = ({ data }) => got.push(data);
  opens.push(cell);
  return { cell, frame: made, worker, control, heard, deaths, got, say: (message) => worker.postMessage([JSON.stringify(message)]) };
}

let opens = [];
afterEach(() => {
  mock.timers.reset();
  opens.splice(0).forEach((cell) => cell.close());
});

/** Wait until messages on ports have come over. */
async function until(condition) {
  for (let i = 0; i < 1_000 && !condition(); i++) await turn();
  assert.ok(condition(), "it did not come to pass");
}

test("the frame is sandboxed to scripts, isolated and out of sight", () => {
  const { frame: made } = opened();
  assert.deepEqual([made.attributes.sandbox, made.allow, made.hidden, made.src], ["allow-scripts", "cross-origin-isolated", true, "/cell/frame"]);
});

test("the frame is given whole addresses, its packages, and three ports", () => {
  const { frame: made } = opened({ packages: ["numpy"] });
  assert.deepEqual(made.data, {
    pyodide: "https://limner.test/assets/1/pyodide/",
    runtime: "https://limner.test/assets/1/runtime.whl",
    assets: "https://limner.test/assets/1/",
    compiled: "https://limner.test/assets/1/snapshot/1.numpy.zip",
    packages: ["numpy"],
    language: "python",
  });
  assert.equal(made.ports.length, 3);
});

test("a snapshot is brought when it is there; the frame does not wait for it", async () => {
  /** @type {(memory: ArrayBuffer) => void} */
  let give = () => {};
  const { frame: made } = opened({ snapshot: new Promise((resolve) => (give = resolve)) });
  const files = made.ports[2];
  /** @type {any[]} */
  const brought = [];
  files.onmessage = ({ data }) => brought.push(data);
  files.postMessage({ id: 1, url: "snapshot" });
  give(MEMORY.buffer);
  await until(() => brought.length);
  assert.deepEqual(brought, [{ id: 1, body: MEMORY.buffer }]);
  files.close();
});

test("a cell is ready when it says so", async () => {
  const { cell, say, heard } = opened();
  say(READY);
  await cell.ready;
  assert.deepEqual(heard, [], "the handshake is no message for the runner");
});

test("a message that holds is heard", async () => {
  const { say, heard } = opened();
  const message = { type: "progress", run: "r1", fraction: 0.5, text: "half" };
  say(message);
  await until(() => heard.length);
  assert.deepEqual(heard, [message]);
});

test("messages go to the worker as text with their buffers", async () => {
  const { cell, got } = opened();
  const buffer = new Uint8Array([1, 2, 3]).buffer;
  cell.send({ type: "reply", run: "r1" }, [buffer]);
  await until(() => got.length);
  assert.deepEqual(got, [['{"type":"reply","run":"r1"}', new Uint8Array([1, 2, 3]).buffer]]);
  assert.equal(buffer.byteLength, 0, "pixels are transferred, not copied");
});

for (const [why, data, reason] of [
  ["something that is no list", { type: "ready" }, "the cell sent something that is no message"],
  ["a list without a text", [5], "the cell sent something that is no message"],
  ["nothing", undefined, "the cell sent something that is no message"],
  ["a text that is no JSON", ["{"], "the cell sent something that is no JSON"],
  ["null", ["null"], "the cell sent a message of type undefined, which no cell may send"],
  ["a number", ["5"], "the cell sent a message of type undefined, which no cell may send"],
  ["a message without a type", ["{}"], "the cell sent a message of type undefined, which no cell may send"],
  ["a message of its host", ['{"type":"init"}'], 'the cell sent a message of type "init", which no cell may send'],
  ["an unknown message", ['{"type":"dance"}'], 'the cell sent a message of type "dance", which no cell may send'],
  ["a type that every object has", ['{"type":"toString"}'], 'the cell sent a message of type "toString", which no cell may send'],
  ["a type that is the prototype", ['{"type":"__proto__"}'], 'the cell sent a message of type "__proto__", which no cell may send'],
  ["a type that is a list", [JSON.stringify({ ...READY, type: ["ready"] })], "the cell sent a bad ready: /type must be equal to constant"],
  ["a message that lacks something", ['{"type":"progress","run":"r1"}'], "the cell sent a bad progress: it must have required property 'fraction'"],
  ["a message with something of a wrong type", ['{"type":"log","lines":[{"text":5}]}'], "the cell sent a bad log: /lines/0/text must be string"],
]) {
  test(`a cell that sends ${why} is closed, and the reason told`, async () => {
    const { cell, worker, heard, deaths } = opened();
    worker.postMessage(data);
    await until(() => deaths.length);
    assert.deepEqual([deaths, heard, frames], [[reason], [], []]);
    await assert.rejects(cell.ready, { message: reason });
  });
}

test("a cell that says it cannot go on is closed with its reason", async () => {
  const { say, deaths } = opened();
  say({ type: "fatal", message: "no wheel" });
  await until(() => deaths.length);
  assert.deepEqual(deaths, ["no wheel"]);
});

test("a cell that says it cannot go on without saying why is closed all the same, and told", async () => {
  const { say, deaths } = opened();
  say({ type: "fatal", message: "" });
  await until(() => deaths.length);
  assert.deepEqual([deaths, frames], [["the cell cannot go on"], []]);
});

test("a frame that says its worker died is closed with its reason", async () => {
  const { control, deaths } = opened();
  control.postMessage({ died: "the worker could not start" });
  await until(() => deaths.length);
  assert.deepEqual(deaths, ["the worker could not start"]);
});

test("a cell that floods its host is closed", async () => {
  const { worker, deaths } = opened();
  const line = ['{"type":"progress","run":"r1","fraction":0.5}'];
  for (let i = 0; i <= 20_000; i++) worker.postMessage(line);
  await until(() => deaths.length);
  assert.deepEqual(deaths, ["the script flooded its host with messages"]);
});

test("a cell that does not start in time is closed", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { cell, deaths } = opened();
  mock.timers.tick(120_000);
  assert.deepEqual(deaths, ["the cell did not start in time"]);
  await assert.rejects(cell.ready);
});

test("a cell that has started may take its time", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { cell, say, deaths } = opened();
  say(READY);
  await cell.ready;
  mock.timers.tick(1_000_000);
  assert.deepEqual(deaths, []);
});

test("a cell that is closed by its owner tells nobody, leaves no frame and sends nothing more", async () => {
  const { cell, deaths, got } = opened();
  cell.close();
  cell.send({ type: "dispose" });
  await assert.rejects(cell.ready, { message: "the cell was closed" });
  await turn();
  assert.deepEqual([deaths, frames, got], [[], [], []]);
});

test("a cell is asked to stop only where the browser lets it be", async () => {
  const { cell, control } = opened();
  const asked = [];
  control.onmessage = ({ data }) => asked.push(data);
  cell.send({ type: "event", run: "r1" });
  assert.equal(cell.interrupt("r1"), false);
  control.postMessage({ interruptible: true });
  await until(() => cell.interrupt("r1"));
  await until(() => asked.length);
  assert.deepEqual(asked[0], { interrupt: 1 });
});

test("an interrupt says which run it is for, so that one that comes late stops no other", async () => {
  const { cell, control } = opened();
  const asked = [];
  control.onmessage = ({ data }) => asked.push(data.interrupt);
  control.postMessage({ interruptible: true });
  for (const run of ["r1", "r2", "r3"]) cell.send({ type: "event", run });
  await until(() => cell.interrupt("r3"));
  for (const run of ["r1", "r2"]) cell.interrupt(run);
  await until(() => asked.includes(2));
  assert.deepEqual([...new Set(asked)], [3, 2], "r1 is long over");
});

for (const [why, answer] of [
  ["is not there", () => new Response(null, { status: 404 })],
  ["is cut off", () => new Response(gzipSync(new Uint8Array(1_000)).subarray(0, 20))],
  ["is not compressed", () => new Response(MEMORY)],
  ["is of something else", () => new Response(gzipSync(new Uint8Array(1_000)))],
  ["cannot be reached", () => Promise.reject(new TypeError("Failed to fetch"))],
]) {
  test(`a snapshot that ${why} is no snapshot`, async (context) => {
    context.mock.method(globalThis, "fetch", async () => answer());
    assert.equal(await fetchSnapshot({ ...SETTINGS, snapshot: "/assets/1/snapshot/1.bin.gz" }), null);
  });
}

test("a snapshot is fetched and unpacked; without an address nothing is fetched", async (context) => {
  const fetched = context.mock.method(globalThis, "fetch", async () => new Response(gzipSync(MEMORY)));
  assert.equal(await fetchSnapshot(SETTINGS), null);
  assert.equal(fetched.mock.callCount(), 0);
  assert.deepEqual(await fetchSnapshot({ ...SETTINGS, snapshot: "/1.bin.gz" }), MEMORY.buffer);
  assert.deepEqual(fetched.mock.calls[0].arguments, ["/1.bin.gz"]);
});
