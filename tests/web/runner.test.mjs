// One script on the page, over a cell in memory: the test says what the cell says.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { AGAIN_MS, COMMAND, GRACE_MS, NUDGE_MS, TRACE, created, error, failure, fails, load, made, ready, result, started } from "./memory_cells.mjs";
import { box, event, hook, human, instance, script, turn } from "./samples.mjs";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("a script that is enabled loads and becomes ready", async () => {
  const one = made();
  assert.equal(one.runner.view.state, "off");
  one.runner.configure(script());
  await load(one);
  assert.deepEqual(one.states, ["loading", "ready"]);
  assert.deepEqual(one.runner.hooks(), [TRACE, COMMAND]);
});

test("the cell is asked for with the script's packages and told what a person confirmed, not what it asks for", async () => {
  const fields = { dependencies: ["numpy"], modules: ["papaparse"], source: "x = 1", grants: ["image:read", "network"], confirmed_grants: ["image:read"], params: { size: 3 } };
  const one = await ready(fields);
  assert.deepEqual(one.pool.asked, [["numpy"]]);
  assert.deepEqual(one.cell().sent.slice(0, 1), [
    { type: "init", filename: "answer.py", source: "x = 1", grants: ["image:read"], params: { size: 3 }, packages: ["numpy"], modules: ["papaparse"] },
  ]);
});

test("an event of a hook runs it, and its result is applied", async () => {
  const one = await ready();
  const run = started(one);
  assert.equal(one.runner.view.state, "running");
  const { type, hook: id, event: happened } = one.cell().last("event");
  assert.deepEqual([type, id, happened.name], ["event", "trace:create_instance", "create_instance"]);
  one.cell().says(result(run, { created: [created()], deleted: [one.drawn.id] }));
  assert.deepEqual(one.document.all().map(({ id }) => id), ["a1b2c3d4"]);
  assert.equal(one.runner.view.state, "ready");
});

test("an event that no hook is for runs nothing", async () => {
  const one = await ready();
  one.offer(event("delete_instance", { instance: one.drawn }));
  assert.deepEqual([one.runner.view.state, one.cell().count("event")], ["ready", 0]);
});

test("what a run made says which script, version, run and parameters made it", async () => {
  const one = await ready({ parameters: [{ name: "size", default: 5 }, { name: "mode", default: "a" }], params: { size: 7 } });
  const run = started(one);
  one.cell().says(result(run, { created: [created({ score: 0.5 })] }));
  assert.deepEqual(one.document.get("a1b2c3d4").provenance, {
    actor: "script", script: "limner/answer", script_version: "sha256:1", run, event: "create_instance",
    params: { size: 7, mode: "a" }, place: "browser", ms: 5, edited_by: [], score: 0.5,
  });
});

test("a run is reported with its parts", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says(result(run, { created: [created()] }));
  const [{ event: _, queue, run_ms, apply, ...rest }] = one.runs;
  assert.deepEqual(rest, { run, script: "limner/answer", ms: 5, outcome: "applied", message: "", name: "create_instance", file: "file-1", suggested: 0, place: "browser", why: "" });
  assert.ok([queue, run_ms, apply].every((part) => part >= 0));
  assert.deepEqual([one.runner.view.lastMs, one.runner.view.spark], [5, [5]]);
});

test("a run that changes nothing is reported as empty", async () => {
  const one = await ready();
  one.cell().says(result(started(one)));
  assert.deepEqual(one.runs.map(({ outcome }) => outcome), ["empty"]);
});

test("a run that a predicate skipped is not reported", async () => {
  const one = await ready();
  one.cell().says({ ...result(started(one)), skipped: true });
  assert.deepEqual([one.runs, one.results, one.runner.view.state], [[], [], "ready"]);
});

test("a result that leaves out its time and its changes is empty and took none", async () => {
  const one = await ready();
  one.cell().says({ type: "result", run: started(one) });
  assert.deepEqual(one.runs.map(({ outcome, ms }) => [outcome, ms]), [["empty", 0]]);
  assert.equal(one.runner.view.lastMs, 0);
});

