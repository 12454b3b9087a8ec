// Parameters: the values of what a script's block declares.

import { ParameterError, shown } from "./errors.js";

/** @typedef {{name: string, type: string, default?: unknown, minimum?: number, maximum?: number, enum?: unknown[]}} Parameter */

/** @type {Record<string, (value: unknown) => boolean>} */
const TYPES = {
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
};

/**
 * Give the declared parameters of a block; one that is declared wrongly is left out.
 * @param {any} table
 * @returns {Map<string, Parameter>}
 */
export function declared(table) {
  const entries = Object.entries(table && typeof table === "object" ? table : {});
  const read = entries.map(([name, entry]) => /** @type {Parameter} */ ({ ...entry, name }));
  const good = read.filter((one) => typeof one.type === "string" && Object.hasOwn(TYPES, one.type) && wrong(one, one.default) === null);
  return new Map(good.map((one) => [one.name, one]));
}

/**
 * Give every declared parameter its given value or its default. Throws `ParameterError`.
 * @param {Map<string, Parameter>} known
 * @param {Record<string, unknown>} given
 */
export function resolved(known, given) {
  const names = [...known.keys()].join(", ") || "none";
  const unknown = Object.keys(given).sort().find((name) => !known.has(name));
  if (unknown !== undefined) throw new ParameterError(`no parameter '${unknown}' is declared (there are: ${names})`);
  const values = Object.fromEntries([...known.values()].map((one) => [one.name, checked(one, given)]));
  return new Proxy(Object.freeze(values), {
    get(target, name) {
      if (typeof name === "symbol" || name in target || name === "toJSON" || name === "then") return Reflect.get(target, name);
      throw new ParameterError(`no parameter '${name}' is declared (there are: ${names})`);
    },
  });
}

/** @param {Parameter} parameter @param {Record<string, unknown>} given */
function checked(parameter, given) {
  if (!Object.hasOwn(given, parameter.name)) return parameter.default;
  const value = given[parameter.name];
  const why = wrong(parameter, value);
  if (why === null) return value;
  throw new ParameterError(`parameter '${parameter.name}' is ${shown(value)}, expected ${why}`);
}

/** @param {Parameter} parameter @param {any} value @returns {string | null} */
function wrong({ type, minimum, maximum, enum: choices }, value) {
  if (!TYPES[type](value)) return type;
  if (typeof value === "number" && !Number.isFinite(value)) return "a finite number";
  if (choices && !choices.includes(value)) return `one of ${choices.map(shown).join(", ")}`;
  if (minimum !== undefined && value < minimum) return `at least ${minimum}`;
  return maximum !== undefined && value > maximum ? `at most ${maximum}` : null;
}
