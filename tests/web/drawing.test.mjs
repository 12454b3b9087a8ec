// A shape in hand: one event at a time, always the newest, and nothing of it lands.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { createBus } from "../../web/js/host/bus.js";
import { createDrawing } from "../../web/js/host/drawing.js";
import { GRACE_MS, TRACE, created, error, failure, load, made, result } from "./memory_cells.mjs";
import { box, event, hook, instance, script, turn } from "./samples.mjs";

const DRAW = hook({ id: "trace:draw_instance", event: "draw_instance", kinds: ["box"] });

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/** A script on a page whose annotator has a shape in hand. */
async function drawing(hooks = [DRAW, TRACE], fields = {}) {
  const one = made({ onDrawn: (...drawn) => one.hand.show("limner/answer", ...drawn), ...fields });
  let changes = 0;
  const bus = createBus({ project: "project-1", runners: () => [one.runner], onLoop: () => {}, onEvent: () => {} });
  one.hand = createDrawing({ eventOf: bus.eventOf, runners: () => [one.runner], onChange: () => (changes += 1) });
  one.runner.configure(script(fields));
  await load(one, hooks);
  const shape = instance({ id: "in-hand-1" });
  return Object.assign(one, {
    bus,
    changes: () => changes,
    to: (width) => one.hand.draw({ document: one.document, instance: { ...shape, geometry: box(10, 20, width, 40) }, before: null, at: 0 }),
    /** Let the run in hand end so, and the page take note of it. */
    async answers(message) {
      one.cell().says(message);
      await turn();
    },
    run: () => one.cell().last("event").run,
    widths: () => one.cell().sent.filter(({ type }) => type === "event").map(({ event: sent }) => sent.instance.geometry.width),
  });
}

test("while a run is under way the newest shape waits, and those between are left out", async () => {
  const one = await drawing();
  for (const width of [5, 6, 7, 8]) one.to(width);
  assert.deepEqual(one.widths(), [5]);
  await one.answers(result(one.run()));
  assert.deepEqual(one.widths(), [5, 8]);
  await one.answers(result(one.run()));
  assert.deepEqual([one.widths(), one.runner.waiting()], [[5, 8], 0]);
});

test("all of one drag have one session, and another drag has another", async () => {
  const one = await drawing();
  const session = () => one.cell().last("event").event.session;
  one.to(5);
  const first = session();
  await one.answers(result(one.run()));
  one.to(6);
  assert.equal(session(), first);
  await one.answers(result(one.run()));
  one.hand.end();
  one.to(7);
  assert.notEqual(session(), first);
});

test("what is created, replaced and suggested is shown and is in no document, and goes with the pointer", async () => {
  const one = await drawing();
  one.to(5);
  const made = { created: [created()], deleted: ["in-hand-1"], suggested: [created({ id: "suggested-1" })] };
  await one.answers(result(one.run(), made));
  assert.deepEqual(one.hand.shown().map(({ id }) => id), ["a1b2c3d4", "suggested-1"]);
  assert.deepEqual([one.document.all().length, one.document.undoTitle(), one.ghosts.count(one.document), one.results], [1, null, 0, []]);
  one.hand.end();
  assert.deepEqual(one.hand.shown(), []);
  assert.equal(one.changes(), 2);
});

test("what is made of a newer shape takes the place of what was made of an older", async () => {
  const one = await drawing();
  one.to(5);
  one.to(6);
  await one.answers(result(one.run(), { created: [created({ id: "of-five-1" })] }));
  await one.answers(result(one.run(), { created: [created({ id: "of-six-1" })] }));
  assert.deepEqual(one.hand.shown().map(({ id }) => id), ["of-six-1"]);
});

test("lifting the pointer stops the run under way, and what it gives all the same is not shown", async () => {
  const one = await drawing();
  one.to(5);
  one.to(6);
  const run = one.run();
  one.hand.end();
  assert.equal(one.cell().last("cancel").run, run);
  assert.equal(one.cell().interrupts, 1, "at once, since the drawn shape waits behind it");
  one.offer();
  await one.answers(result(run, { created: [created()] }));
  assert.deepEqual([one.hand.shown(), one.cell().last("event").event.name, one.widths().length], [[], "create_instance", 2]);
  assert.deepEqual([one.notices, one.lines, one.runner.view.error], [[], [], null]);
});

