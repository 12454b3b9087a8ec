// Copy, cut, paste, duplicate: shapes with their labels and attributes, in the same place or beside themselves. What
// is copied is kept in the browser, for other files and tabs, and goes to the system's clipboard as JSON.

import { isKnown, verbsOf, whole } from "../shapes/registry.js";
import { newId } from "../store/document.js";
import { local } from "../store/pockets.js";
import { counted } from "./work.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */
/** @typedef {Pick<Instance, "id" | "geometry" | "label" | "attributes" | "group" | "order" | "links">} Copied */

const KEPT = "limner.clipboard";
const ASIDE = 10;
const MOST = 10_000;
const SECTION = "Shapes";

/** @param {Pick<PageParts, "work" | "notices">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createClipboard({ work, notices }) {
  /** @type {Copied[]} */
  let copied = read(local.getItem(KEPT));
  /** @type {PermissionStatus | null} */
  let reading = null;
  navigator.permissions?.query({ name: /** @type {PermissionName} */ ("clipboard-read") }).then((status) => (reading = status), () => {});
  addEventListener("storage", ({ key, newValue }) => {
    if (key === KEPT) copied = read(newValue);
  });

  /** What of the selection has a place in a file. */
  const taken = () => work.selection().filter(({ id }) => work.document()?.get(id));

  /** Add shapes like some, aside where their place is taken. Gives them. @param {Copied[]} from @param {string} title @param {boolean} [inPlace] */
  function add(from, title, inPlace = false) {
    const document = work.document();
    if (!document || !from.length) return [];
    const places = new Set(document.all().map(({ geometry }) => JSON.stringify(geometry)));
    const aside = !inPlace && from.some(({ geometry }) => places.has(JSON.stringify(geometry))) ? ASIDE : 0;
    const [ids, groups] = [named(from.map(({ id }) => id)), named(from.flatMap(({ group }) => group ?? []))];
    return work.createAll(
      from.map((one) => ({
        ...one,
        id: ids.get(one.id),
        geometry: aside ? verbsOf(one.geometry).translate(one.geometry, aside, aside) : one.geometry,
        group: groups.get(one.group ?? "") ?? null,
        links: (one.links ?? []).flatMap((link) => (ids.has(link.to) ? [{ ...link, to: /** @type {string} */ (ids.get(link.to)) }] : [])),
      })),
      title,
    );
  }

  function copy() {
    const some = taken().slice(0, MOST);
    if (!some.length) return;
    copied = some.map(({ id, geometry, label, attributes, group, order, links }) => ({ id, geometry, label, attributes, group, order, links }));
    const text = JSON.stringify({ limner: 1, instances: copied });
    navigator.clipboard?.writeText(text).catch(() => {});
    if (!local.setItem(KEPT, text)) local.removeItem(KEPT); // too much to keep: it is there for this page
  }

  /** @param {boolean} inPlace */
  async function paste(inPlace) {
    const text = reading?.state === "granted" ? await navigator.clipboard.readText().catch(() => "") : "";
    const found = read(text);
    if (found.length && JSON.stringify(found) !== JSON.stringify(copied)) copied = found;
    if (!copied.length) return notices.add("info", "Nothing was copied yet. Select shapes and press Ctrl+C.");
    const made = add(copied, `Paste ${counted(/** @type {Instance[]} */ (copied))}`, inPlace);
    if (!inPlace && made.length === copied.length) copied = copied.map((one, at) => ({ ...one, geometry: made[at].geometry })); // the next lies beside this one
  }

  return {
    actions: [
      { id: "copy", title: "Copy", section: SECTION, keys: "Ctrl+C", run: copy, enabled: () => work.count() > 0 },
      {
        id: "cut.out",
        title: "Cut out",
        section: SECTION,
        keys: "Ctrl+X",
        run() {
          copy();
          work.removeSelected();
        },
        enabled: () => work.count() > 0,
      },
      { id: "paste", title: "Paste", section: SECTION, keys: "Ctrl+V", run: () => void paste(false) },
      { id: "paste.place", title: "Paste in the same place", section: SECTION, keys: "Ctrl+Shift+V", run: () => void paste(true) },
      { id: "duplicate", title: "Duplicate", section: SECTION, keys: "Ctrl+D", run: () => void add(taken(), `Duplicate ${counted(taken())}`), enabled: () => taken().length > 0 },
    ],
  };
}

/** Give each of some ids another. @param {string[]} ids @returns {Map<string, string>} */
function named(ids) {
  return new Map([...new Set(ids)].map((id) => [id, newId()]));
}

/**
 * Read what was copied; what is no shape is left out.
 * @param {string | null} text
 * @returns {Copied[]}
 */
export function read(text) {
  try {
    const { limner, instances } = JSON.parse(text || "{}");
    return limner === 1 && Array.isArray(instances) ? instances.slice(0, MOST).flatMap(asCopied) : [];
  } catch {
    return [];
  }
}

/** @param {any} one @returns {Copied[]} */
function asCopied(one) {
  try {
    if (!isKnown(one.geometry)) return [];
    const geometry = whole(one.geometry);
    if (verbsOf(geometry).problem(geometry) || !verbsOf(geometry).bounds(geometry).every(Number.isFinite)) return [];
    const attributes = one.attributes && typeof one.attributes === "object" && !Array.isArray(one.attributes) ? one.attributes : {};
    const links = Array.isArray(one.links) ? one.links.filter((/** @type {any} */ link) => text(link?.to) && text(link?.name)) : [];
    return [{ id: String(one.id), geometry, label: text(one.label), attributes, group: text(one.group), order: Number.isInteger(one.order) ? one.order : 0, links }];
  } catch {
    return [];
  }
}

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" && value ? value : null;
}
