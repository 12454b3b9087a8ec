// What becomes of files: their state, who has them, their attributes. Shown at once, sent with what else waits.

import { newId } from "./document.js";
import { ownName } from "./me.js";

/** @typedef {import("../../types/data.d.ts").FileView} FileView */
/** @typedef {Pick<FileView, "state" | "assignee" | "attributes">} Standing */
/** @typedef {{state?: FileView["state"], assignee?: string | null, attributes?: Record<string, unknown>, comment?: string}} Patch an attribute that is null goes */
/** @typedef {ReturnType<typeof createPatches>} Patches */

const AT_ONCE = 500; // files; others need not wait for all

/** @param {Pick<ReturnType<typeof import("./outbox.js").createOutbox>, "send" | "others">} outbox */
export function createPatches(outbox) {
  /**
   * Give what is so of a file with what waits on top.
   * @template {Standing} T
   * @param {T} file as the server has it
   * @param {string} [id]
   */
  function over(file, id = /** @type {any} */ (file).id) {
    const waiting = outbox.others(id).filter(({ kind }) => kind === "file" || kind === "files");
    return waiting.reduce((one, { body }) => patched(one, JSON.parse(body)), file);
  }

  return {
    over,
    /**
     * Change a file, on this page at once. Resolves once the server took it, will never, or is not to be had now.
     * @param {FileView} file
     * @param {Patch} patch a comment on the whole file may go with it
     */
    put(file, patch) {
      const body = { ...patch, known: knownOf(file, patch), ...(patch.comment && { comment_id: newId(), author: ownName() }) };
      Object.assign(file, patched(file, patch));
      return outbox.send({ key: newId(), kind: "file", file: file.id, body: JSON.stringify(body) });
    },
    /**
     * Change several files of a project alike; a comment may go with it to each. The server leaves those that cannot
     * be, and names them.
     * @param {string} project
     * @param {string[]} files
     * @param {Pick<Patch, "state" | "assignee" | "comment">} patch
     */
    putMany(project, files, patch) {
      const own = { ...patch, ...(patch.comment && { comment_key: newId(), author: ownName() }), each: true };
      for (let start = 0; start < files.length; start += AT_ONCE) {
        const ids = files.slice(start, start + AT_ONCE);
        void outbox.send({ key: newId(), kind: "files", file: "", of: project, ids, body: JSON.stringify({ ids, ...own }) });
      }
    },
  };
}

/**
 * Give a file as a patch leaves it.
 * @template {Standing} T
 * @param {T} file
 * @param {Patch} patch
 * @returns {T}
 */
export function patched(file, { state = file.state, assignee = file.assignee, attributes = {} }) {
  const own = Object.entries({ ...file.attributes, ...attributes }).filter(([, value]) => value !== null);
  return { ...file, state, assignee: assignee || null, attributes: Object.fromEntries(own) };
}

/** Give the values that a patch takes the place of. @param {FileView} file @param {Patch} patch */
function knownOf(file, { state, assignee, attributes }) {
  const before = file.attributes ?? {};
  return {
    ...(state !== undefined && { state: file.state }),
    ...(assignee !== undefined && { assignee: file.assignee ?? null }),
    ...(attributes && { attributes: Object.fromEntries(Object.keys(attributes).map((name) => [name, before[name] ?? null])) }),
  };
}