test("the card shows the last sixteen runs", async () => {
  const one = await ready();
  for (let i = 0; i < 20; i++) {
    one.command();
    one.cell().says({ ...result(one.cell().last("event").run), ms: i });
  }
  assert.deepEqual(one.runner.view.spark, Array.from({ length: 16 }, (_, i) => i + 4));
});

test("events wait while one runs, and run in order", async () => {
  const one = await ready();
  const first = started(one);
  one.offer();
  one.offer();
  assert.deepEqual([one.cell().count("event"), one.runner.waiting()], [1, 2]);
  one.cell().says(result(first));
  const second = one.cell().last("event").run;
  assert.notEqual(second, first);
  one.cell().says(result(second));
  assert.deepEqual([one.cell().count("event"), one.runner.waiting()], [3, 0]);
});

test("events that come while the script loads are held and run in order", async () => {
  const one = made();
  one.runner.configure(script());
  one.offer();
  one.command();
  assert.equal(one.runner.waiting(), 2);
  await load(one);
  assert.equal(one.cell().last("event").event.name, "create_instance");
  one.cell().says(result(one.cell().last("event").run));
  assert.equal(one.cell().last("event").event.name, "command");
});

test("of many events that come while the script loads the last hundred are held", async () => {
  const one = made();
  one.runner.configure(script());
  for (let i = 0; i < 150; i++) one.offer(event("create_instance", { id: `event-${i}`, instance: one.drawn }));
  await load(one);
  assert.equal(one.cell().last("event").event.id, "event-50");
  assert.equal(one.runner.waiting(), 99);
});

test("a script that is off or failed hears nothing", async () => {
  const one = made({ enabled: false });
  one.offer();
  assert.deepEqual([one.runner.waiting(), one.runner.view.state], [0, "off"]);
});

test("events held for a script that was switched off meanwhile do not run when it is on again", async () => {
  const one = made();
  one.runner.configure(script());
  one.offer();
  one.runner.configure(script({ enabled: false }));
  one.runner.configure(script());
  await load(one);
  assert.deepEqual([one.runner.view.state, one.cell().count("event")], ["ready", 0]);
});

test("a result that comes after its instance was changed is dropped with a notice", async () => {
  for (const fields of [{ geometry: box(1, 1, 5, 5) }, { label: "dog" }, { attributes: { age: 3 } }]) {
    const one = await ready();
    const run = started(one);
    one.document.commit({ updated: [{ id: one.drawn.id, fields }] }, human());
    one.cell().says(result(run, { created: [created()] }));
    assert.deepEqual(one.notices, [["info", "The result was dropped: its instance changed meanwhile."]]);
    assert.deepEqual([one.document.count(), one.runs[0].outcome], [1, "dropped"]);
  }
});

test("a result that comes after its instance was deleted is dropped with a notice", async () => {
  const one = await ready();
  const run = started(one);
  one.document.commit({ deleted: [one.drawn.id] }, human());
  one.cell().says(result(run, { created: [created()] }));
  assert.deepEqual(one.notices, [["info", "The result was dropped: its instance was deleted meanwhile."]]);
  assert.equal(one.document.count(), 0);
});

test("a result lands though its instance was hidden, locked or acknowledged meanwhile", async () => {
  const one = await ready();
  const run = started(one);
  one.document.commit({ updated: [{ id: one.drawn.id, fields: { hidden: true, locked: true } }] }, human());
  one.document.acknowledge("key-1", { revision: 9, instances: [{ ...one.document.get(one.drawn.id), version: 9 }], deleted: [] });
  one.cell().says(result(run, { created: [created()] }));
  assert.equal(one.document.count(), 2);
});

test("the result of a deletion lands, though its instance is gone", async () => {
  const one = made();
  one.runner.configure(script());
  await load(one, [hook({ id: "after:delete_instance", event: "delete_instance" })]);
  one.document.commit({ deleted: [one.drawn.id] }, human());
  one.offer(event("delete_instance", { instance: one.drawn }));
  one.cell().says(result(one.cell().last("event").run, { created: [created()] }));
  assert.equal(one.document.count(), 1);
});

