// Checks while one writes: the last text only, and only its answer.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { createChecking } from "../../web/js/editor/checking.js";

function made() {
  const asked = [];
  const [found, failed] = [[], []];
  const checking = createChecking({
    check: (post) => new Promise((resolve, reject) => asked.push({ post, resolve, reject })),
    onFound: (answer) => found.push(answer),
    onFailed: (error) => failed.push(error.message),
  });
  return { checking, asked, found, failed };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("only the text 300 ms after the last change is checked", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { checking, asked, found } = made();
  checking.soon(() => "one");
  mock.timers.tick(299);
  checking.soon(() => "two");
  mock.timers.tick(299);
  assert.equal(asked.length, 0);
  mock.timers.tick(1);
  assert.deepEqual(asked.map(({ post }) => post), ["two"]);
  asked[0].resolve("fine");
  await settled();
  assert.deepEqual(found, ["fine"]);
  mock.timers.reset();
});

test("an answer that was overtaken is dropped, whichever comes first", async () => {
  const { checking, asked, found, failed } = made();
  checking.now("one");
  checking.now("two");
  asked[1].resolve("of two");
  asked[0].resolve("of one");
  await settled();
  assert.deepEqual(found, ["of two"]);
  checking.now("three");
  checking.stop();
  asked[2].reject(new Error("gone"));
  await settled();
  assert.deepEqual(failed, []);
});

test("a check that fails is said", async () => {
  const { checking, asked, failed } = made();
  checking.now("one");
  asked[0].reject(new Error("offline"));
  await settled();
  assert.deepEqual(failed, ["offline"]);
});
