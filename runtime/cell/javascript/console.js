// What the script writes as log messages: gathered, cut, and never a flood.

import { lineOf, previews } from "./previews.js";
import { compact } from "./values.js";

const MAX_LINES = 1_000;
const MAX_LENGTH = 2_000;
const BATCH_LINES = 100;
const BATCH_MS = 50;

/** @typedef {"debug" | "info" | "warning" | "error"} Level */
/** @typedef {{text: string, level: Level, values?: unknown[] | null}} Line */

/** @type {Record<string, Level>} */
const LEVELS = { log: "info", info: "info", dir: "info", table: "info", warn: "warning", error: "error", debug: "debug", trace: "debug" };

const later = setTimeout;

/**
 * Lines leave in batches; after 1,000 in one run the rest is counted.
 * @param {(message: import("./protocol.js").Message) => void} send
 */
export function createConsole(send) {
  /** @type {Line[]} */
  let lines = [];
  /** @type {string | null} */
  let run = null;
  let [count, dropped, sentAt, waiting] = [0, 0, 0, false];

  function flush() {
    send(compact({ type: "log", lines, dropped, run }));
    [lines, dropped, sentAt] = [[], 0, performance.now()];
  }

  /** Let what is gathered leave soon, though nothing more may be written. */
  function schedule() {
    if (waiting) return;
    waiting = true;
    later(() => {
      waiting = false;
      if (lines.length) flush();
    }, BATCH_MS);
  }

  /** @param {Line} line */
  function line({ text, level, values }) {
    const [first, ...rest] = text.split("\n");
    take({ text: first, level, values });
    rest.forEach((one) => take({ text: one, level }));
  }

  /** @param {Line} given */
  function take({ text, level, values }) {
    count += 1;
    if (count > MAX_LINES) {
      dropped += 1;
      return;
    }
    lines.push(compact({ text: text.slice(0, MAX_LENGTH), level, values }));
    if (lines.length >= BATCH_LINES || performance.now() - sentAt > BATCH_MS) flush();
    else schedule();
  }

  return {
    line,
    /** Send what is gathered, and start counting for another run. @param {string | null} next */
    begin(next) {
      if (lines.length || dropped) flush();
      [run, count] = [next, 0];
    },
    /** Send what is gathered, the count of those left out included. */
    end() {
      if (lines.length || dropped) flush();
    },
    /** Take the place of the worker's own console. */
    install() {
      const methods = Object.entries(LEVELS).map(([name, level]) => [
        name,
        (/** @type {unknown[]} */ ...values) => line({ text: lineOf(values), level, values: previews(values) }),
      ]);
      Object.assign(globalThis.console, Object.fromEntries(methods), {
        /** @param {unknown} holds @param {unknown[]} values */
        assert(holds, ...values) {
          if (!holds) line({ text: lineOf(["Assertion failed:", ...values]), level: "error", values: previews(values) });
        },
      });
    },
  };
}