test("a result that may not be applied is refused whole, and the author sees why", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says(result(run, { created: [created(), created({ id: "b1b2c3d4", label: "bird" })] }));
  assert.equal(one.document.count(), 1);
  const why = "instance 2: label 'bird' does not exist in this project (there are: 'cat', 'dog'): add it there first";
  assert.deepEqual(one.runs.map(({ outcome, message }) => [outcome, message]), [["rejected", why]]);
  assert.deepEqual(one.lines, [["error", `its result was rejected: ${why}`, null]]);
  assert.equal(one.runner.view.error.message, `its result was rejected: ${why}`);
});

test("a change without the grant to write is refused", async () => {
  const one = await ready({ grants: ["instances:write"], confirmed_grants: [] });
  one.cell().says(result(started(one), { deleted: [one.drawn.id] }));
  assert.deepEqual([one.document.count(), one.runs[0].outcome], [1, "rejected"]);
});

test("a run that goes well takes the error off the card", async () => {
  const one = await ready();
  one.cell().says(error(started(one)));
  assert.deepEqual(one.runner.view.error, { message: "ValueError: no", line: 7 });
  one.cell().says(result(started(one)));
  assert.equal(one.runner.view.error, null);
});

test("an error names the innermost line of the script, in the console and in a notice", async () => {
  const one = await ready();
  one.cell().says(error(started(one)));
  assert.deepEqual(one.lines, [["error", "line 7: ValueError: no", null]]);
  assert.deepEqual(one.notices, [["error", "ValueError: no"]]);
  assert.deepEqual(one.runs.map(({ outcome, message }) => [outcome, message]), [["failed", "ValueError: no"]]);
  assert.equal(one.runner.view.state, "ready");
});

test("an error without a message or frames is shown by its name", async () => {
  const one = await ready();
  one.cell().says({ type: "error", run: started(one), error: { type: "KeyError", message: "" } });
  assert.deepEqual(one.lines, [["error", "KeyError", null]]);
});

test("a script that does not load has failed, with its line", async () => {
  const one = made();
  one.runner.configure(script());
  await turn();
  one.cell().says({ type: "initialized", hooks: [], error: failure("SyntaxError", "invalid syntax", 3) });
  assert.deepEqual([one.runner.view.state, one.runner.view.error], ["failed", { message: "SyntaxError: invalid syntax", line: 3 }]);
  assert.deepEqual(one.runner.view.failure, failure("SyntaxError", "invalid syntax", 3), "the editor marks its line");
});

test("a cell that does not start fails the script with the reason", async () => {
  const one = made();
  one.pool.refuse = "no wheel";
  one.runner.configure(script());
  await turn();
  assert.deepEqual([one.runner.view.state, one.runner.view.error.message], ["failed", "the cell did not start: no wheel"]);
});

test("a script that does not load in time fails and its cell is taken away", async () => {
  const one = made();
  one.runner.configure(script());
  await turn();
  mock.timers.tick(60_000);
  assert.deepEqual([one.runner.view.state, one.runner.view.error.message], ["failed", "the script did not load in time"]);
  assert.ok(one.cell().closed);
});

test("a script that failed hears nothing and can be tried again", async () => {
  const one = made();
  one.pool.refuse = "no wheel";
  one.runner.configure(script());
  await turn();
  one.offer();
  assert.equal(one.runner.waiting(), 0);
  one.runner.restart();
  await load(one);
  assert.deepEqual([one.runner.view.state, one.runner.view.error], ["ready", null]);
});

test("stop cancels the run, and interrupts it where the word alone does nothing", async () => {
  const one = await ready();
  const run = started(one);
  one.runner.stop();
  assert.equal(one.runner.view.state, "stopping");
  assert.deepEqual(one.cell().last("cancel"), { type: "cancel", run, reason: "stopped by hand" });
  assert.equal(one.cell().interrupts, 0);
  mock.timers.tick(NUDGE_MS);
  assert.equal(one.cell().interrupts, 1);
});

test("one that an interrupt got lost on is interrupted again until it ends", async () => {
  const one = await ready();
  const run = started(one);
  one.runner.stop();
  mock.timers.tick(NUDGE_MS);
  mock.timers.tick(AGAIN_MS);
  assert.equal(one.cell().interrupts, 2);
  one.cell().says(error(run, failure("Stopped", "the run was stopped"), true));
  mock.timers.tick(AGAIN_MS);
  assert.equal(one.cell().interrupts, 2);
});

