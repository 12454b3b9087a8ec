// What the server refused for good: kept by the browser until somebody decides what becomes of it.

import * as kept from "./kept.js";

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {Entry & {status?: number, message: string}} Refused why is in `message` */
/** @typedef {Partial<Instance> & Pick<Instance, "geometry">} Wanted */

const SHOWN = 4;

/** @param {() => void} onChange */
export function createRefused(onChange) {
  /** @type {Map<string, Refused>} */
  let known = new Map();
  /** @type {Map<string, Refused>} what this page heard of, should the browser keep nothing */
  const heard = new Map();

  async function load() {
    const found = await kept.all("rejected").catch(() => []);
    known = new Map([...heard, ...found.map(([, entry]) => /** @type {[string, Refused]} */ ([entry.key, entry]))]);
    onChange();
  }

  return {
    load,
    /** All of it, the last first. */
    all: () => [...known.values()].sort((one, other) => (other.at ?? 0) - (one.at ?? 0)),
    count: () => known.size,
    /** @param {Refused} entry just now */
    hear(entry) {
      heard.set(entry.key, entry);
      return load();
    },
    /** Keep something else in its place, or nothing. @param {string} key @param {Refused | null} [entry] */
    async settle(key, entry = null) {
      heard.delete(key);
      if (entry) await kept.put("rejected", entry, key).catch(() => heard.set(key, entry));
      else await kept.remove("rejected", key).catch(() => {});
      await load();
    },
  };
}

/** Say what it was that is refused, in a few words. @param {Entry} entry */
export function titleOf({ kind, body }) {
  const said = JSON.parse(body);
  if (!kind) return said.origin?.title || "Change";
  if (kind === "comment") return `Comment: ${said.text}`;
  const names = Object.entries(said.attributes ?? {}).map(([name, value]) => (value === null ? `${name} emptied` : `${name}: ${value}`));
  return said.comment ? `Comment: ${said.comment}` : `The file: ${names.join(", ")}`;
}

/** Count what a change set holds, by kind and label. @param {Refused} entry */
export function contentsOf({ kind, body, ids }) {
  if (kind) return ids ? `${ids.length.toLocaleString("en")} files` : "";
  const { created, updated, deleted } = JSON.parse(body);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { geometry, label } of created) tally(counts, `${geometry.kind} ${label ?? ""}`);
  const parts = [...counts].map(([what, count]) => counted(count, what));
  const made = parts.length > SHOWN ? [...parts.slice(0, SHOWN), `${parts.length - SHOWN} more kinds`] : parts;
  const others = [[updated.length, "changed"], [deleted.length, "deleted"]].flatMap(([count, what]) => (count ? [`${count} ${what}`] : []));
  return [...made, ...others].join(", ");
}

/** @param {number} count @param {string} what a kind and a label */
function counted(count, what) {
  const [kind, ...label] = what.split(" ");
  const many = kind === "box" ? "boxes" : kind.endsWith("s") ? kind : `${kind}s`;
  return `${count} ${count === 1 ? kind : many}${label.join(" ") ? ` of ${label.join(" ")}` : ""}`;
}

/** @param {Map<string, number>} counts @param {string} what */
function tally(counts, what) {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/**
 * Give the shapes in a refused change set as new ones: those that were made, and those that were reshaped.
 * @param {Refused} entry
 * @param {(id: string) => Instance | undefined} get what is there now
 * @returns {Wanted[]}
 */
export function shapesOf({ kind, body }, get) {
  if (kind) return [];
  /** @type {import("../../types/local.d.ts").Post} */
  const { created, updated } = JSON.parse(body);
  const made = created.map(({ geometry, label, attributes, order }) => ({ geometry, label, attributes, order }));
  const reshaped = updated.flatMap(({ id, geometry, label, attributes }) => {
    const now = get(id);
    const own = Object.entries({ ...now?.attributes, ...attributes }).filter(([, value]) => value !== null);
    return geometry ? [{ geometry, label: label === undefined ? (now?.label ?? null) : label || null, attributes: Object.fromEntries(own) }] : [];
  });
  return [...made, ...reshaped];
}

/**
 * Give what is left of a refused change set once shapes in it are elsewhere, or null where that is nothing.
 * @param {Refused} entry
 * @param {Wanted[]} left of its shapes
 * @returns {Refused | null}
 */
export function reduced(entry, left) {
  const post = JSON.parse(entry.body);
  const updated = post.updated.filter((/** @type {{geometry?: unknown}} */ { geometry }) => !geometry);
  return left.length || updated.length ? { ...entry, body: JSON.stringify({ ...post, created: left, updated, deleted: [] }) } : null;
}

/** Give the words of a refused comment. @param {Refused} entry @returns {string} */
export function textOf({ kind, body }) {
  const { text = "", comment = "" } = kind ? JSON.parse(body) : {};
  return text || comment;
}
