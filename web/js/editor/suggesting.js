// What may be written at the cursor: canvas calls, fields of the event, filters of a hook, the block's keys.

import { blockOf, commandsOf, fitting, parametersOf, spotOf } from "./block.js";
import { docOf } from "./explaining.js";
import { hookAt } from "./hooks.js";
import { known, namesOf } from "./known.js";
import { after, argumentOf, chainBefore, insideOn } from "./typing.js";

/** @typedef {import("../../vendor/codemirror.js").CompletionContext} CompletionContext */
/** @typedef {import("../../vendor/codemirror.js").CompletionResult} CompletionResult */
/** @typedef {import("../../vendor/codemirror.js").Completion} Completion */
/** @typedef {import("./known.js").Language} Language */
/** @typedef {import("./known.js").Known} Known */

const LOOKED_AT = 2_000;
const WORD = /^[\w:-]*$/;

/**
 * Make the source of completions for one language.
 * @param {Language} language
 * @returns {(context: CompletionContext) => CompletionResult | null}
 */
export function suggestions(language) {
  return (context) => {
    const { state, pos } = context;
    const before = state.sliceDoc(Math.max(0, pos - LOOKED_AT), pos);
    const block = blockOf(state.doc.toString(), language);
    const line = state.doc.lineAt(pos).number;
    if (block && line > block.first && line < block.last) return inBlock(state.sliceDoc(state.doc.line(block.first).from, pos), pos, language);
    return inOn(before, pos, state) ?? afterDot(context, before, language) ?? imported(before, pos, language) ?? free(context, before, language);
  };
}

/** @param {string} written @param {number} pos @param {Language} language */
function inBlock(written, pos, language) {
  const spot = spotOf(written, language);
  if (!spot) return null;
  const kind = spot.what === "value" ? "constant" : "property";
  return result(pos - spot.begun.length, fitting(spot).map(({ name, doc }) => ({ label: name, type: kind, info: doc || undefined })), /^[\w:.-]*$/);
}

/** @param {string} before @param {number} pos @param {import("../../vendor/codemirror.js").EditorState} state */
function inOn(before, pos, state) {
  const written = insideOn(before);
  const argument = written === null ? null : argumentOf(written);
  if (!argument) return null;
  const { what, begun } = argument;
  if (what === "event") return result(pos - begun.length, Object.entries(known.events).map(([name, { doc }]) => ({ label: name, type: "enum", info: firstOf(doc) })));
  if (what === "filter") return result(pos - begun.length, known.filters.map((name) => ({ label: name, type: "property" })));
  if (what === "command") return result(pos - begun.length, commandsOf(state.doc.toString()).map((name) => ({ label: name, type: "constant" })));
  return what === "label" ? null : result(pos - begun.length, known.values[what].map((name) => ({ label: name, type: "constant" })));
}

/** @param {CompletionContext} context @param {string} before @param {Language} language */
function afterDot({ state, pos }, before, language) {
  const found = chainBefore(before);
  if (!found || isQuiet(state, pos)) return null;
  const { chain, begun } = found;
  const hook = hookAt(state, pos, language);
  const start = pos - begun.length;
  if (chain.length === 2 && chain[0] === (hook?.canvas ?? "canvas") && chain[1] === "params") {
    return result(start, parametersOf(state.doc.toString()).map((name) => ({ label: name, type: "property" })));
  }
  const members = after(chain, hook, language, before);
  return members.length ? result(start, members.map((one) => option(one, language))) : null;
}

/** The names that `from limner import …` may take. @param {string} before @param {number} pos @param {Language} language */
function imported(before, pos, language) {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const begun = /^(?:from limner import\s+(?:[\w\s,]*,\s*)?|import\s*\{(?:[\w\s,]*,\s*)?\s*)(\w*)$/.exec(line);
  return begun ? result(pos - begun[1].length, namesOf(language).map((one) => option(one, language))) : null;
}

/** @param {CompletionContext} context @param {string} before @param {Language} language */
function free(context, before, language) {
  const begun = context.matchBefore(/\w+/);
  if ((!begun && !context.explicit) || isQuiet(context.state, context.pos) || /\.\w*$/.test(before)) return null;
  const from = begun?.from ?? context.pos;
  return result(from, namesOf(language).filter(({ shape, call }) => shape || call).map((one) => option(one, language)));
}

/** Comments and texts are left alone. @param {import("../../vendor/codemirror.js").EditorState} state @param {number} pos */
function isQuiet(state, pos) {
  const line = state.doc.lineAt(pos);
  return /^\s*(#|\/\/)/.test(line.text.slice(0, pos - line.from));
}

/** @param {Known} one @param {Language} language @returns {Completion} */
function option(one, language) {
  const type = one.shape ? "class" : one.call ? "function" : "property";
  const detail = one.grant ?? (one.call ? undefined : (one.hint ?? undefined));
  return { label: one.name, type, detail, boost: one.shape ? 1 : 0, info: () => docOf(one, language) };
}

/**
 * @param {number} from
 * @param {Completion[]} options
 * @param {RegExp} [validFor]
 * @returns {CompletionResult | null}
 */
function result(from, options, validFor = WORD) {
  return options.length ? { from, options, validFor } : null;
}

/** @param {string} doc */
function firstOf(doc) {
  return doc.split("\n\n")[0].replaceAll("\n", " ");
}
