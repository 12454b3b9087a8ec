// What a run gives back piece by piece, suggests, asks, shows and sets, over a cell in memory.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { GRACE_MS, created, error, failure, load, made, ready, result, started } from "./memory_cells.mjs";
import { box, event, hook, human, script, turn } from "./samples.mjs";

const WHOLE = { grants: ["instances:write", "ask", "overlay", "settings"], confirmed_grants: ["instances:write", "ask", "overlay", "settings"] };
const SAVE = hook({ id: "check:before_save", event: "before_save" });

/** Let a run's time go by, and the grace after it. */
function expire() {
  mock.timers.tick(10_000);
  mock.timers.tick(GRACE_MS);
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const flush = (run, changes = {}) => ({ type: "flush", run, changes: { created: [], updated: [], deleted: [], suggested: [], ...changes } });
const ids = (one) => one.document.all().map(({ id }) => id);
const suggested = (id, fields = {}) => ({ geometry: box(), label: "cat", attributes: {}, score: null, id, replaces: null, ...fields });

test("a part of a result is shown before the run ends, and all of it is one step", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says(flush(run, { created: [created()] }));
  assert.deepEqual([ids(one), one.runner.view.state], [[one.drawn.id, "a1b2c3d4"], "running"]);
  one.cell().says(flush(run, { created: [created({ id: "b1b2c3d4" })], deleted: [one.drawn.id] }));
  one.cell().says(result(run, { created: [created({ id: "c1b2c3d4" })] }));
  assert.deepEqual(ids(one), ["a1b2c3d4", "b1b2c3d4", "c1b2c3d4"]);
  one.document.undo();
  assert.deepEqual([ids(one), one.document.undoTitle()], [[one.drawn.id], null]);
  assert.deepEqual(one.runs.map(({ outcome }) => outcome), ["applied"]);
});

test("a run that gave all it had before its end counts as applied", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says(flush(run, { created: [created()] }));
  one.cell().says(result(run));
  assert.equal(one.runs[0].outcome, "applied");
});

test("what a run gave back goes with it to whoever records it", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says(flush(run, { created: [created()] }));
  one.cell().says(result(run, { created: [created({ id: "b1b2c3d4" })] }));
  assert.deepEqual(one.jobs[0].given.map(({ created: list }) => list.map(({ id }) => id)), [["a1b2c3d4"], ["b1b2c3d4"]]);
});

const ENDS = {
  "an error": (one, run) => one.cell().says(error(run)),
  "its deadline": expire,
  "the end of its cell": (one) => one.cell().dies("out of memory"),
  "its script being switched off": (one) => one.runner.configure(script({ enabled: false })),
  "another version of its script": (one) => one.runner.configure(script({ version: "sha256:2" })),
  "a grant that is taken away": (one) => one.runner.configure(script({ confirmed_grants: [] })),
  "its script being deleted": (one) => one.runner.close(),
  "a part that does not hold": (one, run) => {
    one.cell().says(flush(run, { created: [created({ id: "b1b2c3d4", label: "bird" })] }));
    one.cell().says(result(run, { created: [created({ id: "c1b2c3d4" })] }));
  },
  "an end that does not hold": (one, run) => one.cell().says(result(run, { deleted: ["gone"] })),
};
for (const [what, end] of Object.entries(ENDS)) {
  test(`what a run had shown is taken back by ${what}`, async () => {
    const one = await ready();
    const run = started(one);
    one.cell().says(flush(run, { created: [created()], updated: [{ id: one.drawn.id, label: "dog" }] }));
    assert.equal(one.document.count(), 2);
    end(one, run);
    assert.deepEqual([ids(one), one.document.get(one.drawn.id).label], [[one.drawn.id], "cat"]);
    assert.equal(one.document.undoTitle(), null, "and leaves no step");
    assert.equal(one.ends, 1);
  });
}

for (const [how, end] of [
  ["as told", (one, run) => one.cell().says(error(run, failure("Stopped"), true))],
  ["by itself after all", (one, run) => one.cell().says(result(run, { created: [created({ id: "c1b2c3d4" })] }))],
  ["with its cell", () => mock.timers.tick(GRACE_MS)],
]) {
  test(`what a run had shown stays where a person stopped the rest and it ended ${how}`, async () => {
    const one = await ready();
    const run = started(one);
    one.cell().says(flush(run, { created: [created()] }));
    one.runner.stop();
    one.cell().says(flush(run, { created: [created({ id: "b1b2c3d4" })] }));
    end(one, run);
    assert.deepEqual(ids(one), [one.drawn.id, "a1b2c3d4"], "nothing more comes after the stop");
    one.document.undo();
    assert.deepEqual(ids(one), [one.drawn.id]);
  });
}

