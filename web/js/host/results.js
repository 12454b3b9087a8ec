// What a run may change. Nothing that comes back is trusted: one item that does not hold rejects all.

import { Refused } from "../ontology/ruling.js";
import { MOST, excess } from "../ontology/taking.js";
import { area, isKnown, verbsOf, whole } from "../shapes/registry.js";

/** @typedef {import("../../types/data.d.ts").ChangeSet} ChangeSet */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */

export const LIMITS = { ...MOST, instances: 50_000, id: /^[A-Za-z0-9_-]{8,64}$/ };

const DEEPEST = 32;

/** A result that must not be applied, and why. */
export { Refused as Rejected };

/**
 * Check a result and turn it into a change. Throws `Rejected` that names the item and says why.
 * @param {ChangeSet | undefined} result as the cell's validated message gave it
 * @param {object} around
 * @param {Instances} around.document as it is where the result is to come
 * @param {string[]} around.labels
 * @param {string[]} around.grants
 * @param {import("../../types/data.d.ts").Provenance} around.provenance
 * @returns {Accepted}
 */
export function accepted(result, { document, labels, grants, provenance }) {
  const { created = [], updated = [], deleted = [] } = result ?? {};
  const { suggested = [] } = result ?? {};
  const changes = created.length + updated.length + deleted.length;
  const count = changes + suggested.length;
  if (suggested.length && !grants.includes("instances:suggest") && !grants.includes("instances:write")) {
    throw new Refused('it suggests instances without the grant "instances:suggest"');
  }
  if (changes && !grants.includes("instances:write")) throw new Refused('it changes instances without the grant "instances:write"');
  if (count > LIMITS.instances) throw new Refused(`${grouped(count)} changes at once, at most ${grouped(LIMITS.instances)} are taken`);
  const checks = { document, labels };
  const ids = new Set();
  return {
    created: created.map((item, index) => instanceOf(item, `instance ${index + 1}`, { ...checks, provenance, ids })),
    updated: updated.map((item) => fieldsOf(item, `update of ${item.id}`, checks)),
    deleted: deleted.map((id) => known(id, `deletion of ${id}`, document)),
    suggested: suggested.map((item, index) => ({
      instance: instanceOf(item, `suggestion ${index + 1}`, { ...checks, provenance, ids }),
      replaces: item.replaces == null ? null : known(item.replaces, `suggestion ${index + 1}`, document),
    })),
  };
}

/** @typedef {Pick<import("../store/document.js").Instances, "file" | "get">} Instances */
/** @typedef {{document: Instances, labels: string[]}} Checks */
/** @typedef {{instance: import("../../types/data.d.ts").Instance, replaces: string | null}} Suggestion */
/** @typedef {import("../../types/local.d.ts").Change & {suggested: Suggestion[]}} Accepted */

/**
 * @param {import("../../types/data.d.ts").Created | import("../../types/data.d.ts").Suggested} item
 * @param {string} where
 * @param {Checks & {provenance: import("../../types/data.d.ts").Provenance, ids: Set<string>}} checks
 * @returns {import("../../types/data.d.ts").Instance}
 */
function instanceOf(item, where, { document, labels, provenance, ids }) {
  const id = item.id ?? "";
  if (!LIMITS.id.test(id) || ids.has(id) || document.get(id)) throw new Refused(`${where}: its id ${JSON.stringify(id)} is taken or no id`);
  if (item.score != null && !(item.score >= 0 && item.score <= 1)) throw new Refused(`${where}: score is ${item.score}, expected 0 to 1`);
  ids.add(id);
  const { group, order, links } = bonds(/** @type {import("../../types/data.d.ts").Created} */ (item), where);
  return {
    id,
    file: document.file.id,
    geometry: shaped(item.geometry, where, document.file),
    label: labelled(item.label, where, labels),
    frame: 0,
    attributes: shallow(item.attributes ?? {}, where),
    score: item.score ?? null,
    locked: "locked" in item ? (item.locked ?? false) : false,
    hidden: "hidden" in item ? (item.hidden ?? false) : false,
    group: group || null,
    order: order ?? 0,
    links: links ?? [],
    version: 1,
    provenance: { ...provenance, score: item.score ?? null },
  };
}

