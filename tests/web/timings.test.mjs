// The last runs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createTimings } from "../../web/js/host/timings.js";

const record = (run) => ({ run, script: "limner/trace", name: "command", file: "f", event: 1, queue: 2, run_ms: 3, apply: 4, ms: 2.5, outcome: "applied", message: "" });

test("the last 1,000 runs are kept, oldest first", () => {
  const timings = createTimings();
  for (let i = 0; i < 1_250; i++) timings.add(record(`r${i}`));
  const ids = timings.all().map(({ id }) => id);
  assert.deepEqual([ids.length, ids[0], ids.at(-1)], [1_000, "r250", "r1249"]);
});

test("the last run is at hand, and none before the first", () => {
  const timings = createTimings();
  assert.deepEqual([timings.last(), timings.all()], [null, []]);
  timings.add(record("r1"));
  timings.add(record("r2"));
  assert.equal(timings.last().run, "r2");
});

test("a run is shown with its id and its parts in milliseconds", () => {
  const timings = createTimings();
  timings.add(record("r1"));
  const { run_ms: _, ...rest } = record("r1");
  assert.deepEqual(timings.all(), [{ ...rest, id: "r1", run: 3 }]);
});