test("the drawn shape's event is sent behind the stop, without waiting for the run to end", async () => {
  const one = await drawing();
  one.to(5);
  const run = one.run();
  one.hand.end();
  one.offer();
  assert.deepEqual(one.cell().sent.slice(-2).map(({ type, event }) => [type, event?.name]), [["cancel", undefined], ["event", "create_instance"]]);
  one.cell().says(error(run, failure("Stopped", "the run was stopped"), true));
  mock.timers.tick(GRACE_MS * 4);
  assert.equal(one.cell().interrupts, 1, "once it is over it is interrupted no more");
  const drawn = one.cell().last("event").run;
  await one.answers(result(drawn, { created: [created({ id: "drawn-box-1" })] }));
  assert.ok(one.document.get("drawn-box-1"));
});

test("a preview that never ends loses its cell after the script's time, and the drawn shape is taken up in a fresh one", async () => {
  const one = await drawing();
  one.to(5);
  const old = one.cell();
  one.hand.end();
  one.offer();
  mock.timers.tick(one.runner.script().timeout * 1000);
  await load(one);
  assert.notEqual(one.cell(), old);
  assert.equal(one.cell().last("event").event.name, "create_instance");
});

test("a run that cannot hear keeps its cell, which may be costly to warm again", async () => {
  const one = await drawing();
  one.to(5);
  one.hand.end();
  mock.timers.tick(4 * GRACE_MS);
  assert.equal(one.cell().closed, false);
  mock.timers.tick(10_000);
  assert.equal(one.pool.cells[0].closed, true);
});

test("a script that fails is not asked again in this drag, but in the next", async () => {
  const one = await drawing();
  one.to(5);
  await one.answers(error(one.run(), failure("ValueError", "no", 7)));
  one.to(6);
  assert.deepEqual([one.widths(), one.notices.length], [[5], 1]);
  one.hand.end();
  one.to(7);
  assert.deepEqual(one.widths(), [5, 7]);
});

test("a result that does not hold is shown to the author, and nothing of it to the annotator", async () => {
  const one = await drawing();
  one.to(5);
  await one.answers(result(one.run(), { created: [created({ label: "horse" })] }));
  assert.deepEqual(one.hand.shown(), []);
  assert.match(one.lines[0][1], /label 'horse' does not exist/);
});

test("where nobody has such a hook nothing is made", async () => {
  const one = await drawing([TRACE]);
  one.to(5);
  assert.equal(one.cell().count("event"), 0);
});

test("runs of a drag are no last run, no spark, and their notices go to the console", async () => {
  const one = await drawing();
  one.to(5);
  one.cell().says({ type: "notify", run: one.run(), text: "hm", level: "warning" });
  await one.answers(result(one.run(), { created: [created()] }));
  assert.deepEqual([one.runner.last(), one.runner.view.lastMs, one.runner.view.spark, one.notices], [null, null, [], []]);
  assert.deepEqual(one.lines, [["warning", "hm", null]]);
});

test("a shape that is reshaped says how it was", async () => {
  const one = await drawing();
  const before = one.document.get(one.drawn.id);
  one.hand.draw({ document: one.document, instance: { ...before, geometry: box(1, 1, 9, 9) }, before, at: 0 });
  const sent = one.cell().last("event").event;
  assert.deepEqual([sent.before.geometry, sent.instance.geometry.width, sent.instance.id], [before.geometry, 9, before.id]);
});

test("pieces that a run hands over early are shown at its end", async () => {
  const one = await drawing();
  one.to(5);
  one.cell().says({ type: "flush", run: one.run(), changes: { created: [created()] } });
  assert.deepEqual([one.hand.shown(), one.document.all().length], [[], 1]);
  await one.answers(result(one.run(), { created: [created({ id: "second-1" })] }));
  assert.deepEqual(one.hand.shown().map(({ id }) => id), ["a1b2c3d4", "second-1"]);
});

test("letting a session go leaves the runs of others alone", async () => {
  const one = await drawing([hook({ id: "ask:prompt", event: "prompt" })]);
  for (const session of ["s1", "s2"]) one.offer(event("prompt", { session }));
  one.runner.letGo("s2");
  assert.deepEqual([one.cell().count("cancel"), one.runner.waiting()], [0, 0]);
  one.runner.letGo("s1");
  assert.equal(one.cell().count("cancel"), 1);
});
