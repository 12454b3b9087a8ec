// What a script in JavaScript reports: plain objects, checked as Python's findings are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { boundsFrom } from "../../runtime/cell/javascript/bounds.js";
import { reportOf } from "../../runtime/cell/javascript/findings.js";

const one = (finding) => reportOf([finding], "").findings[0];

test("an instance is named by its id, bounds in whichever form they come", () => {
  assert.deepEqual(one({ message: " tiny ", instance: { id: "i1" } }), { message: "tiny", instance: "i1", level: "warning" });
  assert.deepEqual(one({ message: "here", instance: "i2", bounds: boundsFrom([1, 2, 3, 4]), level: "error" }), { message: "here", instance: "i2", bounds: [1, 2, 3, 4], level: "error" });
  assert.deepEqual(one({ message: 5, instance: null, bounds: { x: 1, y: 2, width: 3, height: 4 } }).bounds, [1, 2, 3, 4]);
});

test("any iterable will do, and what is too long or too much is cut and counted", () => {
  const many = new Set(Array.from({ length: 5_003 }, (_, n) => ({ message: `${n}`.padEnd(600, "x") })));
  const { findings, total, checked } = reportOf(many, "y".repeat(600));
  assert.deepEqual([findings.length, total, findings[0].message.length, checked.length], [5_000, 5_003, 500, 500]);
});

for (const [given, says] of [
  ["tiny", /takes a list of findings/],
  [null, /takes a list of findings/],
  [{ message: "one" }, /takes a list of findings/],
  [[{ message: "one" }, {}], /finding 2 has no message/],
  [[null], /finding 1 has no message/],
  [[{ message: "a", level: "loud" }], /finding 1: level is .*, expected info, warning, error/],
  [[{ message: "a", instance: 5 }], /finding 1: instance is 5, expected an instance or its id/],
  [[{ message: "a", instance: {} }], /finding 1: instance is/],
  [[{ message: "a", bounds: [1, 2, 3] }], /finding 1: bounds is/],
]) {
  test(`${JSON.stringify(given)} is refused`, () => assert.throws(() => reportOf(given, ""), says));
}
