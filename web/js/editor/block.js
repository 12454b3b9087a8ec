// The metadata block at the top of a script: where it is, and what may be written where.

import { known } from "./known.js";

/** @typedef {import("./known.js").Language} Language */
/** @typedef {{what: "key" | "parameter" | "command" | "value" | "table", key: string, begun: string}} Spot */

const MARKS = { python: "#", javascript: "//" };
const LISTED = { grants: "grants", places: "places", kinds: "kind", type: "type" };
const TABLES = [
  { name: "tool.limner", doc: "What Limner reads." },
  { name: "tool.limner.params.", doc: "A parameter the annotator sets: type, default, minimum, maximum, title." },
  { name: "tool.limner.commands.", doc: "A command with a button of its own: title, description, hotkey, kinds." },
];

/**
 * Give the first and the last line of the block, from 1; null where there is none.
 * @param {string} source
 * @param {Language} language
 * @returns {{first: number, last: number} | null}
 */
export function blockOf(source, language) {
  const mark = MARKS[language];
  const lines = source.split("\n").map((line) => line.trimEnd());
  const first = lines.indexOf(`${mark} /// script`);
  if (first < 0) return null;
  let last = first + 1;
  while (last < lines.length && lines[last].startsWith(mark) && lines[last] !== `${mark} ///`) last += 1;
  return { first: first + 1, last: Math.min(last, lines.length - 1) + 1 };
}

/**
 * Give the names of the parameters the block declares.
 * @param {string} source
 * @returns {string[]}
 */
export function parametersOf(source) {
  return tablesOf(source, "params");
}

/**
 * Give the names of the commands the block declares.
 * @param {string} source
 * @returns {string[]}
 */
export function commandsOf(source) {
  return tablesOf(source, "commands");
}

/** @param {string} source @param {"params" | "commands"} what */
function tablesOf(source, what) {
  const opened = new RegExp(`^(?:#|//) \\[tool\\.limner\\.${what}\\.([\\w-]+)\\]`, "gm");
  return [...source.matchAll(opened)].map(([, name]) => name);
}

/**
 * Say what is being written at the end of a text that ends inside the block.
 * @param {string} before the text from the block's first line on
 * @param {Language} language
 * @returns {Spot | null}
 */
export function spotOf(before, language) {
  const mark = MARKS[language];
  const lines = before.split("\n").map((line) => (line.startsWith(mark) ? line.slice(mark.length).replace(/^ /, "") : line));
  const line = lines.at(-1) ?? "";
  const table = lines.findLast((one) => /^\s*\[[\w.-]+\]\s*$/.test(one))?.trim() ?? "";
  const listed = /^\s*(grants|places|kinds)\s*=\s*\[(?:[^\]]*,)?\s*["']?([\w:-]*)$/.exec(unbroken(lines)) ?? /^\s*(type)\s*=\s*["']([\w-]*)$/.exec(line);
  if (listed) return { what: "value", key: LISTED[/** @type {keyof typeof LISTED} */ (listed[1])], begun: listed[2] };
  const opened = /^\s*\[([\w.]*)$/.exec(line);
  if (opened) return { what: "table", key: "", begun: opened[1] };
  const begun = /^\s*([\w-]*)$/.exec(line);
  if (!begun) return null;
  if (table.startsWith("[tool.limner.params.")) return { what: "parameter", key: table, begun: begun[1] };
  if (table.startsWith("[tool.limner.commands.")) return { what: "command", key: table, begun: begun[1] };
  return table === "[tool.limner]" ? { what: "key", key: "", begun: begun[1] } : null;
}

/** A list may run over several lines; give its text from the key on. @param {string[]} lines */
function unbroken(lines) {
  const start = lines.findLastIndex((line) => /^\s*[\w-]+\s*=/.test(line));
  return start < 0 ? "" : lines.slice(start).join(" ");
}

/**
 * Give what may stand at a place of the block, with what it means.
 * @param {Spot} spot
 * @returns {{name: string, doc: string}[]}
 */
export function fitting({ what, key }) {
  if (what === "table") return TABLES;
  if (what === "key") return Object.entries(known.block).map(([name, doc]) => ({ name, doc }));
  if (what === "command") return known.command.map((name) => ({ name, doc: "" }));
  if (what === "parameter") return known.parameter.map((name) => ({ name, doc: "" }));
  const values = known.values[/** @type {"grants"} */ (key)] ?? [];
  return values.map((name) => ({ name, doc: key === "grants" ? `May ${known.grants[name]}.` : "" }));
}
