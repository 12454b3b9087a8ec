// Live parameters: what a script made last is made again with other values, in its place.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { TRACE, created, error, failure, load, made, ready, result, started } from "./memory_cells.mjs";
import { event, hook, human, instance, script, turn } from "./samples.mjs";

const PARAMETERS = [{ name: "size", default: 5 }];
const CHANGED = hook({ id: "retrace:change_params", event: "change_params", schedule: "latest" });

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const ids = (one) => one.document.all().map(({ id }) => id);

/** A script that has put a shape in the place of the drawn one. */
async function traced(fields = {}) {
  const one = await ready({ parameters: PARAMETERS, ...fields });
  one.cell().says(result(started(one), { created: [created()], deleted: [one.drawn.id] }));
  return one;
}

/** Let the run in hand make one shape of this id. */
function answers(one, id) {
  one.cell().says(result(one.cell().last("event").run, { created: [created({ id })], deleted: [one.drawn.id] }));
}

test("every step makes the last result anew, in its place, as one step of the history", async () => {
  const one = await traced();
  for (const [size, id] of [[6, "size-six"], [7, "size-seven"], [8, "size-eight"]]) {
    one.runner.tune({ size });
    assert.deepEqual(one.cell().last("params").params, { size });
    answers(one, id);
    assert.deepEqual(ids(one), [id]);
    assert.deepEqual(one.document.get(id).provenance.params, { size });
  }
  assert.equal(one.document.undo(), "Answer");
  assert.deepEqual([ids(one), one.document.undoTitle()], [[one.drawn.id], null]);
});

test("a value that changes while a run is under way: its shapes remember theirs, and give way to the new", async () => {
  const one = await ready({ parameters: PARAMETERS });
  const run = started(one);
  one.runner.tune({ size: 6 });
  one.cell().says(result(run, { created: [created({ id: "size-five" })], deleted: [one.drawn.id] }));
  assert.deepEqual(one.document.get("size-five").provenance.params, { size: 5 });
  assert.notEqual(one.cell().last("event").run, run);
  answers(one, "size-six");
  assert.deepEqual([ids(one), one.document.get("size-six").provenance.params], [["size-six"], { size: 6 }]);
  assert.equal(one.cell().count("event"), 2);
  assert.equal(one.document.undo(), "Answer");
  assert.deepEqual(ids(one), [one.drawn.id]);
});

test("the event is the very one it ran on", async () => {
  const one = await traced();
  const before = one.cell().last("event").event;
  one.runner.tune({ size: 6 });
  assert.deepEqual(one.cell().last("event").event, before);
  assert.equal(one.runner.last().id, before.id);
});

test("a newer value stops the run of an older one, and only the newest is shown", async () => {
  const one = await traced();
  one.runner.tune({ size: 6 });
  const overtaken = one.cell().last("event").run;
  one.runner.tune({ size: 7 });
  one.runner.tune({ size: 8 });
  assert.equal(one.cell().last("cancel").run, overtaken);
  one.cell().says(error(overtaken, failure("Stopped"), true));
  assert.equal(one.runner.waiting(), 0);
  answers(one, "size-eight");
  assert.deepEqual([ids(one), one.notices, one.runner.view.state], [["size-eight"], [], "ready"]);
});

test("a value at which it makes nothing takes its result away, and the next brings one again", async () => {
  const one = await traced();
  one.runner.tune({ size: 6 });
  one.cell().says(result(one.cell().last("event").run));
  assert.deepEqual(ids(one), [one.drawn.id]);
  one.runner.tune({ size: 7 });
  answers(one, "size-seven");
  assert.deepEqual(ids(one), ["size-seven"]);
});

test("a value at which it fails leaves what was there", async () => {
  const one = await traced();
  one.runner.tune({ size: 6 });
  one.cell().says(error(one.cell().last("event").run));
  assert.deepEqual(ids(one), ["a1b2c3d4"]);
});

test("what a person has changed since is not made again", async () => {
  for (const change of [{ updated: [{ id: "a1b2c3d4", fields: { label: "dog" } }] }, { deleted: ["a1b2c3d4"] }]) {
    const one = await traced();
    one.document.commit(change, human());
    one.runner.tune({ size: 6 });
    assert.equal(one.cell().count("event"), 1);
  }
});