test("a run that ends by the word alone is not interrupted, nor is the one after it", async () => {
  const one = await ready();
  const run = started(one);
  one.runner.stop();
  one.cell().says(error(run, failure("Stopped", "the run was stopped"), true));
  started(one);
  mock.timers.tick(NUDGE_MS);
  assert.equal(one.cell().interrupts, 0);
});

test("a run that stops in its grace keeps its cell", async () => {
  const one = await ready();
  const run = started(one);
  one.runner.stop();
  one.cell().says(error(run, failure("Stopped", "the run was stopped"), true));
  mock.timers.tick(GRACE_MS * 4);
  assert.deepEqual([one.runner.view.state, one.pool.cells.length, one.pool.dropped], ["ready", 1, []]);
  assert.deepEqual(one.lines, [["warning", "Stopped: stopped by hand.", null]]);
  assert.deepEqual(one.runs.map(({ outcome, message }) => [outcome, message]), [["stopped", "stopped by hand"]]);
});

test("a run that does not stop in its grace loses its cell, and a fresh one takes the script", async () => {
  const one = await ready();
  const [run, old] = [started(one), one.cell()];
  one.runner.stop();
  mock.timers.tick(GRACE_MS - 1);
  assert.equal(old.closed, false);
  mock.timers.tick(1);
  assert.deepEqual([one.pool.dropped, old.closed, one.runner.view.state], [[old], true, "loading"]);
  await load(one);
  assert.notEqual(one.cell(), old);
  assert.deepEqual([one.runner.view.state, one.runs.map(({ outcome }) => outcome)], ["ready", ["stopped"]]);
  old.says(result(run, { created: [created()] }));
  assert.equal(one.document.count(), 1);
});

test("what waits runs in the fresh cell", async () => {
  const one = await ready();
  started(one);
  one.offer();
  one.runner.stop();
  mock.timers.tick(GRACE_MS);
  await load(one);
  assert.deepEqual([one.runner.view.state, one.cell().count("event")], ["running", 1]);
});

test("a result that comes after a stop is dropped", async () => {
  const one = await ready();
  const run = started(one);
  one.runner.stop();
  one.cell().says(result(run, { created: [created()] }));
  assert.deepEqual([one.results, one.document.count(), one.runner.view.state], [[], 1, "ready"]);
  assert.deepEqual(one.runs.map(({ outcome }) => outcome), ["stopped"]);
  mock.timers.tick(GRACE_MS * 4);
  assert.equal(one.pool.dropped.length, 0);
});

test("stopping twice asks once", async () => {
  const one = await ready();
  started(one);
  one.runner.stop();
  one.runner.stop();
  mock.timers.tick(NUDGE_MS);
  assert.deepEqual([one.cell().count("cancel"), one.cell().interrupts], [1, 1]);
});

test("with nothing to stop nothing happens", async () => {
  const one = await ready();
  one.runner.stop();
  assert.deepEqual([one.runner.view.state, one.cell().count("cancel")], ["ready", 0]);
});

test("being stopped by hand is no failure", async () => {
  const one = await ready();
  for (let i = 0; i < 5; i++) {
    const run = started(one);
    one.runner.stop();
    one.cell().says(error(run, failure("Stopped"), true));
  }
  assert.deepEqual([one.runner.view.state, one.notices], ["ready", []]);
});

test("a newer event takes the place of a running one whose hook says so, and that is no failure", async () => {
  const one = await ready();
  for (let i = 0; i < 5; i++) {
    one.command();
    one.command();
    const [run] = one.cell().sent.filter(({ type }) => type === "event").slice(-1).map((message) => message.run);
    assert.equal(one.cell().last("cancel").reason, "a newer event took its place");
    one.cell().says(error(run, failure("Stopped"), true));
    one.cell().says(result(one.cell().last("event").run));
  }
  assert.deepEqual([one.runner.view.state, one.notices], ["ready", []]);
});

