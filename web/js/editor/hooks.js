// Which hook the cursor is in, read from the syntax tree.

import { syntaxTree } from "../../vendor/codemirror.js";
import { known } from "./known.js";

/** @typedef {import("../../vendor/codemirror.js").EditorState} EditorState */
/** @typedef {ReturnType<ReturnType<typeof syntaxTree>["resolveInner"]>} Node */
/** @typedef {import("./typing.js").Hook} Hook */

/**
 * @param {EditorState} state
 * @param {number} position
 * @param {import("./known.js").Language} language
 * @returns {Hook | null}
 */
export function hookAt(state, position, language) {
  const read = language === "python" ? pythonHook : javascriptHook;
  /** @type {Node | null} */
  let node = syntaxTree(state).resolveInner(position, -1);
  for (; node; node = node.parent) {
    const hook = read(state, node);
    if (hook) return hook;
  }
  return null;
}

/** @param {EditorState} state @param {Node} node @returns {Hook | null} */
function pythonHook(state, node) {
  if (node.name !== "FunctionDefinition" || node.parent?.name !== "DecoratedStatement") return null;
  const calls = node.parent.getChildren("Decorator").filter((one) => textOf(state, one.getChild("VariableName")) === "on");
  return made(calls.flatMap((one) => texts(state, one.getChild("ArgList"))), namesIn(state, node.getChild("ParamList"), "VariableName"));
}

/** @param {EditorState} state @param {Node} node @returns {Hook | null} */
function javascriptHook(state, node) {
  if (node.name !== "ArrowFunction" && node.name !== "FunctionExpression") return null;
  const call = node.parent?.parent;
  if (call?.name !== "CallExpression" || textOf(state, call.firstChild) !== "on") return null;
  const list = call.getChild("ArgList");
  const array = list?.getChild("ArrayExpression") ?? null;
  return made([...texts(state, list), ...texts(state, array)], namesIn(state, node.getChild("ParamList"), "VariableDefinition"));
}

/** The values of filters are texts too; only names of events count. @param {string[]} found @param {string[]} given @returns {Hook | null} */
function made(found, [event = "event", canvas = "canvas"]) {
  const events = found.filter((name) => Object.hasOwn(known.events, name));
  return found.length ? { events: events.length ? events : Object.keys(known.events), event, canvas } : null;
}

/** The texts that stand directly in a list of arguments. @param {EditorState} state @param {Node | null} list */
function texts(state, list) {
  return (list?.getChildren("String") ?? []).map((one) => textOf(state, one).slice(1, -1));
}

/** @param {EditorState} state @param {Node | null} list @param {string} kind */
function namesIn(state, list, kind) {
  return (list?.getChildren(kind) ?? []).map((one) => textOf(state, one));
}

/** @param {EditorState} state @param {Node | null | undefined} node */
function textOf(state, node) {
  return node ? state.sliceDoc(node.from, node.to) : "";
}