test("a part that comes after its instance was changed is dropped with the rest", async () => {
  const one = await ready();
  const run = started(one);
  one.document.commit({ updated: [{ id: one.drawn.id, fields: { label: "dog" } }] }, human());
  one.cell().says(flush(run, { created: [created()] }));
  one.cell().says(result(run));
  assert.deepEqual([ids(one), one.runs[0].outcome], [[one.drawn.id], "dropped"]);
});

test("once a part is shown, a change of its instance does not drop the rest", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says(flush(run, { created: [created()] }));
  one.document.commit({ updated: [{ id: one.drawn.id, fields: { label: "dog" } }] }, human());
  one.cell().says(result(run, { created: [created({ id: "b1b2c3d4" })] }));
  assert.equal(one.document.count(), 3);
});

test("what is suggested is in no document, and the run says how many", async () => {
  const one = await ready();
  const run = started(one);
  one.cell().says(result(run, { suggested: [suggested("a1b2c3d4"), suggested("b1b2c3d4")] }));
  assert.deepEqual([one.document.count(), one.ghosts.count(one.document), one.runs[0].suggested, one.runs[0].outcome], [1, 2, 2, "applied"]);
});

test("to suggest needs a grant of its own or the one to write", async () => {
  for (const [grants, count] of [[["instances:suggest"], 1], [["instances:write"], 1], [["instances:read"], 0]]) {
    const one = await ready({ grants, confirmed_grants: grants });
    one.cell().says(result(started(one), { suggested: [suggested("a1b2c3d4")] }));
    assert.equal(one.ghosts.count(one.document), count);
  }
});

test("suggestions for the same instance give way to newer ones, and go with a run that fails", async () => {
  const one = await ready();
  one.cell().says(result(started(one), { suggested: [suggested("a1b2c3d4")] }));
  const run = started(one);
  one.cell().says(flush(run, { suggested: [suggested("b1b2c3d4")] }));
  one.cell().says(flush(run, { suggested: [suggested("c1b2c3d4")] }));
  assert.deepEqual(one.ghosts.shown(one.document).map(({ instance }) => instance.id), ["b1b2c3d4", "c1b2c3d4"]);
  one.cell().says(error(run));
  assert.equal(one.ghosts.count(one.document), 0);
});

test("what answers a prompt takes the active label where it has none", async () => {
  const one = made();
  one.runner.configure(script());
  await load(one, [hook({ id: "outline:prompt", event: "prompt", schedule: "latest" })]);
  const prompt = (session) => event("prompt", { session, points: [{ x: 1, y: 1, positive: true }], box: null });
  for (const session of ["s1", "s1", "s2"]) {
    one.offer(prompt(session));
    const { run } = one.cell().last("event");
    one.cell().says(result(run, { suggested: [suggested(`${run.slice(0, 8)}`, { label: null })] }));
  }
  const shown = one.ghosts.shown(one.document);
  assert.deepEqual(shown.map(({ instance: { label }, key }) => [label, key]), [["dog", "s1"], ["dog", "s2"]]);
});

test("a question is answered, and the run's time stands still meanwhile", async () => {
  const one = await ready({ ...WHOLE, timeout: 2 });
  const run = started(one);
  mock.timers.tick(1_500);
  one.cell().says({ type: "call", run, call: 1, method: "ask", args: { question: "Sure?", choices: ["Yes", "No"] } });
  await turn();
  mock.timers.tick(1_000_000);
  assert.equal(one.runner.view.state, "running");
  const [{ question, choices, answer }] = one.questions;
  assert.deepEqual([question, choices], ["Sure?", ["Yes", "No"]]);
  answer("Yes");
  await turn();
  assert.deepEqual(one.cell().last("reply"), { type: "reply", run, call: 1, value: "Yes", binary: 0 });
  mock.timers.tick(2_000);
  assert.equal(one.runner.view.state, "stopping", "then it goes on");
});

test("a run that is stopped while it asks is over, and its question is put away", async () => {
  const one = await ready(WHOLE);
  const run = started(one);
  one.cell().says({ type: "call", run, call: 1, method: "ask", args: { question: "Sure?", choices: ["Yes"] } });
  await turn();
  one.runner.stop();
  one.cell().says(error(run, failure("Stopped"), true));
  assert.deepEqual([one.ends, one.runner.view.state], [1, "ready"]);
  const next = started(one);
  one.questions[0].answer(null);
  await turn();
  mock.timers.tick(1);
  assert.deepEqual([one.runner.view.state, one.cell().last("event").run], ["running", next]);
});