test("a run that takes longer than its time is stopped, which is a failure", async () => {
  const one = await ready({ timeout: 2 });
  const run = started(one);
  mock.timers.tick(1_999);
  assert.equal(one.runner.view.state, "running");
  mock.timers.tick(1);
  assert.deepEqual([one.runner.view.state, one.cell().last("cancel").reason], ["stopping", "it ran longer than its 2 s"]);
  one.cell().says(error(run, failure("Stopped"), true));
  assert.equal(one.runner.view.error.message, "stopped, it ran longer than its 2 s");
});

test("a run that ends in time is not stopped later", async () => {
  const one = await ready({ timeout: 2 });
  one.cell().says(result(started(one)));
  started(one);
  mock.timers.tick(1_999);
  assert.equal(one.runner.view.state, "running");
});

test("three failures in a row put the script aside with the reason", async () => {
  const one = await ready();
  fails(one, 2);
  assert.equal(one.runner.view.state, "ready");
  fails(one, 1);
  assert.equal(one.runner.view.state, "failed");
  assert.deepEqual(one.runner.view.error, { message: "put aside after 3 failures in a row. The last: ValueError: no", line: 7 });
  assert.deepEqual(one.pool.dropped, one.pool.cells);
});

test("a run that goes well starts the count anew", async () => {
  const one = await ready();
  for (let i = 0; i < 3; i++) {
    fails(one, 2);
    one.cell().says(result(started(one)));
  }
  assert.equal(one.runner.view.state, "ready");
});

test("three runs over time are three failures", async () => {
  const one = await ready({ timeout: 2 });
  for (let i = 0; i < 3; i++) {
    one.command();
    mock.timers.tick(2_000);
    mock.timers.tick(GRACE_MS);
    if (i < 2) await load(one);
  }
  await turn();
  assert.deepEqual([one.runner.view.state, one.pool.cells.length, one.pool.dropped.length], ["failed", 3, 3]);
});

test("a cell that dies between runs is a failure, and a fresh one takes over", async () => {
  const one = await ready();
  one.cell().dies("the script flooded its host with messages");
  assert.equal(one.runner.view.error.message, "the script flooded its host with messages");
  await load(one);
  assert.deepEqual([one.runner.view.state, one.pool.cells.length], ["ready", 2]);
});

test("a cell that dies in a run ends the run", async () => {
  const one = await ready();
  started(one);
  one.cell().dies("out of memory");
  assert.deepEqual(one.runs.map(({ outcome, message }) => [outcome, message]), [["stopped", "out of memory"]]);
});

test("a script whose cells die three times is put aside", async () => {
  const one = await ready();
  for (let i = 0; i < 3; i++) {
    one.cell().dies("out of memory");
    if (i < 2) await load(one);
  }
  await turn();
  assert.deepEqual([one.runner.view.state, one.pool.cells.length], ["failed", 3]);
});

test("a run without memory gets a fresh cell, since a cell's memory never shrinks", async () => {
  const one = await ready();
  const old = one.cell();
  one.cell().says(error(started(one), failure("MemoryError")));
  await load(one);
  assert.deepEqual([one.pool.dropped, one.pool.cells.length, one.runner.view.state], [[old], 2, "ready"]);
});

test("three runs without memory put the script aside for good", async () => {
  const one = await ready();
  for (let i = 0; i < 3; i++) {
    one.cell().says(error(started(one), failure("MemoryError")));
    if (i < 2) await load(one);
  }
  await turn();
  assert.deepEqual([one.runner.view.state, one.pool.cells.length], ["failed", 3]);
});

test("messages of another run are ignored", async () => {
  const one = await ready();
  started(one);
  const other = "another-run";
  one.cell().says(result(other, { created: [created()] }));
  one.cell().says(error(other));
  one.cell().says({ type: "notify", run: other, text: "hello", level: "info" });
  one.cell().says({ type: "progress", run: other, fraction: 1, text: "" });
  one.cell().says({ type: "call", run: other, call: 1, method: "instances", args: {} });
  await turn();
  assert.deepEqual([one.results, one.notices, one.runner.view.progress, one.cell().count("reply")], [[], [], null, 0]);
  assert.equal(one.runner.view.state, "running");
});

test("messages between runs are ignored", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says(result(run));
  one.cell().says(result(run, { created: [created()] }));
  assert.deepEqual([one.results.length, one.document.count()], [1, 1]);
});

