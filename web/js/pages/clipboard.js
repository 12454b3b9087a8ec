// Copy, paste, duplicate: an instance with its label and attributes, in the same place or beside itself.

import { verbsOf } from "../shapes/registry.js";
import { newId } from "../store/document.js";
import { human } from "./work.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */

const ASIDE = 10;

/** @param {import("./work.js").Work} work */
export function createClipboard(work) {
  /** @type {Instance | null} */
  let copied = null;

  /** Add one like it, aside where its place is taken. Gives the shape. @param {Instance} from @param {string} title */
  function add(from, title) {
    const document = work.document();
    if (!document) return null;
    const { width, height } = document.file;
    const taken = document.all().some(({ geometry }) => JSON.stringify(geometry) === JSON.stringify(from.geometry));
    const verbs = verbsOf(from.geometry);
    const geometry = verbs.clamp(taken ? verbs.translate(from.geometry, ASIDE, ASIDE) : from.geometry, width, height);
    if (verbs.problem(geometry)) return null;
    const provenance = { actor: /** @type {const} */ ("human"), actor_id: "local", edited_by: [] };
    const instance = { ...from, id: newId(), file: document.file.id, geometry, version: 1, locked: false, hidden: false, group: null, links: [], provenance };
    document.commit({ created: [instance] }, human(title));
    work.select(instance.id);
    return geometry;
  }

  return {
    copy() {
      copied = work.selected();
    },
    paste() {
      const geometry = copied && add(copied, "Paste");
      if (copied && geometry) copied = { ...copied, geometry }; // the next lies beside this one
    },
    duplicate() {
      const instance = work.selected();
      if (instance) add(instance, "Duplicate");
    },
  };
}