test("settings and overlays are shown where they are granted, and ignored where not", async () => {
  for (const [fields, count] of [[WHOLE, 1], [{}, 0]]) {
    const one = await ready(fields);
    const run = started(one);
    one.cell().says({ type: "settings", run, values: { brightness: 2 } });
    one.cell().says({ type: "overlay", run, bounds: [0, 0, 2, 2], width: 1, height: 1, channels: 1, opacity: 1, binary: 1 }, [new ArrayBuffer(1)]);
    assert.deepEqual([one.settings.length, one.overlays.length], [count, count]);
    assert.deepEqual(one.cell().last("event").settings, count ? { brightness: 1, tool: "box" } : null);
  }
});

test("findings are shown without a grant, but none of a run that was told to stop", async () => {
  const one = await ready();
  const run = started(one);
  const report = { type: "report", run, findings: [{ message: "tiny" }], total: 1, checked: "" };
  one.cell().says(report);
  assert.deepEqual(one.reports, [report]);
  one.runner.stop();
  one.cell().says(report);
  assert.equal(one.reports.length, 1);
});

test("a veto is told once all that speak to it are through", async () => {
  const one = made();
  one.runner.configure(script());
  await load(one, [SAVE, { ...SAVE, id: "again:before_save" }]);
  const said = [];
  one.offer(event("before_save", { reason: "save" }), { settle: (veto) => said.push(veto) });
  one.cell().says(result(one.cell().last("event").run));
  assert.deepEqual(said, []);
  one.cell().says({ ...result(one.cell().last("event").run), veto: "no cats yet" });
  assert.deepEqual(said, ["no cats yet"]);
});

const SILENT = {
  "its hook is for others": (one) => load(one, [{ ...SAVE, actors: ["script"] }]),
  "one of its hooks is for others": async (one) => {
    await load(one, [SAVE, { ...SAVE, id: "b:before_save", actors: ["script"] }]);
    one.cell().says(result(one.cell().last("event").run));
  },
  "it fails": async (one) => {
    await load(one, [SAVE]);
    one.cell().says(error(one.cell().last("event").run));
  },
  "its predicate does not hold": async (one) => {
    await load(one, [SAVE]);
    one.cell().says({ ...result(one.cell().last("event").run), skipped: true });
  },
  "it runs too long": async (one) => {
    await load(one, [SAVE]);
    expire();
  },
  "its cell dies": async (one) => {
    await load(one, [SAVE]);
    one.cell().dies("out of memory");
  },
  "it is switched off": async (one) => {
    await load(one, [SAVE]);
    one.runner.configure(script({ enabled: false }));
  },
  "it is deleted while it loads": async (one) => one.runner.close(),
  "it does not load": async (one) => {
    await turn();
    one.cell().says({ type: "initialized", hooks: [], error: failure("SyntaxError") });
  },
  "it is another version when its turn comes": async (one) => {
    await turn();
    one.runner.configure(script({ version: "sha256:2" }));
    await load(one, []);
  },
  "too much else waits": async (one) => {
    for (let i = 0; i < 100; i++) one.offer();
  },
};
for (const [why, happens] of Object.entries(SILENT)) {
  test(`a script has nothing against saving where ${why}`, async () => {
    const one = made();
    one.runner.configure(script());
    const said = [];
    one.offer(event("before_save", { reason: "save" }), { settle: (veto) => said.push(veto) });
    await happens(one);
    assert.deepEqual(said, [null]);
  });
}

test("nobody waits for the word of a script that is off", async () => {
  const one = made();
  const said = [];
  one.offer(event("before_save", { reason: "save" }), { settle: (veto) => said.push(veto) });
  assert.deepEqual(said, [null]);
});

test("a veto waits as long as its script asks a person", async () => {
  const one = made(WHOLE);
  one.runner.configure(script(WHOLE));
  await load(one, [SAVE]);
  const said = [];
  one.offer(event("before_save", { reason: "complete" }), { settle: (veto) => said.push(veto) });
  const { run } = one.cell().last("event");
  one.cell().says({ type: "call", run, call: 1, method: "ask", args: { question: "Done?", choices: ["Yes", "No"] } });
  await turn();
  mock.timers.tick(3_600_000);
  assert.deepEqual(said, []);
  one.questions[0].answer("No");
  await turn();
  one.cell().says({ ...result(run), veto: "not done" });
  assert.deepEqual(said, ["not done"]);
});
