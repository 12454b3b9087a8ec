// The time a run may take, which stands still while a person is asked.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { startDeadline } from "../../web/js/host/deadline.js";
import { turn } from "./samples.mjs";

/** The page's clock and its timers, moved together. */
let now = 0;
beforeEach(() => {
  now = 0;
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => now);
});
afterEach(() => mock.reset());

async function pass(ms) {
  now += ms;
  mock.timers.tick(ms);
  await turn();
}

function started(ms = 1_000) {
  const said = { late: 0 };
  return Object.assign(said, { deadline: startDeadline(ms, () => (said.late += 1)) });
}

function question() {
  let answer;
  const promise = new Promise((resolve, reject) => (answer = { resolve, reject }));
  return { promise, ...answer };
}

test("it says so once the time is over, once", async () => {
  const one = started();
  await pass(999);
  assert.equal(one.late, 0);
  await pass(1);
  await pass(5_000);
  assert.equal(one.late, 1);
});

test("a run that ended is not late", async () => {
  const one = started();
  one.deadline.stop();
  await pass(5_000);
  assert.equal(one.late, 0);
});

test("it stands still while asking and goes on where it stood", async () => {
  const one = started();
  const { promise, resolve } = question();
  await pass(600);
  const answered = one.deadline.whileAsking(promise);
  await pass(100_000);
  resolve("Yes");
  assert.equal(await answered, "Yes");
  await pass(399);
  assert.equal(one.late, 0);
  await pass(1);
  assert.equal(one.late, 1);
});

test("with two questions it stands still until both are answered", async () => {
  const one = started();
  const [first, second] = [question(), question()];
  one.deadline.whileAsking(first.promise);
  await pass(5_000);
  one.deadline.whileAsking(second.promise);
  first.resolve();
  await pass(5_000);
  assert.equal(one.late, 0);
  second.resolve();
  await turn();
  await pass(1_000);
  assert.equal(one.late, 1);
});

test("a question that fails lets the time go on, and its error through", async () => {
  const one = started();
  const { promise, reject } = question();
  const answered = one.deadline.whileAsking(promise);
  reject(new Error("no"));
  await assert.rejects(answered, { message: "no" });
  await pass(1_000);
  assert.equal(one.late, 1);
});

test("a question that is answered after the run ended starts no time", async () => {
  const one = started();
  const { promise, resolve } = question();
  one.deadline.whileAsking(promise);
  one.deadline.stop();
  resolve("Yes");
  await turn();
  await pass(100_000);
  assert.equal(one.late, 0);
});

test("each question in turn costs the run nothing", async () => {
  const one = started();
  for (let i = 0; i < 9; i++) {
    await pass(100);
    const { promise, resolve } = question();
    one.deadline.whileAsking(promise);
    await pass(10_000);
    resolve();
    await turn();
  }
  assert.equal(one.late, 0);
  await pass(100);
  assert.equal(one.late, 1);
});
