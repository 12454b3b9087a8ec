// The files the page has open: the one on the stage, and those whose runs have not ended yet.

import { loadPicture } from "../canvas/picture.js";
import { call } from "../store/api.js";
import { createDocument } from "../store/document.js";

/** @typedef {{document: import("../store/document.js").FileDocument, picture: import("../../types/local.d.ts").Picture | null}} OpenFile */

/**
 * @param {object} page
 * @param {(file: string, post: object) => void} page.send
 * @param {(document: import("../store/document.js").FileDocument) => boolean} page.isBusy a run or an unsent change is bound to it
 */
export function createDesk({ send, isBusy }) {
  /** @type {WeakMap<import("../store/document.js").FileDocument, import("../../types/local.d.ts").Picture>} */
  const pictures = new WeakMap();
  /** @type {Map<string, WeakRef<import("../store/document.js").FileDocument>>} */
  const documents = new Map();
  /** @type {AbortController | null} */
  let opening = null;

  return {
    /**
     * Open a file. Rejects with a message for people; an `AbortError` where another was opened meanwhile.
     * @param {string} id
     * @returns {Promise<OpenFile>}
     */
    async open(id) {
      opening?.abort();
      const mine = (opening = new AbortController());
      const left = documents.get(id)?.deref();
      const kept = left && pictures.get(left);
      if (left && kept && isBusy(left)) return { document: left, picture: kept };
      const path = `/api/files/${encodeURIComponent(id)}`;
      const [file, { items }] = await Promise.all([call("GET", path), call("GET", `${path}/instances`)]);
      mine.signal.throwIfAborted();
      const document = createDocument({ file, instances: items, send: (post) => send(file.id, post) });
      const picture = await loadPicture(file.content, mine.signal);
      mine.signal.throwIfAborted();
      pictures.set(document, picture);
      documents.set(id, new WeakRef(document));
      return { document, picture };
    },
    /** The next opening of this file takes what the server has. @param {string} id */
    forget: (id) => documents.delete(id),
    /** @param {import("../store/document.js").FileDocument} document */
    pictureOf: (document) => pictures.get(document) ?? null,
    /**
     * Tell a document what the server made of its change set.
     * @param {string} file
     * @param {import("../../types/data.d.ts").ChangeReply} reply
     */
    acknowledge(file, reply) {
      documents.get(file)?.deref()?.acknowledge(reply);
    },
    /** Give the document of a file, if the page has it. @param {string} file */
    documentOf: (file) => documents.get(file)?.deref() ?? null,
  };
}
