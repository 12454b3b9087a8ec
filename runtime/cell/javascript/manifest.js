// The metadata block of a script in JavaScript: TOML behind `//`, of which the cell needs little.

import { parse } from "../../../web/vendor/modules/toml.js";
import { ManifestError } from "./errors.js";
import { declared } from "./params.js";

const DIFFGRAM = /\bdiffgram\s{0,40}\.|^[ \t{]*(create|edit|delete)_instance\s*:/m;

/**
 * Read the block. Throws `ManifestError` where it cannot be read as TOML.
 * @param {string} source
 */
export function manifestOf(source) {
  const { text, line } = block(source.split(/\r\n|\n|\r/));
  const limner = text === null ? undefined : /** @type {any} */ (read(text, line))?.tool?.limner;
  const modules = Array.isArray(limner?.modules) ? limner.modules.filter((/** @type {unknown} */ one) => typeof one === "string") : [];
  return {
    params: declared(limner?.params),
    modules: /** @type {string[]} */ (modules),
    isDiffgram: text === null && DIFFGRAM.test(source),
  };
}

/** @param {string[]} lines @returns {{text: string | null, line: number}} */
function block(lines) {
  const start = lines.findIndex((line) => line.trimEnd() === "// /// script");
  if (start < 0) return { text: null, line: 1 };
  let end = start + 1;
  while (end < lines.length && lines[end].startsWith("//") && lines[end].trimEnd() !== "// ///") end += 1;
  if (lines[end]?.trimEnd() !== "// ///") {
    throw new ManifestError(`line ${end}: the block opened by "// /// script" is not closed by "// ///"`);
  }
  return { text: lines.slice(start + 1, end).map((line) => line.slice(3)).join("\n"), line: start + 2 };
}

/** @param {string} text @param {number} first */
function read(text, first) {
  try {
    return parse(text);
  } catch (error) {
    const { line = 1, message } = /** @type {{line?: number, message: string}} */ (error);
    throw new ManifestError(`line ${first + line - 1}: the metadata block is no valid TOML: ${message.split("\n")[0]}`);
  }
}