test("progress and notices of the run are shown, and gone with the next run", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says({ type: "progress", run, fraction: 0.5, text: "half" });
  one.cell().says({ type: "notify", run, level: "warning", text: "dark image" });
  assert.deepEqual([one.runner.view.progress, one.notices], [{ fraction: 0.5, text: "half" }, [["warning", "dark image"]]]);
  one.cell().says(result(run));
  started(one);
  assert.equal(one.runner.view.progress, null);
});

test("lines go to the console, with a word on those left out", async () => {
  const one = await ready();
  one.cell().says({ type: "log", lines: [{ text: "a", level: "info" }, { text: "[1]", level: "error", values: [[1]] }], dropped: 12_345, run: "r1" });
  assert.deepEqual(one.lines, [["info", "a", null], ["error", "[1]", [[1]]], ["warning", "… 12,345 more lines were left out", null]]);
});

test("a call is answered by its number", async () => {
  const one = await ready({ confirmed_grants: ["instances:read"] });
  const run = started(one);
  one.cell().says({ type: "call", run, call: 4, method: "instances", args: {} });
  await turn();
  assert.deepEqual(one.cell().last("reply"), { type: "reply", run, call: 4, value: [structuredClone(one.drawn)], binary: 0 });
});

test("a call that is not granted is answered with the grant to declare", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says({ type: "call", run, call: 1, method: "image", args: { bounds: [0, 0, 1, 1] } });
  await turn();
  assert.deepEqual(one.cell().last("reply"), { type: "reply", run, call: 1, error: 'canvas.image needs the grant "image:read"' });
});

test("parameters alone are passed on to the running cell", async () => {
  const one = await ready();
  one.runner.configure(script({ params: { size: 9 } }));
  assert.deepEqual(one.cell().last("params"), { type: "params", params: { size: 9 } });
  assert.deepEqual([one.pool.cells.length, one.runner.script().params], [1, { size: 9 }]);
});

for (const [what, fields] of [["version", { version: "sha256:2", source: "y = 2" }], ["set of grants", { confirmed_grants: ["image:read"] }]]) {
  test(`another ${what} is loaded into the cell there is`, async () => {
    const one = await ready();
    one.runner.configure(script(fields));
    assert.deepEqual([one.runner.view.state, one.cell().count("init")], ["loading", 2]);
    const { source, grants } = one.cell().last("init");
    assert.deepEqual([source, grants], [fields.source ?? "", fields.confirmed_grants ?? ["instances:write"]]);
    await load(one);
    assert.deepEqual([one.pool.dropped, one.pool.cells.length, one.runner.view.state], [[], 1, "ready"]);
  });

  test(`another ${what} while a run is under way stops it with its cell`, async () => {
    const one = await ready();
    const [run, old] = [started(one), one.cell()];
    one.runner.configure(script(fields));
    assert.deepEqual([one.pool.dropped, old.closed], [[old], true]);
    await load(one);
    assert.deepEqual([one.pool.cells.length, one.runner.view.state], [2, "ready"]);
    old.says(result(run, { created: [created()] }));
    assert.equal(one.document.count(), 1);
  });
}

test("a version that loads takes the place of one that did not, in the same cell", async () => {
  const one = made();
  one.runner.configure(script());
  await turn();
  one.cell().says({ type: "initialized", hooks: [], error: failure("SyntaxError", "invalid syntax", 3) });
  one.runner.configure(script({ version: "sha256:2" }));
  await load(one);
  assert.deepEqual([one.runner.view.state, one.runner.view.error, one.runner.view.failure, one.pool.cells.length], ["ready", null, null, 1]);
  started(one);
  assert.equal(one.runner.view.state, "running");
});

test("what waited for the version before is forgotten when another is loaded in place", async () => {
  const one = made();
  one.runner.configure(script());
  await load(one);
  one.cell().says(result(started(one)));
  one.runner.configure(script({ version: "sha256:2" }));
  one.offer();
  await load(one);
  assert.equal(one.cell().count("event"), 2, "what comes while it loads is held");
});

