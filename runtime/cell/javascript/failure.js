// An error as the script's author should see it: its own frames, and what caused it.

import { ImportError } from "./errors.js";

/** @typedef {import("../../../web/types/data.d.ts").Failure} Failure */
/** @typedef {{marks: string[], lines: string[]}} Origin where a script's frames are found, and its text */

const CAUSES = 5;
// `at async trace (blob:null/1f…:3:5)` in Chromium, `trace@blob:null/1f…:3:5` in Firefox and Safari.
const FRAME = /^\s*(?:at\s+)?(?:async\s*(?:\*\s*)?)?(.*?)[\s(@]*(?:eval at [^)]*\)?,\s*)?$/;

/**
 * @param {any} error whatever was thrown
 * @param {Origin} origin
 * @returns {Failure}
 */
export function failureOf(error, origin) {
  const type = attempt(() => error instanceof Error && error.name) || typeof error;
  const frames = error instanceof ImportError ? [frameAt(error.line, "<module>", origin)] : framesOf(error, origin);
  return { type: String(type), message: messageOf(error), frames };
}

/**
 * @param {number} line
 * @param {string} name
 * @param {Origin} origin
 */
export function frameAt(line, name, { lines }) {
  return { line, function: name, text: (lines[line - 1] ?? "").trim() };
}

/** @param {any} error @param {Origin} origin */
function framesOf(error, origin) {
  const stack = attempt(() => error.stack);
  if (typeof stack !== "string") return [];
  const found = stack.split("\n").flatMap((text) => {
    const mark = origin.marks.find((one) => text.includes(`${one}:`));
    const place = mark === undefined ? null : /^(\d+):\d+/.exec(text.slice(text.lastIndexOf(`${mark}:`) + mark.length + 1));
    if (mark === undefined || !place) return [];
    const name = FRAME.exec(text.slice(0, text.lastIndexOf(mark)))?.[1].replace(/^new |^Object\.|^globalThis\.| \[as [^\]]*\]/g, "");
    return [frameAt(Number(place[1]), name?.trim() || "<module>", origin)];
  });
  return found.filter(({ line }) => line > 0 && line <= origin.lines.length).reverse();
}

/** @param {any} error @param {number} [depth] @returns {string} */
function messageOf(error, depth = 0) {
  const text = attempt(() => (error instanceof Error ? error.message : String(error))) ?? "(its message cannot be shown)";
  const cause = attempt(() => error.cause);
  if (cause === undefined || cause === null || depth >= CAUSES) return text;
  const name = attempt(() => (cause instanceof Error ? `${cause.name}: ` : "")) ?? "";
  return `${text} (caused by ${name}${messageOf(cause, depth + 1)})`;
}

/** @template T @param {() => T} read @returns {T | undefined} */
function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
