// What the editor knows of the API: generated from the runtime, told in the words of either language.

import { reference } from "../generated/reference.js";

/** @typedef {"python" | "javascript"} Language */

/**
 * @typedef {object} Raw one attribute or name as the runtime's docstrings have it
 * @property {string | null} name
 * @property {string | null} js
 * @property {string} doc
 * @property {string} [jsDoc]
 * @property {string} [signature]
 * @property {string} [jsSignature]
 * @property {string} [hint]
 * @property {string} [type]
 * @property {string} [grant]
 * @property {boolean} [awaited]
 * @property {boolean} [shape]
 */

/**
 * @typedef {object} Known one attribute or name as a script writes it
 * @property {string} name
 * @property {string} signature how it is called, or its name
 * @property {string} doc
 * @property {boolean} call
 * @property {string | null} hint its type, in Python's words
 * @property {string | null} type what it or its call gives, where that is a record
 * @property {string | null} grant
 * @property {boolean} awaited
 * @property {boolean} shape
 */

/**
 * @typedef {object} Reference
 * @property {Record<string, string>} grants
 * @property {Record<string, {doc: string, type: string}>} events
 * @property {Record<"kind" | "actor" | "schedule" | "places" | "grants" | "type", string[]>} values
 * @property {string[]} filters
 * @property {Record<string, string>} block
 * @property {string[]} command
 * @property {string[]} parameter
 * @property {Raw[]} names
 * @property {Record<string, Raw[]>} types
 */

/** @type {Reference} */
export const known = reference;

/** @param {string} filename @returns {Language} */
export function languageOf(filename) {
  return /\.m?js$/.test(filename) ? "javascript" : "python";
}

/**
 * The attributes of a record: of the canvas, of an event, of an instance.
 * @param {string} type
 * @param {Language} language
 * @returns {Known[]}
 */
export function membersOf(type, language) {
  return (known.types[type] ?? []).flatMap((raw) => told(raw, language));
}

/**
 * What a script takes from `limner`.
 * @param {Language} language
 * @returns {Known[]}
 */
export function namesOf(language) {
  return known.names.flatMap((raw) => told(raw, language));
}

/**
 * @param {Raw} raw
 * @param {Language} language
 * @returns {Known[]} none where the language does not have it
 */
function told(raw, language) {
  const python = language === "python";
  const name = python ? raw.name : raw.js;
  if (!name) return [];
  const signature = python ? raw.signature : raw.jsSignature;
  const { hint = null, type = null, grant = null, awaited = false, shape = false } = raw;
  const doc = python ? raw.doc : (raw.jsDoc ?? raw.doc);
  return [{ name, signature: signature ?? name, doc, call: Boolean(signature), hint: python ? hint : null, type, grant, awaited, shape }];
}
