// Problems and a run's error become marks at their places.

import assert from "node:assert/strict";
import { test } from "node:test";

import { counted, diagnosticsOf, failureMark, RUN } from "../../web/js/editor/marks.js";
import { Text } from "../../web/vendor/codemirror.js";

const SOURCE = "from limner import on\n\n\n    canvas.imge()\nlast";
const doc = Text.of(SOURCE.split("\n"));
const covered = ({ from, to }) => doc.sliceString(from, to);

test("a problem with a column covers the word there, one without the line", () => {
  const marks = diagnosticsOf(doc, [
    { line: 4, column: 12, message: "unknown", severity: "error" },
    { line: 1, column: null, message: "unused", severity: "warning" },
    { line: 4, message: "whole", severity: "warning" },
    { line: 4, column: 5, message: "call", severity: "error" },
  ]);
  assert.deepEqual(marks.map(covered), ["from limner import on", "canvas.imge", "canvas.imge()", "imge"]);
  assert.deepEqual(marks.map(({ severity }) => severity), ["warning", "error", "warning", "error"]);
});

test("places that are not in the text are brought into it", () => {
  const wild = [{ line: 99, column: 3 }, { line: 0, column: -5 }, { line: 4, column: 900 }, { line: Number.NaN, column: null }, { line: 2, column: 1 }];
  for (const { from, to } of diagnosticsOf(doc, wild.map((place) => ({ ...place, message: "", severity: "error" })))) {
    assert.ok(from >= 0 && to >= from && to <= doc.length);
  }
});

test("a run's error is marked where its line stands now", () => {
  const frames = [{ line: 1 }, { line: 4, function: "run", text: "" }];
  const mark = failureMark(doc, { type: "NameError", message: "what?", frames }, SOURCE);
  assert.equal(mark.message, "NameError: what?");
  assert.equal(covered(mark), "canvas.imge()");
  assert.equal(mark.source, RUN);
  const moved = Text.of(["# new", "# lines", ...SOURCE.split("\n")]);
  const { from } = failureMark(moved, { message: "NameError", frames }, SOURCE);
  assert.equal(moved.lineAt(from).number, 6);
});

test("an error whose line was changed, or that has none, is not marked", () => {
  const changed = Text.of(SOURCE.replace("imge", "image").split("\n"));
  assert.equal(failureMark(changed, { message: "x", frames: [{ line: 4 }] }, SOURCE), null);
  assert.equal(failureMark(doc, { message: "x", frames: [] }, SOURCE), null);
  assert.equal(failureMark(doc, { message: "x", frames: [{ line: 40 }] }, SOURCE), null);
});

test("problems are counted in words", () => {
  const of = (...severities) => counted(severities.map((severity) => ({ severity })));
  assert.equal(of(), "no problems");
  assert.equal(of("error"), "1 error");
  assert.equal(of("error", "warning", "error", "warning"), "2 errors, 2 warnings");
  assert.equal(of("warning"), "1 warning");
});
