// Problems as marks in the text: those the check finds, and the last run's error at its line.

/** @typedef {{line: number, column?: number | null, message: string, severity: string}} Problem */
/** @typedef {{type?: string, message: string, frames: {line: number, function?: string, text?: string}[]}} Failure */
/** @typedef {import("../../vendor/codemirror.js").Diagnostic} Diagnostic */
/** @typedef {{lines: number, line: (number: number) => {from: number, to: number, text: string}}} Lines */

export const RUN = "last run";
export const CHECK = undefined; // a check names no source

/**
 * @param {Lines} doc
 * @param {Problem[]} problems
 * @returns {Diagnostic[]} in the order of their places
 */
export function diagnosticsOf(doc, problems) {
  const marks = problems.map(({ line, column = null, message, severity }) => ({
    ...span(doc, line, column),
    severity: /** @type {"error" | "warning"} */ (severity === "error" ? "error" : "warning"),
    message,
  }));
  return marks.sort((one, other) => one.from - other.from || one.to - other.to);
}

/**
 * Give the mark of a run's error, or null where its line is not in the text as it was.
 * @param {Lines} doc
 * @param {Failure} failure
 * @param {string} ran the source that ran
 * @returns {Diagnostic | null}
 */
export function failureMark(doc, { type, message, frames }, ran) {
  const last = frames.at(-1);
  const line = last ? sameLine(doc, last.line, ran.split("\n")[last.line - 1]) : null;
  return line === null ? null : { ...span(doc, line, null), severity: "error", source: RUN, message: type ? `${type}: ${message}` : message };
}

/**
 * Find the line that read so, nearest to where it was.
 * @param {Lines} doc
 * @param {number} line
 * @param {string | undefined} text
 */
function sameLine(doc, line, text) {
  for (let away = 0; away < doc.lines; away += 1) {
    for (const number of [line + away, line - away]) {
      if (number >= 1 && number <= doc.lines && doc.line(number).text === text) return number;
    }
  }
  return null;
}

/**
 * Give the places a problem covers: the word at its column, or the line without its indent.
 * @param {Lines} doc
 * @param {number} line from 1
 * @param {number | null} column from 1
 */
function span(doc, line, column) {
  const { from, to, text } = doc.line(Math.min(Math.max(1, Math.trunc(line) || 1), doc.lines));
  if (column === null) return { from: from + text.length - text.trimStart().length, to };
  const start = Math.min(from + Math.max(0, column - 1), to);
  const word = /^(?:\w[\w.]*|.)/.exec(text.slice(start - from));
  return { from: start, to: Math.min(to, start + (word?.[0].length ?? 0)) };
}

/**
 * Say in words how many problems there are.
 * @param {{severity: string}[]} marks
 */
export function counted(marks) {
  const errors = marks.filter(({ severity }) => severity === "error").length;
  const words = [several(errors, "error"), several(marks.length - errors, "warning")].filter(Boolean);
  return words.join(", ") || "no problems";
}

/** @param {number} count @param {string} word */
function several(count, word) {
  return count ? `${count} ${word}${count === 1 ? "" : "s"}` : "";
}
