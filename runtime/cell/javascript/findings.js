// What a script finds on a file, as the page may show it.

import { rectOf } from "./bounds.js";
import { ChangeError, shown } from "./errors.js";
import { compact } from "./values.js";

const LEVELS = ["info", "warning", "error"];
const LONGEST = 500;
const MOST = 5_000;

/** @typedef {{message: string, instance?: {id: string} | string | null, bounds?: import("./bounds.js").Place | null, level?: string}} Finding */

/**
 * Give the message that reports findings. Throws `ChangeError` that names the first that is none and says why.
 * @param {Iterable<Finding>} findings
 * @param {unknown} checked what was looked at
 */
export function reportOf(findings, checked) {
  if (!findings || typeof findings === "string" || typeof findings[Symbol.iterator] !== "function") {
    throw new ChangeError(`canvas.report takes a list of findings, not ${shown(findings)}`);
  }
  const given = Array.from(findings, findingOf);
  return { findings: given.slice(0, MOST), total: given.length, checked: String(checked).slice(0, LONGEST) };
}

/** @param {Finding} given @param {number} index */
function findingOf(given, index) {
  const where = `finding ${index + 1}`;
  const { message, instance = null, bounds = null, level = "warning" } = given ?? {};
  const text = String(message ?? "").trim().slice(0, LONGEST);
  if (!text) throw new ChangeError(`${where} has no message`);
  if (!LEVELS.includes(level)) throw new ChangeError(`${where}: level is ${shown(level)}, expected ${LEVELS.join(", ")}`);
  const about = instance !== null && typeof instance === "object" ? instance.id : instance;
  if (about !== null && typeof about !== "string") throw new ChangeError(`${where}: instance is ${shown(instance)}, expected an instance or its id`);
  return compact({ message: text, instance: about, bounds: bounds === null ? null : rectOf(bounds, `${where}: bounds`), level });
}
