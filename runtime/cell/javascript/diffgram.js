// Scripts in Diffgram's form: handlers by the event's name, in an object or as functions, with a global `diffgram`.

import { parse } from "../../../web/vendor/modules/acorn.js";
import { createDiffgram } from "./diffgram_api.js";
import { ImportError, LimnerError, Malformed } from "./errors.js";
import { distinct, EVENTS } from "./hooks.js";
import { packageOf } from "./modules.js";
import { newId } from "./values.js";

/** @typedef {ReturnType<typeof import("./modules.js").createModules>} Modules */
/** @typedef {import("./failure.js").Origin} Origin */

const NAMES = new Map([["edit_instance", "update_instance"], ...EVENTS.map((name) => /** @type {[string, string]} */ ([name, name]))]);
const HANDLERS = "limnerHandlers";
const FIRST = /^[ \t]*\{?\s*["']?(?:create|edit|delete)_instance["']?\s*:/m;
const LIBRARY = /["'`]((?:https?:)?\/\/[^"'`\s]+?(?:\.m?js|\/npm\/[^"'`\s]*))["'`]/g;
const NO_FORM = "no handler was found: write `create_instance: function (data) { … }`, or a function of that name";
// Not a call of `eval` by name, so the text sees the globals only, and may be as sloppy as it is.
const run = eval;

/**
 * Load a script of this form. Rejects with whatever it throws.
 * @param {string} source
 * @param {Modules} modules
 * @param {Origin} origin
 */
export async function loadDiffgram(source, modules, origin) {
  const found = textOf(source);
  const libraries = await prepared(source, modules);
  const mark = `limner:${newId()}`;
  origin.marks.push(mark);
  const diffgram = createDiffgram(source);
  Object.assign(globalThis, { diffgram: diffgram.api, importScripts: libraries });
  const handlers = run(`${found}\n//# sourceURL=${mark}`);
  const named = Object.entries(handlers ?? {}).filter(([name, handler]) => NAMES.has(name) && typeof handler === "function");
  if (!named.length) throw new LimnerError(NO_FORM);
  return distinct(named.map(([name, handler]) => boundTo(name, handler.bind(handlers), diffgram.run)));
}

/**
 * @param {string} name
 * @param {Function} handler
 * @param {ReturnType<typeof createDiffgram>["run"]} begin
 * @returns {import("./hooks.js").Bound}
 */
function boundTo(name, handler, begin) {
  const event = /** @type {string} */ (NAMES.get(name));
  const schedule = event === "update_instance" ? "latest" : "queue";
  const hook = { id: `${name}:${event}`, event, function: name, kinds: [], labels: [], actors: [], commands: [], schedule };
  return {
    hook: /** @type {import("../../../web/types/data.d.ts").Hook} */ (hook),
    handler: async (given, canvas) => void (await handler(await begin(given, canvas))),
    when: null,
  };
}

/**
 * Load the libraries that the script takes from elsewhere, as far as they are vendored, and give what stands in
 * for `importScripts`. Rejects with one message that names all that cannot be had.
 * @param {string} source
 * @param {Modules} modules
 */
async function prepared(source, modules) {
  const names = Object.keys(await modules.registry());
  const wanted = [...source.matchAll(LIBRARY)].map(({ 1: url, index }) => ({ url, index, name: packageOf(url, names) }));
  const [first, ...rest] = wanted.filter(({ name }) => name === null);
  if (first) {
    const urls = [first, ...rest].map(({ url }) => url).join(", ");
    const line = source.slice(0, first.index).split("\n").length;
    throw new ImportError(`${urls} cannot be loaded: nothing comes from elsewhere. Vendored are: ${names.join(", ")}`, line);
  }
  for (const { name } of wanted) await modules.load(/** @type {string} */ (name));
  const loaded = new Set(wanted.map(({ url }) => url));
  /** @param {string[]} urls */
  return (...urls) => {
    const stray = urls.find((url) => !loaded.has(url));
    if (stray !== undefined) throw new LimnerError(`${stray} cannot be loaded: write its address as a text in the script. Vendored are: ${names.join(", ")}`);
  };
}

/**
 * Give a text whose value is the object of handlers; no line of the source moves.
 * @param {string} source
 */
function textOf(source) {
  const trimmed = source.trimEnd().replace(/[;,]$/, "");
  const found = asObject(trimmed, "") ?? asProgram(source) ?? asTail(trimmed);
  if (found !== null) return found;
  throw malformed([source, `(${trimmed}\n)`, `({${trimmed}\n})`]) ?? new LimnerError(NO_FORM);
}

/** Give what is wrong with the reading that gets furthest, null where one has nothing wrong. @param {string[]} texts */
function malformed(texts) {
  /** @type {any} */
  let furthest = null;
  for (const text of texts) {
    try {
      parse(text, { ecmaVersion: "latest", locations: true });
      return null;
    } catch (error) {
      if (/** @type {any} */ (error).pos >= (furthest?.pos ?? 0)) furthest = error;
    }
  }
  return new Malformed(furthest);
}

/** The text is the body of an object, with its braces or without. @param {string} text @param {string} before */
function asObject(text, before) {
  return [`${before}(${text}\n)`, `${before}({${text}\n})`].find((one) => isObject(programOf(one)?.body.at(-1))) ?? null;
}

/** Statements come first, then the body of an object. @param {string} source */
function asTail(source) {
  const start = source.search(FIRST);
  const head = start > 0 ? programOf(source.slice(0, start)) : null;
  return head ? asObject(source.slice(start), `${source.slice(0, start)};`) : null;
}

/** A program that declares functions, or puts an object of handlers somewhere. @param {string} source */
function asProgram(source) {
  const program = programOf(source);
  if (!program) return null;
  let text = source;
  /** @type {string[]} */
  const parts = [];
  for (const statement of program.body.toReversed()) {
    if (isObject(statement)) {
      text = `${text.slice(0, statement.start)}var ${HANDLERS} = ${text.slice(statement.start)}`;
      parts.push(HANDLERS);
    } else parts.push(...partsOf(statement));
  }
  return parts.length ? `${text}\n;Object.assign({}, ${parts.reverse().join(", ")})` : null;
}

/** @param {any} statement @returns {string[]} expressions of objects that hold handlers */
function partsOf(statement) {
  if (statement.type === "FunctionDeclaration") return NAMES.has(statement.id.name) ? [`{ ${statement.id.name} }`] : [];
  if (statement.type === "VariableDeclaration") {
    return statement.declarations.flatMap((/** @type {any} */ one) => declaredIn(one.id.name, one.init));
  }
  const assigned = statement.type === "ExpressionStatement" && statement.expression.type === "AssignmentExpression" ? statement.expression : null;
  return assigned?.left.type === "Identifier" ? declaredIn(assigned.left.name, assigned.right) : [];
}

/** @param {string | undefined} name @param {any} value */
function declaredIn(name, value) {
  if (name === undefined) return [];
  if (value?.type === "ObjectExpression" && value.properties.some(isHandler)) return [name];
  const isFunction = value?.type === "FunctionExpression" || value?.type === "ArrowFunctionExpression";
  return isFunction && NAMES.has(name) ? [`{ ${name} }`] : [];
}

/** @param {any} statement */
function isObject(statement) {
  const value = statement?.type === "ExpressionStatement" ? statement.expression : null;
  return value?.type === "ObjectExpression" && value.properties.some(isHandler);
}

/** @param {any} property */
function isHandler({ key }) {
  return NAMES.has(key?.name ?? key?.value);
}

/** @param {string} text @returns {any} */
function programOf(text) {
  try {
    return parse(text, { ecmaVersion: "latest" });
  } catch {
    return null;
  }
}
