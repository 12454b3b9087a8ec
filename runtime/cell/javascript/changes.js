// What may be applied of a change set, asked as `runtime/limner/changes.py`, the page and the server ask it.

import { area, verbsOf } from "../../../web/js/shapes/registry.js";
import { ChangeError, shown } from "./errors.js";

const MOST = 50_000;
const VERTICES = 10_000;

/** @typedef {import("../../../web/types/data.d.ts").ChangeSet} ChangeSet */
/** @typedef {import("../../../web/types/local.d.ts").Geometry} Geometry */
/** @typedef {{width: number, height: number}} Sized */

/**
 * Give the change set with its coordinates clamped to the file. Throws `ChangeError` that names the first
 * item that cannot be applied and says why.
 * @param {{created: any[], updated: any[], deleted: string[], suggested: any[]}} changes
 * @param {Sized} file
 */
export function checked({ created, updated, deleted, suggested }, file) {
  const count = created.length + updated.length + deleted.length + suggested.length;
  if (count > MOST) throw new ChangeError(`${count.toLocaleString("en")} changes at once, at most ${MOST.toLocaleString("en")} are taken`);
  return {
    created: created.map((item, index) => itemOf(item, `instance ${index + 1}`, file)),
    updated: updated.map((item) => itemOf(item, `update of ${item.id}`, file)),
    deleted,
    suggested: suggested.map((item, index) => itemOf(item, `suggestion ${index + 1}`, file)),
  };
}

/** @param {any} item @param {string} where @param {Sized} file */
function itemOf(item, where, file) {
  const { geometry, label, score } = item;
  const shape = geometry && shaped(geometry, where, file);
  if (label !== undefined && typeof label !== "string") throw new ChangeError(`${where}: label is ${shown(label)}, expected a text`);
  if (score !== undefined && !(typeof score === "number" && score >= 0 && score <= 1)) {
    throw new ChangeError(`${where}: score is ${shown(score)}, expected 0 to 1`);
  }
  return shape ? { ...item, geometry: shape } : item;
}

/** @param {Geometry} shape @param {string} where @param {Sized} file */
function shaped(shape, where, file) {
  const wrong = problemOf(shape);
  if (wrong) throw new ChangeError(`${where}: ${wrong}`);
  const clamped = verbsOf(shape).clamp(shape, file.width, file.height);
  const vanished = area(clamped) === 0 || isBeyond(verbsOf(shape).bounds(shape), file);
  if (verbsOf(clamped).problem(clamped) || (vanished && area(shape) > 0)) {
    throw new ChangeError(`${where}: ${shape.kind} lies outside the file, which is ${file.width} x ${file.height}`);
  }
  return clamped;
}

/** @param {Geometry} shape */
function problemOf(shape) {
  if (!isFinite(shape)) return `${shape.kind} has a coordinate that is no finite number`;
  const count = verbsOf(shape).vertices(shape);
  const problem = verbsOf(shape).problem(shape);
  if (problem) return problem;
  if (count <= VERTICES || shape.kind === "mask") return null;
  return `${shape.kind} has ${count.toLocaleString("en")} points, at most ${VERTICES.toLocaleString("en")} are taken; simplify it first`;
}

/** @param {import("../../../web/types/local.d.ts").Rect} bounds @param {Sized} file */
function isBeyond([x, y, width, height], file) {
  return x >= file.width || y >= file.height || x + width <= 0 || y + height <= 0;
}

/** @param {unknown} value @returns {boolean} */
function isFinite(value) {
  if (typeof value === "number") return Number.isFinite(value);
  return !value || typeof value !== "object" || Object.values(value).every(isFinite);
}
