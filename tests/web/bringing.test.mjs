// What the page fetches for its cells, with a real server and the test as the cell's worker.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { afterEach, beforeEach, test } from "node:test";

import { bring } from "../../web/js/host/bringing.js";

let server, base, asked, channel;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push([request.url, request.headers.cookie]);
    if (request.url === "/assets/1/moved") response.writeHead(302, { Location: "/private" }).end();
    else if (request.url === "/assets/1/gone") response.writeHead(404).end("gone");
    else if (request.url === "/assets/1/large") response.writeHead(200).end(Buffer.alloc(97 * 1024 * 1024));
    else response.writeHead(200, { "Content-Type": "application/wasm" }).end("wasm");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${server.address().port}`;
  channel = new MessageChannel();
  bring(channel.port1, `${base}/assets/1/`);
});

afterEach(async () => {
  channel.port1.close();
  server.close();
  await once(server, "close");
});

/** Ask for a file as the worker does, and give the answer. */
async function answerTo(question) {
  channel.port2.postMessage(question);
  const [data] = await once(channel.port2, "message");
  return data;
}

test("a file comes with its status, its type and its bytes", async () => {
  const { body, ...rest } = await answerTo({ id: 1, url: `${base}/assets/1/pyodide/a.wasm` });
  assert.deepEqual([rest, Buffer.from(body).toString()], [{ id: 1, status: 200, type: "application/wasm" }, "wasm"]);
});

test("a cell without a snapshot is told that there is none", async () => {
  assert.deepEqual(await answerTo({ id: 1, url: "snapshot" }), { id: 1, body: null });
  assert.deepEqual(asked, []);
});

test("a file that was had is kept, also for other cells", async () => {
  const other = new MessageChannel();
  bring(other.port1, `${base}/assets/1/`);
  const question = { id: 1, url: `${base}/assets/1/pyodide/b.wasm` };
  const first = await answerTo(question);
  other.port2.postMessage(question);
  const [second] = await once(other.port2, "message");
  other.port1.close();
  assert.equal(Buffer.from(second.body).toString(), "wasm");
  assert.deepEqual(second, first);
  assert.equal(asked.length, 1);
});

test("a file that did not come is asked for again", async () => {
  for (const id of [1, 2]) await answerTo({ id, url: `${base}/assets/1/gone` });
  assert.equal(asked.length, 2);
});

test("more than the page may hold is fetched each time", async () => {
  const large = `${base}/assets/1/large`;
  for (const id of [1, 2]) assert.equal((await answerTo({ id, url: large })).body.byteLength, 97 * 1024 * 1024);
  assert.equal(asked.length, 2);
});

test("a file that is not there is answered as the server answers", async () => {
  assert.equal((await answerTo({ id: 2, url: `${base}/assets/1/gone` })).status, 404);
});

for (const [what, url] of [
  ["of the server but no asset", (base) => `${base}/api/projects`],
  ["above the folder", (base) => `${base}/assets/1/../../api/projects`],
  ["above the folder, in disguise", (base) => `${base}/assets/1/%2e%2e/%2e%2e/api/projects`],
  ["of another build", (base) => `${base}/assets/12/a`],
  ["of another host", (base) => base.replace("127.0.0.1", "localhost") + "/assets/1/a"],
  ["that is no address", () => "assets/1/a"],
  ["that is nothing", () => null],
]) {
  test(`a file ${what} is not fetched`, async () => {
    const { error, body } = await answerTo({ id: 3, url: url(base) });
    assert.ok(error && !body, error);
    assert.deepEqual(asked, []);
  });
}

test("a redirect out of the folder is not followed", async () => {
  const { error } = await answerTo({ id: 4, url: `${base}/assets/1/moved` });
  assert.ok(error);
  assert.deepEqual(asked.map(([url]) => url), ["/assets/1/moved"]);
});

test("a file that is not what its digest says does not come", async () => {
  const { error, body } = await answerTo({ id: 5, url: `${base}/assets/1/a`, integrity: "sha256-AAAA" });
  assert.ok(error && !body);
});

test("a cell that asks without end is brought nothing more", async () => {
  for (let id = 0; id < 100; id++) assert.equal((await answerTo({ id, url: `${base}/assets/1/c` })).status, 200);
  const { error } = await answerTo({ id: 100, url: `${base}/assets/1/c` });
  assert.match(error, /100 files at most/);
});
