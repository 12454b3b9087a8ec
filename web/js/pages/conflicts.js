// Where somebody else changed the same as this person meanwhile: what holds is said, and the other can be had.

import { call } from "../store/api.js";
import { NOBODY } from "../store/me.js";
import { changeOf } from "../store/restoring.js";
import { stateName } from "./gallery/filter.js";

/** @typedef {import("../../types/data.d.ts").Conflict} Conflict */
/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../store/document.js").FileDocument} FileDocument */

const SHOWN = 3;
const NAMES = /** @type {Record<string, string>} */ ({ geometry: "shape", group: "group", order: "place above others", links: "relations", locked: "lock", hidden: "visibility" });

/**
 * @param {object} page
 * @param {(file: string) => FileDocument | null} page.documentOf
 * @param {(level: string, text: string, source?: string, action?: import("../../types/local.d.ts").NoticeAction) => void} page.notify
 */
export function createConflicts({ documentOf, notify }) {
  /**
   * @param {FileDocument} document
   * @param {Conflict} conflict
   * @param {Instance | undefined} mine as it was on this page
   */
  function tell(document, conflict, mine) {
    const { mine: here, theirs, revision, fields } = conflict;
    const [who, what] = [nameOf(conflict.author), mine ? titleOf(mine) : "shape"];
    if (theirs === "deleted") return offer(`${who} deleted the ${what} that you changed.`, "Bring it back", () => mine, document);
    if (here === "deleted") return offer(`${who} had changed the ${what} that you deleted.`, "Bring it back", () => after(document, revision, conflict.instance), document);
    return offer(`${who} also changed the ${fields.map(named).join(", ")} of the ${what}. Yours came later and holds.`, "Take theirs", () => after(document, revision, conflict.instance, fields), document);
  }

  /**
   * @param {string} text
   * @param {string} title
   * @param {() => Instance | undefined | Promise<Instance | undefined>} wanted
   * @param {FileDocument} document
   */
  function offer(text, title, wanted, document) {
    async function run() {
      const then = await wanted();
      if (then) document.commit(changeOf(document, then), { actor: "undo", title });
    }
    notify("warning", text, undefined, { title, run: () => void run().catch((error) => notify("error", `This could not be had back: ${error.message}.`)) });
  }

  return {
    /**
     * Note what is on the page before an answer changes it. Gives what tells of the conflicts in it.
     * @param {string} file
     * @param {import("../../types/data.d.ts").ChangeReply} reply
     */
    before(file, { conflicts = [] }) {
      const document = documentOf(file);
      const kept = conflicts.map(({ instance }) => document?.get(instance) ?? document?.lost(instance));
      return () => {
        if (!document) return;
        conflicts.slice(0, SHOWN).forEach((conflict, index) => tell(document, conflict, kept[index]));
        if (conflicts.length > SHOWN) notify("warning", `${conflicts.length - SHOWN} more shapes were changed by others too. The history has what they made of them.`);
      };
    },
  };
}

/**
 * Give an instance as somebody left it: whole, or only in some fields.
 * @param {FileDocument} document
 * @param {number} revision
 * @param {string} id
 * @param {string[]} [fields]
 * @returns {Promise<Instance | undefined>}
 */
async function after(document, revision, id, fields) {
  const { changes } = await call("GET", `/api/files/${encodeURIComponent(document.file.id)}/history/${revision}`);
  const theirs = changes.updated.find((/** @type {{after: Instance}} */ both) => both.after.id === id)?.after;
  const now = document.get(id);
  if (!theirs || !fields) return theirs;
  if (!now) return undefined;
  const attributes = fields.filter((name) => name.startsWith("attributes.")).map((name) => name.slice("attributes.".length));
  const plain = fields.filter((name) => !name.startsWith("attributes.")).map((name) => [name, theirs[name]]);
  return { ...now, ...Object.fromEntries(plain), attributes: { ...now.attributes, ...Object.fromEntries(attributes.map((name) => [name, theirs.attributes[name] ?? null])) } };
}

/** @param {string} author */
export function nameOf(author) {
  return author === NOBODY ? "Somebody" : author;
}

/** @param {Instance} instance */
export function titleOf({ label, geometry }) {
  return label ? `${label} (${geometry.kind})` : geometry.kind;
}

/** @param {string} field */
function named(field) {
  return field.startsWith("attributes.") ? `“${field.slice("attributes.".length)}”` : (NAMES[field] ?? field);
}

/**
 * Say what of a file others had changed, and give what makes it theirs again.
 * @param {import("../../types/data.d.ts").FileConflict} conflict
 * @param {import("../../types/data.d.ts").FileView} file
 * @returns {{text: string, patch: import("../store/patches.js").Patch}}
 */
export function nameConflict({ field, theirs }, { name }) {
  const attribute = field.startsWith("attributes.") ? field.slice("attributes.".length) : null;
  if (attribute === null) {
    const said = field === "state" ? `marked ${name} as ${stateName(String(theirs)).toLowerCase()}` : theirs ? `gave ${name} to ${theirs}` : `took ${name} from the one who had it`;
    return { text: `Somebody ${said} meanwhile. What you chose came later and holds.`, patch: { [field]: theirs } };
  }
  const said = theirs === null ? `emptied “${attribute}” of ${name}` : `set “${attribute}” of ${name} to ${worded(theirs)}`;
  return { text: `Somebody ${said} meanwhile. What you entered came later and holds.`, patch: { attributes: { [attribute]: theirs } } };
}

/** @param {unknown} value */
function worded(value) {
  return Array.isArray(value) ? value.join(", ") : String(value);
}
