// Files as they are opened: what others do to one while it is read is in it, however often it is asked for meanwhile.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { createDesk } from "../../web/js/pages/desk.js";
import { instance, turn } from "./samples.mjs";

const FILE = { id: "file-1", width: 100, height: 100, content: "none", revision: 3 };
const ORIGIN = { actor: "remote", title: "By somebody" };
const real = globalThis.fetch;
/** What the server answers, held back until it is let go. */
let asked;
beforeEach(() => {
  asked = [];
  globalThis.fetch = async (path) => {
    if (path.endsWith("/instances")) {
      const body = { items: [], revision: 3 };
      await new Promise((go) => asked.push(go));
      return Response.json(body);
    }
    return path === "/api/files/file-1" ? Response.json(FILE) : Response.json({ error: { code: "not_found", message: "none" } }, { status: 404 });
  };
});
afterEach(() => (globalThis.fetch = real));

const created = () => createDesk({ send() {}, unsent: () => [], isUnsent: () => false, guard: undefined, isBusy: () => false, onRecalled() {} });
const news = (id, revision) => [{ created: [instance({ id })], updated: [], deleted: [], revision }, ORIGIN];

async function until(condition) {
  for (let n = 0; n < 1_000 && !condition(); n++) await turn();
  assert.ok(condition(), "it did not come to pass");
}

test("what is heard between the answers to one who goes away and comes back is in the file", async () => {
  const desk = created();
  const opened = [desk.open("file-1"), desk.open("file-1")].map((one) => one.catch(() => {})); // there is no picture
  await until(() => asked.length === 2);
  desk.hear("file-1", ...news("instance-early", 4));
  asked[0]();
  await until(() => desk.documentOf("file-1"));
  const first = desk.documentOf("file-1");
  desk.hear("file-1", ...news("instance-late", 5));
  asked[1]();
  await until(() => desk.documentOf("file-1") !== first);
  const ids = (document) => document.all().map(({ id }) => id);
  const second = desk.documentOf("file-1");
  assert.deepEqual([ids(first), ids(second), second.seen()], [["instance-early", "instance-late"], ["instance-early", "instance-late"], 5]);
  await Promise.all(opened);
});

test("a file that is opened while it is read ahead hears all the same", async () => {
  const desk = created();
  const opened = desk.open("file-1").catch(() => {});
  await until(() => asked.length === 1);
  desk.hear("file-1", ...news("instance-early", 4));
  void desk.prepare(["file-1"]);
  await until(() => asked.length === 2);
  asked[0]();
  await until(() => desk.documentOf("file-1"));
  assert.deepEqual(desk.documentOf("file-1").all().map(({ id }) => id), ["instance-early"]);
  asked[1]();
  await opened;
});
