// What runs next, by the rules `latest`, `queue` and `drop`, for each hook and instance.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createSchedule } from "../../web/js/host/schedule.js";
import { event, hook, instance } from "./samples.mjs";

let counter = 0;
const [ONE, OTHER] = [instance(), instance()];
const [HERE, THERE] = [{}, {}];

/** Make a job of one rule, for one hook and one instance. */
function job(schedule, { on = ONE, id = "trace", document = HERE } = {}) {
  counter += 1;
  const happened = on ? event("update_instance", { instance: on }) : event("open_file");
  return { id: `run-${counter}`, hook: hook({ id, schedule }), event: happened, document, chain: [], offered: 0, at: 0 };
}

/** Give the ids of all jobs in the order they run. */
function ran(schedule) {
  const ids = [];
  for (let next = schedule.running() ?? schedule.next(); next; next = schedule.next()) {
    ids.push(next.id);
    schedule.done();
  }
  return ids;
}

function running(first) {
  const schedule = createSchedule();
  schedule.offer(first);
  schedule.next();
  return schedule;
}

test("with nothing offered nothing runs", () => {
  const schedule = createSchedule();
  assert.deepEqual([schedule.next(), schedule.running(), schedule.waiting()], [null, null, 0]);
});

test("one job runs at a time", () => {
  const [first, second] = [job("queue"), job("queue")];
  const schedule = running(first);
  schedule.offer(second);
  assert.deepEqual([schedule.running(), schedule.next(), schedule.waiting()], [first, null, 1]);
  schedule.done();
  assert.equal(schedule.next(), second);
});

test("queue runs all in order and stops nothing", () => {
  const jobs = [job("queue"), job("queue"), job("queue")];
  const schedule = createSchedule();
  assert.deepEqual(jobs.map(schedule.offer), [null, null, null]);
  assert.deepEqual(ran(schedule), jobs.map(({ id }) => id));
});

test("latest stops the running job of the same hook and instance", () => {
  const [first, second] = [job("latest"), job("latest")];
  const schedule = running(first);
  assert.equal(schedule.offer(second), first);
  assert.equal(schedule.running(), first, "it runs until it has stopped");
  assert.deepEqual(ran(schedule), [first.id, second.id]);
});

test("latest takes the place of what waits for the same hook and instance", () => {
  const [first, second, third] = [job("latest"), job("latest"), job("latest")];
  const schedule = running(first);
  schedule.offer(second);
  schedule.offer(third);
  assert.deepEqual(ran(schedule), [first.id, third.id]);
});

test("latest leaves other instances alone", () => {
  const [first, other, again] = [job("latest"), job("latest", { on: OTHER }), job("latest", { on: OTHER })];
  const schedule = running(first);
  assert.equal(schedule.offer(other), null);
  assert.equal(schedule.offer(again), null);
  assert.deepEqual(ran(schedule), [first.id, again.id]);
});

test("latest leaves other hooks alone", () => {
  const [first, other] = [job("latest"), job("latest", { id: "measure" })];
  const schedule = running(first);
  assert.equal(schedule.offer(other), null);
  assert.deepEqual(ran(schedule), [first.id, other.id]);
});

test("drop ignores an event while the hook runs for the same instance", () => {
  const first = job("drop");
  const schedule = running(first);
  assert.equal(schedule.offer(job("drop")), null);
  assert.deepEqual(ran(schedule), [first.id]);
});

test("drop ignores an event while one waits for the same hook and instance", () => {
  const [first, second] = [job("queue", { id: "measure" }), job("drop")];
  const schedule = running(first);
  schedule.offer(second);
  schedule.offer(job("drop"));
  assert.deepEqual(ran(schedule), [first.id, second.id]);
});

test("drop takes events of other instances", () => {
  const [first, other] = [job("drop"), job("drop", { on: OTHER })];
  const schedule = running(first);
  schedule.offer(other);
  assert.deepEqual(ran(schedule), [first.id, other.id]);
});

test("drop takes the next event once the running one is over", () => {
  const second = job("drop");
  const schedule = running(job("drop"));
  schedule.done();
  schedule.offer(second);
  assert.deepEqual(ran(schedule), [second.id]);
});

test("events without an instance stand in each other's way", () => {
  const first = job("latest", { on: null });
  assert.equal(running(first).offer(job("latest", { on: null })), first);
});

test("clear forgets what waits, says how many, and leaves the running one", () => {
  const first = job("queue");
  const schedule = running(first);
  schedule.offer(job("queue"));
  schedule.offer(job("queue"));
  assert.deepEqual([schedule.clear(), schedule.waiting(), schedule.running()], [2, 0, first]);
});

test("some looks at the running job and at those that wait", () => {
  const schedule = running(job("queue", { document: HERE }));
  const on = (document) => schedule.some((one) => one.document === document);
  assert.deepEqual([on(HERE), on(THERE)], [true, false]);
  schedule.offer(job("queue", { document: THERE }));
  assert.equal(on(THERE), true);
  schedule.done();
  assert.equal(on(HERE), false);
});

/** A job that notes what it is told of its end. */
function waited(schedule, fields) {
  const said = [];
  return { said, job: { ...job(schedule, fields), settle: (veto) => said.push(veto) } };
}

test("a job that drops out is settled, one that runs or waits is not", () => {
  const schedule = createSchedule();
  const [first, second, third] = [waited("latest"), waited("latest"), waited("latest")];
  for (const one of [first, second, third]) schedule.offer(one.job);
  assert.deepEqual([first.said, second.said, third.said], [[null], [null], []]);
  schedule.next();
  assert.deepEqual(third.said, [], "whoever ends the run settles it");
});

test("a job that is ignored is settled at once", () => {
  const schedule = running(job("drop"));
  const one = waited("drop");
  schedule.offer(one.job);
  assert.deepEqual(one.said, [null]);
});

test("what is forgotten is settled", () => {
  const schedule = running(job("queue"));
  const list = [waited("queue"), waited("queue")];
  for (const one of list) schedule.offer(one.job);
  schedule.clear();
  assert.deepEqual(list.map(({ said }) => said), [[null], [null]]);
});