test("what a person changes while it is made again is kept", async () => {
  const one = await traced();
  one.runner.tune({ size: 6 });
  one.document.commit({ updated: [{ id: "a1b2c3d4", fields: { label: "dog" } }] }, human());
  answers(one, "size-six");
  assert.deepEqual([ids(one), one.runs.at(-1).outcome], [["a1b2c3d4"], "dropped"]);
});

test("other shapes a person draws meanwhile stay", async () => {
  const one = await traced();
  one.document.commit({ created: [instance({ id: "by-hand" })] }, human("Draw box"));
  one.runner.tune({ size: 6 });
  answers(one, "size-six");
  assert.deepEqual(ids(one).toSorted(), ["by-hand", "size-six"]);
});

test("a script with a hook for its parameters sees to it itself", async () => {
  const one = made();
  one.runner.configure(script());
  await load(one, [TRACE, CHANGED]);
  one.cell().says(result(started(one), { created: [created()] }));
  one.runner.tune({ size: 6 });
  assert.deepEqual([one.cell().count("event"), one.cell().last("params").params], [1, { size: 6 }]);
});

test("before anything has run nothing is made again, but the value is passed on", async () => {
  const one = await ready();
  one.runner.tune({ size: 6 });
  assert.deepEqual([one.cell().count("event"), one.cell().last("params").params], [0, { size: 6 }]);
});

test("a run that was dropped or refused is not the last one", async () => {
  const one = await ready();
  one.cell().says(result(started(one), { deleted: ["gone"] }));
  assert.equal(one.runner.last(), null);
});

test("all hooks that answered the last event do so again", async () => {
  const one = made();
  const other = hook({ id: "measure:create_instance", event: "create_instance" });
  one.runner.configure(script());
  await load(one, [TRACE, other]);
  one.offer();
  for (const id of ["one-shape", "two-shape"]) one.cell().says(result(one.cell().last("event").run, { created: [created({ id })] }));
  assert.equal(one.runner.again(), 2);
  for (const id of ["one-again", "two-again"]) one.cell().says(result(one.cell().last("event").run, { created: [created({ id })] }));
  assert.deepEqual(ids(one).toSorted(), [one.drawn.id, "one-again", "two-again"].toSorted());
});

test("a hook that a newer version lacks is not run again", async () => {
  const one = await traced();
  one.runner.configure(script({ version: "sha256:2" }));
  await load(one, [hook({ id: "other:create_instance" })]);
  assert.equal(one.runner.again(), 0);
});

test("values that are on their way to the server are not set back by what it still has", async () => {
  const one = await traced();
  one.runner.tune({ size: 6 });
  one.runner.configure(script({ params: { size: 5 } }));
  assert.deepEqual(one.runner.script().params, { size: 6 });
  one.runner.tuned();
  one.runner.configure(script({ params: { size: 9 } }));
  assert.deepEqual([one.runner.script().params, one.cell().last("params").params], [{ size: 9 }, { size: 9 }]);
});

test("suggestions are made anew in the place of those before", async () => {
  const one = await ready();
  const suggested = (id) => ({ suggested: [{ geometry: instance().geometry, label: "cat", attributes: {}, score: 0.5, id, replaces: null }] });
  one.cell().says(result(started(one), suggested("old-ghost")));
  one.runner.tune({ size: 6 });
  one.cell().says(result(one.cell().last("event").run, suggested("new-ghost")));
  assert.deepEqual(one.ghosts.shown(one.document).map(({ instance: { id } }) => id), ["new-ghost"]);
});

test("what it asks for while it runs again is what was there before its last result", async () => {
  const grants = ["instances:write", "instances:read"];
  const one = await traced({ grants, confirmed_grants: grants });
  one.runner.tune({ size: 6 });
  const { run } = one.cell().last("event");
  for (const [call, args] of [[1, {}], [2, { within: [0, 0, 90, 70] }], [3, { at: [15, 25] }]]) {
    one.cell().says({ type: "call", run, call, method: "instances", args });
    await turn();
    assert.deepEqual(one.cell().last("reply").value.map(({ id }) => id), [one.drawn.id], JSON.stringify(args));
  }
});

test("the last event is that of the newest run that went well, whatever it was", async () => {
  const one = await traced();
  one.command();
  one.cell().says(result(one.cell().last("event").run));
  assert.equal(one.runner.last().name, "command");
  one.offer(event("create_instance", { id: "event-2", instance: instance() }));
  one.cell().says(error(one.cell().last("event").run));
  assert.equal(one.runner.last().name, "command");
});
