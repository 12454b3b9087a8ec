// Files that look alike: asked of the server by the open file's id, and shown only where they are of its project.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";

import { answer } from "../../web/js/host/calls.js";
import { error, ready, started } from "./memory_cells.mjs";
import { opened, script, turn } from "./samples.mjs";

const { document } = opened();
const { id, project } = document.file;
const view = (fields) => ({ ...document.file, width: 64, height: 48, ...fields });
const FILES = { other: view({ id: "other", name: "b.png" }), foreign: view({ id: "foreign", project: "p-other" }), [id]: view({}) };

const real = globalThis.fetch;
let [server, requests, shown] = [null, [], []];

before(async () => {
  server = createServer((request, response) => {
    requests.push(request.url);
    const say = (status, value) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    if (request.url.includes("/similar")) return say(200, { items: [{ file: FILES.other, distance: 0.25 }], next: null });
    const file = FILES[request.url.split("/").at(-1)];
    return file ? say(200, file) : say(404, { error: { code: "not_found", message: "there is no such file", detail: {} } });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  globalThis.fetch = (path, options) => real(new URL(path, `http://127.0.0.1:${server.address().port}`), options);
});
after(async () => {
  globalThis.fetch = real;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  [requests, shown] = [[], []];
});

const compare = async (...given) => shown.push(given) && "Same";
const place = { script: script({ confirmed_grants: ["files:read"] }), document, picture: null, ask: async () => null, compare };
const ask = (method, args) => answer({ type: "call", run: "r1", call: 1, method, args }, place);

test("what looks alike is told as an event tells of a file, without addresses", async () => {
  const { value } = await ask("similar", { limit: 3 });
  assert.deepEqual(value, [{ file: { id: "other", name: "b.png", width: 64, height: 48, kind: "image", frame: 0 }, distance: 0.25 }]);
  assert.deepEqual(requests, [`/api/files/${id}/similar?limit=3`]);
});

for (const [limit, asked] of [[1_000, 50], [undefined, 5]]) {
  test(`a limit of ${limit} asks for ${asked}`, async () => {
    await ask("similar", { limit });
    assert.deepEqual(requests, [`/api/files/${id}/similar?limit=${asked}`]);
  });
}

for (const limit of [0, -3]) {
  test(`a limit of ${limit} asks nobody`, async () => {
    assert.deepEqual(await ask("similar", { limit }), { value: [] });
    assert.deepEqual(requests, []);
  });
}

for (const limit of ["5", 1.5, null, {}]) {
  test(`a limit of ${JSON.stringify(limit)} is refused`, () => assert.rejects(ask("similar", { limit }), { message: `limit is ${JSON.stringify(limit)}, expected a whole number` }));
}

test("a file of the project is shown with its message and choices, and the choice comes back", async () => {
  assert.deepEqual(await ask("compare", { file: "other", message: "Look", choices: ["Same"] }), { value: "Same" });
  assert.deepEqual(shown, [[FILES.other, "Look", ["Same"]]]);
});

test("a pair needs neither message nor choices", async () => {
  await ask("compare", { file: "other" });
  assert.deepEqual(shown, [[FILES.other, "", []]]);
});

for (const file of ["foreign", "gone"]) {
  test(`the file ${file} is shown to nobody`, async () => {
    assert.equal(project === "p-other", false);
    await assert.rejects(ask("compare", { file }), { message: `the project has no file "${file}"` });
    assert.deepEqual(shown, []);
  });
}

for (const file of ["other/content", "../projects/p", "", "a?b", "x".repeat(65), "ö"]) {
  test(`${JSON.stringify(file.slice(0, 20))} is no id and reaches no server`, async () => {
    await assert.rejects(ask("compare", { file }), /the project has no file/);
    assert.deepEqual([requests, shown], [[], []]);
  });
}

for (const [why, args, message] of [
  ["no text", { file: 5 }, /file is no text/],
  ["the open file", { file: id }, /that file is the open one/],
  ["a message that is no text", { file: "other", message: {} }, /message is no text/],
  ["a choice that is no text", { file: "other", choices: [1] }, /a choice is no text/],
  ["too many choices", { file: "other", choices: Array(13).fill("a") }, /1 to 12 choices/],
]) {
  test(`${why} shows nothing`, async () => {
    await assert.rejects(ask("compare", args), message);
    assert.deepEqual(shown, []);
  });
}

/** Wait until the host has answered a call, or has shown what keeps it from that. */
async function replied({ cell, comparisons, questions }) {
  while (!cell().last("reply") && !comparisons.length && !questions.length) await turn();
  return cell().last("reply") ?? {};
}

test("a run that is stopped or over while its file is asked for shows no pair", async () => {
  const granted = { confirmed_grants: ["files:read"] };
  const ends = [(one) => one.runner.stop(), (one, run) => one.cell().says(error(run, undefined, true))];
  for (const end of ends) {
    const one = await ready(granted);
    const run = started(one);
    requests = [];
    const say = (call) => one.cell().says({ type: "call", run, call, method: "compare", args: { file: "other" } });
    say(1);
    end(one, run);
    assert.deepEqual([(await replied(one)).value, one.comparisons, requests], [null, [], ["/api/files/other"]]);
    one.runner.close();
  }
});

test("a run that was told to stop asks nothing more", async () => {
  const one = await ready({ confirmed_grants: ["ask"] });
  const run = started(one);
  one.runner.stop();
  one.cell().says({ type: "call", run, call: 1, method: "ask", args: { question: "Really?", choices: ["Yes"] } });
  assert.deepEqual([(await replied(one)).value, one.questions], [null, []]);
  one.runner.close();
});