test("two versions, one right after the other, leave the newer one", async () => {
  const one = await ready();
  one.runner.configure(script({ version: "sha256:2", source: "two" }));
  one.runner.configure(script({ version: "sha256:3", source: "three" }));
  await load(one);
  assert.deepEqual([one.runner.view.state, one.cell().last("init").source], ["ready", "three"]);
});

test("a version that comes while the cell starts is the one it loads", async () => {
  const one = made();
  one.runner.configure(script({ source: "one" }));
  one.runner.configure(script({ version: "sha256:2", source: "two" }));
  await load(one);
  assert.deepEqual([one.runner.view.state, one.cell().last("init").source], ["ready", "two"]);
});

test("an event that waits for a hook that the next version still has runs there", async () => {
  const one = await ready();
  started(one);
  one.offer();
  one.runner.configure(script({ version: "sha256:2" }));
  await load(one);
  assert.deepEqual([one.cell().count("event"), one.runner.view.state], [1, "running"]);
});

test("an event that waits for a hook that the next version lacks is dropped", async () => {
  const one = await ready();
  started(one);
  one.offer();
  one.runner.configure(script({ version: "sha256:2" }));
  await load(one, [hook({ id: "other:create_instance" })]);
  assert.deepEqual([one.cell().count("event"), one.runner.view.state, one.runner.waiting()], [0, "ready", 0]);
});

test("a script that is switched off loses its cell, its run and what waits", async () => {
  const one = await ready();
  const run = started(one);
  one.offer();
  const { says } = one.cell();
  one.runner.configure(script({ enabled: false }));
  assert.deepEqual([one.runner.view.state, one.runner.waiting(), one.pool.dropped.length], ["off", 0, 1]);
  says(result(run, { created: [created()] }));
  assert.equal(one.document.count(), 1);
  mock.timers.tick(100_000);
  assert.equal(one.runner.view.state, "off");
});

test("a script that is moved to another place begins anew there, and what waited runs there", async () => {
  const one = await ready();
  const run = started(one);
  one.offer();
  const { says } = one.cell();
  one.runner.configure(script({ place: "server", places: ["browser", "server"] }));
  assert.deepEqual([one.runner.view.state, one.runner.waiting(), one.pool.dropped.length], ["loading", 1, 1]);
  says(result(run, { created: [created()] }));
  assert.equal(one.document.count(), 1);
  await load(one);
  assert.deepEqual([one.runner.view.state, one.cell().count("event")], ["running", 1]);
});

test("a script that is switched off and on again loads anew", async () => {
  const one = await ready();
  one.runner.configure(script({ enabled: false }));
  one.runner.configure(script());
  await load(one);
  assert.deepEqual([one.runner.view.state, one.pool.cells.length], ["ready", 2]);
  one.cell().says(result(started(one), { created: [created()] }));
  assert.equal(one.document.count(), 2);
});

test("a cell that comes after its script was switched off is given back", async () => {
  const one = made();
  let come;
  one.pool.hold = new Promise((resolve) => (come = resolve));
  one.runner.configure(script());
  one.runner.configure(script({ enabled: false }));
  come();
  await turn();
  assert.deepEqual([one.pool.dropped, one.runner.view.state], [one.pool.cells, "off"]);
  assert.equal(one.cell().count("init"), 0);
});

test("it holds a document while a run on it is under way, waits or is held", async () => {
  const one = made();
  one.runner.configure(script());
  assert.equal(one.runner.holds(one.document), false);
  one.offer();
  assert.equal(one.runner.holds(one.document), true);
  await load(one);
  assert.equal(one.runner.holds(one.document), true);
  one.cell().says(result(one.cell().last("event").run));
  assert.equal(one.runner.holds(one.document), false);
});

test("a script that is closed gives its cell back", async () => {
  const one = await ready();
  one.runner.close();
  assert.deepEqual(one.pool.dropped, one.pool.cells);
});

test("offering an event says how many hooks it is for, as far as known", async () => {
  const one = made();
  const offered = () => one.runner.offer(event("create_instance", { instance: one.drawn }), { document: one.document, chain: [], offered: 0, at: 0 });
  assert.equal(offered(), 0);
  one.runner.configure(script());
  assert.equal(offered(), 0);
  await load(one, [TRACE, hook({ id: "measure:create_instance" }), COMMAND]);
  assert.equal(offered(), 2);
});
