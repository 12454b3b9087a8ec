// What scripts found on a file: kept by document and script, shown while the script is on.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createFindings } from "../../web/js/store/findings.js";

import { human, instance, opened } from "./samples.mjs";

const REVIEW = { id: "s1", name: "Review" };
const OTHER = { id: "s2", name: "Other" };

function made() {
  const one = instance();
  const { document } = opened([one]);
  const off = new Set();
  let changes = 0;
  const findings = createFindings({ isOn: (id) => !off.has(id), onChange: () => (changes += 1) });
  return { findings, document, one, off, changes: () => changes };
}
const report = (...messages) => ({ findings: messages.map((message) => ({ message })), total: messages.length, checked: "" });

test("a script's report takes the place of its earlier one, another script's stays", () => {
  const { findings, document, changes } = made();
  findings.put(document, REVIEW, report("a", "b"));
  findings.put(document, OTHER, report("c"));
  findings.put(document, REVIEW, report("d"));
  assert.deepEqual(findings.on(document).map((one) => [one.script.name, one.findings.map(({ message }) => message)]), [["Review", ["d"]], ["Other", ["c"]]]);
  assert.deepEqual([findings.count(document), findings.count(document, "s1"), changes()], [2, 1, 3]);
});

test("an empty report clears, unless it says what was checked", () => {
  const { findings, document } = made();
  findings.put(document, REVIEW, { ...report(), checked: "8 shapes" });
  assert.deepEqual([findings.on(document).length, findings.count(document)], [1, 0]);
  findings.put(document, REVIEW, report());
  assert.deepEqual(findings.on(document), []);
});

test("a finding whose instance is gone no longer counts", () => {
  const { findings, document, one } = made();
  findings.put(document, REVIEW, { findings: [{ message: "tiny", instance: one.id }, { message: "no such", instance: "zzz" }, { message: "empty" }], total: 3, checked: "" });
  assert.equal(findings.count(document), 2);
  document.commit({ deleted: [one.id] }, human("Delete"));
  assert.equal(findings.count(document), 1);
});

test("what a script found is shown only while it is on, and on its own file", () => {
  const { findings, document, off } = made();
  findings.put(document, REVIEW, report("a"));
  off.add("s1");
  assert.deepEqual([findings.on(document), findings.count(document), findings.on(null), findings.count(null)], [[], 0, [], 0]);
  off.clear();
  assert.deepEqual([findings.on(opened([]).document), findings.count(document)], [[], 1]);
});

test("a report of a hostile cell is cut", () => {
  const { findings, document } = made();
  findings.put(document, REVIEW, { findings: Array.from({ length: 6_000 }, () => ({ message: "x".repeat(900) })), total: -5, checked: "y".repeat(900) });
  const [{ findings: kept, total, checked }] = findings.on(document);
  assert.deepEqual([kept.length, kept[0].message.length, total, checked.length], [5_000, 500, 6_000, 500]);
});