/**
 * @param {import("../../types/data.d.ts").Updated} item
 * @param {string} where
 * @param {Checks} checks
 */
function fieldsOf(item, where, { document, labels }) {
  known(item.id, where, document);
  /** @type {import("../../types/local.d.ts").Fields} */
  const fields = {};
  if (item.geometry) fields.geometry = shaped(item.geometry, where, document.file);
  if (item.label != null) fields.label = item.label === "" ? "" : labelled(item.label, where, labels);
  if (item.attributes) fields.attributes = shallow(item.attributes, where);
  if (item.locked != null) fields.locked = item.locked;
  if (item.hidden != null) fields.hidden = item.hidden;
  const { group, order, links } = bonds(item, where);
  if (group != null) fields.group = group;
  if (order != null) fields.order = order;
  if (links != null) fields.links = links;
  return { id: item.id, fields };
}

/**
 * Give what ties an instance to others.
 * @param {import("../../types/data.d.ts").Created | import("../../types/data.d.ts").Updated} item
 * @param {string} where
 */
function bonds({ group, order, links }, where) {
  const wrong = excess(/** @type {any} */ ({ group, order, links }));
  if (wrong) throw new Refused(`${where}: ${wrong}`);
  return { group, order, links };
}

/**
 * Give the shape, clamped to the file.
 * @param {Geometry} given
 * @param {string} where
 * @param {{width: number, height: number}} file
 */
function shaped(given, where, file) {
  if (!isKnown(given)) throw new Refused(`${where}: there is no shape of kind ${JSON.stringify(/** @type {any} */ (given)?.kind)}`);
  const shape = whole(given);
  if (!finite(shape)) throw new Refused(`${where}: ${shape.kind} has a coordinate that is no finite number`);
  const verbs = verbsOf(shape);
  const wrong = verbs.problem(shape) ?? excess({ geometry: shape });
  if (wrong) throw new Refused(`${where}: ${wrong}`);
  const clamped = verbs.clamp(shape, file.width, file.height);
  const vanished = area(clamped) === 0 || isBeyond(verbs.bounds(shape), file);
  if (verbs.problem(clamped) || (vanished && area(shape) > 0)) throw new Refused(`${where}: ${shape.kind} lies outside the file, which is ${file.width} x ${file.height}`);
  return clamped;
}

/**
 * Say whether bounds lie outside the file; what rounding leaves of a clamped area does not tell.
 * @param {import("../../types/local.d.ts").Rect} bounds
 * @param {{width: number, height: number}} file
 */
function isBeyond([x, y, width, height], file) {
  return x >= file.width || y >= file.height || x + width <= 0 || y + height <= 0;
}

/** @param {unknown} value @param {number} [depth] @returns {boolean} */
function finite(value, depth = 0) {
  if (typeof value === "number") return Number.isFinite(value);
  if (value && typeof value === "object") return depth < DEEPEST && Object.values(value).every((part) => finite(part, depth + 1));
  return true;
}

/**
 * Give the attributes, which must not be nested so deep that nobody can write them as JSON again.
 * @param {Record<string, unknown>} attributes
 * @param {string} where
 */
function shallow(attributes, where) {
  /** @type {unknown[]} */
  let level = [attributes];
  for (let depth = 0; level.length; depth++) {
    if (depth > DEEPEST) throw new Refused(`${where}: its attributes are nested too deep`);
    level = level.flatMap((value) => (value && typeof value === "object" ? Object.values(value) : []));
  }
  return attributes;
}

/** @param {number} count */
function grouped(count) {
  return count.toLocaleString("en");
}

/**
 * @param {string | null | undefined} label
 * @param {string} where
 * @param {string[]} labels
 */
function labelled(label, where, labels) {
  if (label == null || labels.includes(label)) return label ?? null;
  const list = labels.map((name) => `'${name}'`).join(", ") || "none";
  throw new Refused(`${where}: label '${label}' does not exist in this project (there are: ${list}): add it there first`);
}

/**
 * @param {string} id
 * @param {string} where
 * @param {Instances} document
 */
function known(id, where, document) {
  if (document.get(id)) return id;
  throw new Refused(`${where}: no such instance on this file`);
}
