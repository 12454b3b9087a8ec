// What a name in a script stands for, as far as the text before the cursor tells.

import { known, membersOf, namesOf } from "./known.js";

/** @typedef {import("./known.js").Known} Known */
/** @typedef {import("./known.js").Language} Language */

/**
 * The hook the cursor is in: its events, and what it calls its two arguments.
 * @typedef {{events: string[], event: string, canvas: string}} Hook
 */

const CHAIN = /(?<![\w.)\]])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\.(\w*)$/;
const DEEPEST = 4;

/**
 * Give the names before a dot at the end of a text, and what was begun after it.
 * @param {string} before
 * @returns {{chain: string[], begun: string} | null}
 */
export function chainBefore(before) {
  const found = CHAIN.exec(before);
  return found ? { chain: found[1].split("."), begun: found[2] } : null;
}

/**
 * Give what may stand after the dot of a chain.
 * @param {string[]} chain
 * @param {Hook | null} hook
 * @param {Language} language
 * @param {string} before the text before the chain, where names were given values
 * @returns {Known[]}
 */
export function after(chain, hook, language, before) {
  return common(typesOf(chain, hook, language, before, 0).map((type) => membersOf(type, language)));
}

/**
 * @param {string[]} chain
 * @param {Hook | null} hook
 * @param {Language} language
 * @param {string} before
 * @param {number} depth
 * @returns {string[]} names of records
 */
function typesOf([root, ...rest], hook, language, before, depth) {
  let types = rootTypes(root, hook, language, before, depth);
  for (const name of rest) {
    types = types.flatMap((type) => membersOf(type, language).filter((one) => one.name === name && one.type).map((one) => String(one.type)));
  }
  return [...new Set(types)];
}

/**
 * @param {string} root
 * @param {Hook | null} hook
 * @param {Language} language
 * @param {string} before
 * @param {number} depth
 */
function rootTypes(root, hook, language, before, depth) {
  if (root === (hook?.canvas ?? "canvas")) return ["Canvas"];
  if (root === (hook?.event ?? "event")) return (hook?.events ?? Object.keys(known.events)).map((name) => known.events[name].type);
  if (namesOf(language).some(({ name, shape }) => shape && name === root)) return [];
  const given = depth < DEEPEST ? lastValue(root, before) : null;
  return given ? typesOf(given, hook, language, before, depth + 1) : [];
}

/**
 * The chain a name was given last: `box = event.instance`, `answer = await canvas.fetch(…)`.
 * @param {string} name
 * @param {string} before
 */
function lastValue(name, before) {
  const given = new RegExp(`(?:^|[\\s;{(])${name}\\s*=(?!=)\\s*(?:await\\s+)?([A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*)`, "g");
  const last = [...before.matchAll(given)].at(-1);
  return last && last[1] !== name ? last[1].split(".") : null;
}

/**
 * What all lists hold, by name: a hook for several events gets what each of them has.
 * @param {Known[][]} lists
 */
function common([first = [], ...others]) {
  return first.filter(({ name }) => others.every((list) => list.some((one) => one.name === name)));
}

/**
 * Give the arguments of the call of `on` that the end of a text is in, as far as they are written.
 * @param {string} before
 * @returns {string | null}
 */
export function insideOn(before) {
  const start = Math.max(...[...before.matchAll(/\bon\(/g)].map(({ index }) => index + 3), -1);
  if (start < 0) return null;
  const written = before.slice(start);
  const bare = written.replace(/"[^"\n]*"|'[^'\n]*'/g, "");
  const depth = [...bare].reduce((count, sign) => count + ("([{".includes(sign) ? 1 : ")]}".includes(sign) ? -1 : 0), 0);
  return depth >= 0 && !/\n\s*(?:async |def |@)|=>/.test(bare) ? written : null;
}

/**
 * Say what is being written in the arguments of `on`.
 * @param {string} written
 * @returns {{what: "event" | "filter" | "kind" | "actor" | "schedule" | "label" | "command", begun: string} | null}
 */
export function argumentOf(written) {
  const value = /\b(kind|actor|schedule|label|command)\s*[=:]\s*[[(]?\s*(?:["'][^"']*["']\s*,\s*)*["'](\w*)$/.exec(written);
  if (value) return { what: /** @type {"kind"} */ (value[1]), begun: value[2] };
  const filtered = /[\w]\s*=|\{/.test(written);
  const event = filtered ? null : /^\s*\[?\s*(?:["']\w*["']\s*,\s*)*["'](\w*)$/.exec(written);
  if (event) return { what: "event", begun: event[1] };
  const filter = /(?:["'\])]\s*,|\{|,)\s*(\w*)$/.exec(written);
  return filter ? { what: "filter", begun: filter[1] } : null;
}
