// What scripts keep and fetch goes through the page to the server, at their own address only.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { answer } from "../../web/js/host/calls.js";
import { opened, script } from "./samples.mjs";
import { serving } from "./services_server.mjs";

let server;
beforeEach(async () => {
  server = await serving();
});
afterEach(() => server.close());

const PLACE = { script: script({ id: "script 1", confirmed_grants: ["storage", "network"] }), document: opened().document, picture: null, ask: () => Promise.resolve(null) };
const ask = (method, args, buffers) => answer({ type: "call", run: "r1", call: 1, method, args }, PLACE, buffers);
const BASE = "/api/scripts/script%201";

for (const [what, value] of [["a text", "cat"], ["null", null], ["0", 0], ["an object", { a: [1, { b: null }] }]]) {
  test(`${what} that is kept comes back`, async () => {
    assert.deepEqual(await ask("storage_set", { key: "last", value }), { value: null });
    assert.deepEqual(server.requests, [{ method: "PUT", path: `${BASE}/storage/last`, body: { value } }]);
    assert.deepEqual(await ask("storage_get", { key: "last" }), { value });
  });
}

test("a key that is not in use gives nothing, and can be deleted", async () => {
  assert.deepEqual(await ask("storage_get", { key: "none" }), { value: null });
  assert.deepEqual(await ask("storage_delete", { key: "none" }), { value: null });
});

test("what is deleted is gone, and the keys in use are sorted", async () => {
  for (const key of ["b", "a", "c"]) await ask("storage_set", { key, value: 1 });
  await ask("storage_delete", { key: "c" });
  assert.deepEqual(await ask("storage_keys", {}), { value: ["a", "b"] });
});

for (const key of ["a/b", "../../files/1", "ä ö?#%2e", "a&b=c", "...", "%2e%2e", "x".repeat(200)]) {
  test(`the key ${JSON.stringify(key.slice(0, 20))} stays under its script`, async () => {
    await ask("storage_set", { key, value: 1 });
    await ask("storage_get", { key });
    assert.ok(server.requests.every(({ path }) => path.startsWith(`${BASE}/storage/`) && path.split("/").length === 6), JSON.stringify(server.requests));
    assert.deepEqual(await ask("storage_keys", {}), { value: [key] });
  });
}

for (const key of ["", ".", "..", 5, null, ["a"], "x".repeat(2_001), "\ud800"]) {
  for (const method of ["storage_get", "storage_set", "storage_delete"]) {
    test(`${method} with the key ${JSON.stringify(key)?.slice(0, 20)} is refused without a word to the server`, async () => {
      await assert.rejects(ask(method, { key, value: 1 }));
      assert.deepEqual(server.requests, []);
    });
  }
}

test("a refusal reaches the author in the server's words", async () => {
  server.refuse = 413;
  for (const [method, args] of [["storage_set", { key: "a", value: 1 }], ["storage_get", { key: "a" }], ["storage_delete", { key: "a" }], ["storage_keys", {}], ["fetch", { url: "https://a.test/" }]]) {
    await assert.rejects(ask(method, args), { message: "the script keeps 1,048,576 bytes" }, method);
  }
});

test("a server that is away is said so", async () => {
  await server.close();
  await assert.rejects(ask("storage_get", { key: "a" }), /the server was not reached/);
});

test("a fetch goes to the server with its method, headers and body, and the answer's body comes as bytes", async () => {
  server.fetched = { status: 201, headers: { "content-type": "text/plain" }, url: "https://a.test/b", body: Buffer.from([0, 255, 128, 10]).toString("base64") };
  const sent = new Uint8Array([1, 200, 0]).buffer;
  const { value, buffers } = await ask("fetch", { url: "https://a.test/", method: "POST", headers: { "X-Key": "1" } }, [sent]);
  const body = Buffer.from([1, 200, 0]).toString("base64");
  assert.deepEqual(server.requests, [{ method: "POST", path: `${BASE}/fetch`, body: { url: "https://a.test/", method: "POST", headers: { "X-Key": "1" }, body } }]);
  assert.deepEqual(value, { status: 201, headers: { "content-type": "text/plain" }, url: "https://a.test/b" });
  assert.deepEqual([...new Uint8Array(buffers[0])], [0, 255, 128, 10]);
});

test("a fetch of a plain address sends no body, and an empty answer is one of no bytes", async () => {
  server.fetched = { status: 204, headers: {}, url: "https://a.test/", body: "" };
  const { buffers } = await ask("fetch", { url: "https://a.test/" });
  assert.deepEqual([server.requests[0].body, buffers[0].byteLength], [{ url: "https://a.test/", method: "GET", headers: {}, body: null }, 0]);
});

test("a large body arrives whole", async () => {
  const bytes = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 7) % 256);
  server.fetched = { status: 200, headers: {}, url: "https://a.test/", body: Buffer.from(bytes).toString("base64") };
  const { buffers } = await ask("fetch", { url: "https://a.test/" });
  assert.equal(Buffer.compare(Buffer.from(buffers[0]), Buffer.from(bytes)), 0);
});

test("an address that is no text is asked of nobody", async () => {
  await assert.rejects(ask("fetch", { url: { href: "https://a.test/" } }), { message: "url is no text of at most 2,000 characters" });
  assert.deepEqual(server.requests, []);
});
