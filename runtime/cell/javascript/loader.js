// A script on its way in: its text parsed, its imports answered, its hooks gathered.

import { parse } from "../../../web/vendor/modules/acorn.js";
import { loadDiffgram } from "./diffgram.js";
import { Malformed } from "./errors.js";
import { gathered } from "./hooks.js";
import { manifestOf } from "./manifest.js";
import { resolved } from "./params.js";
import { failureOf, frameAt } from "./failure.js";

/** @typedef {import("./failure.js").Origin} Origin */
/** @typedef {{bound: Map<string, import("./hooks.js").Bound>, params: (given: Record<string, unknown>) => any}} Script */
/** @typedef {{start: number, end: number, line: number, specifier: string}} Asked a specifier, with where it stands */

const OPTIONS = { ecmaVersion: /** @type {"latest"} */ ("latest"), allowHashBang: true, locations: true };
const IMPORTS = /(^|[^.\w$])import\b|\bexport\b[^;]*\bfrom\b/;

/**
 * Load a script. Rejects with whatever it throws; `origin` then knows where its frames are.
 * @param {import("./protocol.js").Init} init
 * @param {ReturnType<typeof import("./modules.js").createModules>} modules
 * @param {Origin} origin
 * @returns {Promise<Script>}
 */
export async function load({ source, modules: given = [] }, modules, origin) {
  origin.lines = source.split(/\r\n|\n|\r/);
  const manifest = manifestOf(source);
  const declared = [...new Set([...given, ...manifest.modules])];
  const bound = manifest.isDiffgram
    ? await loadDiffgram(source, modules, origin)
    : await gathered(async () => run(await answered(source, declared, modules), origin));
  return { bound, params: (values) => resolved(manifest.params, values) };
}

/** @param {any} error @param {Origin} origin */
export function loadFailure(error, origin) {
  const failure = failureOf(error, origin);
  return error instanceof Malformed ? { ...failure, frames: [frameAt(error.line, "<module>", origin)] } : failure;
}

/**
 * Give the text with every import answered where it stands, so that no line moves.
 * @param {string} source
 * @param {string[]} declared
 * @param {ReturnType<typeof import("./modules.js").createModules>} modules
 */
async function answered(source, declared, modules) {
  /** @type {Asked[]} */
  let asked;
  try {
    asked = importsOf(parse(source, { ...OPTIONS, sourceType: "module" }));
  } catch (error) {
    const malformed = new Malformed(/** @type {any} */ (error));
    if (IMPORTS.test(source)) throw malformed;
    return source; // the browser may know syntax that acorn does not
  }
  let text = source;
  for (const { start, end, line, specifier } of asked.toReversed()) {
    const url = await modules.resolve(specifier, declared, line);
    text = text.slice(0, start) + JSON.stringify(url) + text.slice(end);
  }
  return text;
}

/**
 * Run a text as a module.
 * @param {string} text
 * @param {Origin} origin
 */
async function run(text, origin) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  origin.marks.push(url);
  try {
    await import(url);
  } catch (error) {
    throw error instanceof SyntaxError ? explained(error, origin) : error;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Give the browser's syntax error the place that acorn knows. @param {SyntaxError} error @param {Origin} origin */
function explained(error, origin) {
  try {
    parse(origin.lines.join("\n"), { ...OPTIONS, sourceType: "module" });
  } catch (known) {
    return new Malformed(/** @type {any} */ (known));
  }
  return error;
}

/**
 * Find what a module asks for, in the order of the text.
 * @param {any} tree
 * @returns {Asked[]}
 */
function importsOf(tree) {
  /** @type {Asked[]} */
  const found = [];
  const todo = [tree];
  for (let node = todo.pop(); node; node = todo.pop()) {
    if (isRequest(node.type) && typeof node.source?.value === "string") {
      const { start, end, loc, value } = node.source;
      found.push({ start, end, line: loc.start.line, specifier: value });
    }
    for (const part of Object.values(node)) {
      if (Array.isArray(part)) todo.push(...part.filter((one) => typeof one?.type === "string"));
      else if (typeof (/** @type {any} */ (part)?.type) === "string") todo.push(part);
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

/** @param {string} type */
function isRequest(type) {
  return ["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression"].includes(type);
}
