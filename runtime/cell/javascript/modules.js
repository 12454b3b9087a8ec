// The JavaScript libraries a script may import by name: those vendored, each as the URL of an ES module.

import { ImportError } from "./errors.js";

/** @typedef {{form: "module" | "script", file: string, global?: string, requires?: string[], prepare?: string}} Row */

const api = new URL("api.js", import.meta.url).href;
const read = fetch;

/** @param {string} assets */
export function createModules(assets) {
  const base = `${assets}web/vendor/`;
  /** @type {Promise<Record<string, Row>> | null} */
  let table = null;
  /** @type {Map<string, Promise<string>>} */
  const made = new Map();

  /** @returns {Promise<Record<string, Row>>} */
  function registry() {
    table ??= read(`${base}modules/modules.json`).then((response) => response.json());
    return table;
  }

  /**
   * Give the URL a specifier stands for. Rejects with `ImportError`, which says what could be imported.
   * @param {string} specifier
   * @param {string[]} declared the `modules` of the script's block
   * @param {number} line where it is asked for
   */
  async function resolve(specifier, declared, line) {
    if (specifier === "limner") return api;
    if (/^(blob|data):/.test(specifier) || specifier.startsWith(assets)) return specifier;
    const rows = await registry();
    const names = Object.keys(rows).join(", ");
    const name = Object.hasOwn(rows, specifier) ? specifier : packageOf(specifier, Object.keys(rows));
    if (name === null) {
      const said = declared.includes(specifier) ? "is declared in modules, but not vendored here" : "is not there to import";
      throw new ImportError(`'${specifier}' ${said}; there are: limner, ${names}`, line);
    }
    if (name !== specifier) throw new ImportError(`'${specifier}' is not loaded from elsewhere; import '${name}', which is vendored`, line);
    if (declared.includes(name)) return urlOf(name);
    throw new ImportError(`'${name}' is not declared: add it to modules in the script's block (declared: ${declared.join(", ") || "none"})`, line);
  }

  /**
   * Give the URL of a vendored library as an ES module.
   * @param {string} name
   * @returns {Promise<string>}
   */
  function urlOf(name) {
    const found = made.get(name) ?? make(name);
    made.set(name, found);
    return found;
  }

  /** @param {string} name */
  async function make(name) {
    const row = (await registry())[name];
    const url = `${base}${row.file}`;
    if (row.form === "module") return url;
    for (const wanted of row.requires ?? []) await urlOf(wanted);
    await import(url);
    const path = row.global ?? name;
    const library = path.split(".").reduce((owner, key) => owner?.[key], /** @type {any} */ (globalThis));
    return wrapped(path, library, `const folder = ${JSON.stringify(new URL(".", url).href)};\n${row.prepare ?? ""}`);
  }

  return { resolve, registry, load: urlOf };
}

/**
 * Give the name of the vendored package that a URL of elsewhere means, if one.
 * @param {string} url
 * @param {string[]} names
 */
export function packageOf(url, names) {
  if (!/^(?:https?:)?\/\//.test(url)) return null;
  const longest = names.toSorted((one, other) => other.length - one.length);
  return longest.find((name) => new RegExp(`/${name.replace(/[.]/g, "\\.")}(?=[@/.]|$)`).test(url)) ?? null;
}

/**
 * Write a module that exports what a global holds. A name as `default` or `delete` may be exported, not declared.
 * @param {string} path
 * @param {object} library
 * @param {string} prepare what is done once, before the library is used
 */
function wrapped(path, library, prepare) {
  const keys = Object.keys(library).filter((key) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) && key !== "default");
  const taken = keys.map((key, index) => `const _${index} = library[${JSON.stringify(key)}];`);
  const given = keys.map((key, index) => `_${index} as ${key}`);
  const owner = path.split(".").map((key) => `[${JSON.stringify(key)}]`).join("");
  const text = `const library = globalThis${owner};\n${prepare}\n${taken.join("\n")}\nexport { library as default, ${given.join(", ")} };\n`;
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}
