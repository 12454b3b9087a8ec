// The recording of a session, as a script is run against it again.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createRecorder } from "../../web/js/host/recorder.js";
import { event, hook, human, instance, opened, script } from "./samples.mjs";

const PIXELS = Uint8Array.from([137, 80, 78, 71, 0, 255]);
let real;

/** What a browser gives and Node does not: a reader of blobs, images at addresses of the page. */
beforeEach(() => {
  real = globalThis.fetch;
  globalThis.fetch = async (path) => (path === "/images/1" ? new Response(PIXELS, { headers: { "Content-Type": "image/png" } }) : new Response("", { status: 404 }));
  globalThis.FileReader = class {
    async readAsDataURL(blob) {
      const bytes = Buffer.from(await blob.arrayBuffer());
      Object.assign(this, { result: `data:${blob.type};base64,${bytes.toString("base64")}` }).onload();
    }
  };
});
afterEach(() => {
  globalThis.fetch = real;
  delete globalThis.FileReader;
});

const exported = async (recorder) => JSON.parse(await (await recorder.exported()).text());
const FILE = { content: "/images/1", media_type: "image/png" };

test("the images are in it, by file, with their sizes", async () => {
  const recorder = createRecorder();
  recorder.follow(opened([], FILE).document);
  const { limner, files } = await exported(recorder);
  assert.deepEqual([limner, files], [1, { "file-1": { name: "a.png", width: 100, height: 80, media_type: "image/png", content: Buffer.from(PIXELS).toString("base64") } }]);
});

test("what was there, what happened and what a run made of it are in it in order", async () => {
  const recorder = createRecorder();
  const [one, two] = [instance(), instance()];
  const { document } = opened([one], FILE);
  recorder.follow(document);
  document.commit({ created: [two], updated: [{ id: one.id, fields: { label: "dog" } }] }, human());
  const happened = event("create_instance", { instance: two });
  recorder.event(happened);
  const created = [{ geometry: two.geometry, id: "a1b2c3d4", label: "cat" }];
  const job = { event: happened, hook: hook(), given: [{ created, updated: [], deleted: [] }, { created, deleted: [two.id], suggested: [] }], params: { size: 3 }, settings: { gamma: 2 } };
  recorder.run(script({ params: { size: 4 } }), { outcome: "applied", ms: 12, message: "" }, job); // the slider has moved on since
  document.commit({ deleted: [two.id] }, human());
  const { entries } = await exported(recorder);
  assert.deepEqual(entries.map(({ kind }) => kind), ["state", "change", "event", "run", "change"]);
  const [state, change, , run, last] = entries;
  assert.deepEqual(state, { kind: "state", file: "file-1", instances: [one] });
  assert.deepEqual(change, { kind: "change", file: "file-1", created: [two], updated: [{ ...one, label: "dog", version: 2 }], deleted: [] });
  const changes = { created: [...created, ...created], updated: [], deleted: [two.id], suggested: [] };
  assert.deepEqual(run, { kind: "run", script: "limner/answer", version: "sha256:1", event: "event-1", hook: "answer:create_instance", outcome: "applied", message: "", ms: 12, params: { size: 3 }, settings: { gamma: 2 }, changes });
  assert.deepEqual(last.deleted, [two.id]);
});

test("a file that is opened again has its state noted again, its changes once", async () => {
  const recorder = createRecorder();
  const { document } = opened([], FILE);
  recorder.follow(document);
  recorder.follow(document);
  document.commit({ created: [instance()] }, human());
  assert.deepEqual((await exported(recorder)).entries.map(({ kind }) => kind), ["state", "state", "change"]);
});

test("a run that gave nothing back changed nothing", async () => {
  const recorder = createRecorder();
  recorder.follow(opened([], FILE).document);
  recorder.run(script(), { outcome: "failed", ms: 1 }, { event: event("command"), hook: hook() });
  const [, { changes, outcome }] = (await exported(recorder)).entries;
  assert.deepEqual([changes, outcome], [{ created: [], updated: [], deleted: [], suggested: [] }, "failed"]);
});

test("of a long session the latest part is kept, and each file begins with a state", async () => {
  const recorder = createRecorder();
  const one = instance();
  const { document } = opened([one], FILE);
  recorder.follow(document);
  for (let i = 0; i < 6_000; i++) document.commit({ updated: [{ id: one.id, fields: { attributes: { i } } }] }, human());
  const { entries } = await exported(recorder);
  assert.ok(entries.length >= 2_500 && entries.length <= 5_001, `${entries.length}`);
  assert.equal(entries[0].kind, "state");
  const ages = entries.flatMap(({ kind, updated }) => (kind === "change" ? [updated[0].attributes.i] : []));
  assert.equal(entries[0].instances[0].attributes.i, ages[0] - 1, "the state is that right before the first change");
  assert.equal(ages.at(-1), 5_999);
});

test("an image that cannot be had is said so", async () => {
  const recorder = createRecorder();
  recorder.follow(opened([], { content: "/images/gone" }).document);
  await assert.rejects(recorder.exported(), { message: "the image of a.png could not be loaded" });
});
