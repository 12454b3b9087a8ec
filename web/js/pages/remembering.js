// The history of the open file and of the selected instance, and going back in it.

import { createHistory } from "../panels/history.js";
import { call } from "../store/api.js";
import { changeBack, changeOf, changeTo, stoodThen } from "../store/restoring.js";

/** @typedef {import("../../types/data.d.ts").HistoryEntry} HistoryEntry */
/** @typedef {import("../../types/local.d.ts").Change} Change */

const PAGE = 50;

/**
 * @param {import("../../types/local.d.ts").PageParts} parts
 * @returns {import("../../types/local.d.ts").Feature}
 */
export function createRemembering({ element, work, beside, attempt, changed, notices }) {
  /** @type {HistoryEntry[]} */
  let entries = [];
  /** @type {string | null} */
  let next = null;
  /** @type {string | null} */
  let problem = null;
  let asked = "";
  let reading = false;
  let ofInstance = false;

  const panel = createHistory(element("history"), {
    state: () => ({ entries, more: next !== null, problem, reading, selected: work.selected(), ofInstance: subject() !== null }),
    choose(one) {
      ofInstance = one;
      read();
    },
    opened: (isOpen) => (isOpen ? beside.take(panel.close) : beside.leave(panel.close)),
    more: () => read(next),
    retry: () => read(),
    restore: (entry) => attempt(() => restore(entry)),
    takeBack: (entry) => attempt(() => takeBack(entry)),
  });

  /** The instance whose history is shown, or null for the file's. */
  function subject() {
    return (ofInstance && work.selected()?.id) || null;
  }

  /** What is shown is of this file and instance, at this revision. */
  function wanted() {
    const document = work.document();
    return document ? `${document.file.id} ${subject() ?? ""} ${document.seen()}` : "";
  }

  /** @param {string | null} [cursor] */
  async function read(cursor = null) {
    const document = work.document();
    if (!document || reading) return;
    const at = wanted();
    [reading, problem, asked] = [true, null, at];
    panel.draw();
    try {
      const one = subject();
      const query = new URLSearchParams({ limit: String(PAGE), ...(cursor && { cursor }), ...(one && { instance: one }) });
      const page = await call("GET", `${path(document)}/history?${query}`);
      entries = cursor ? [...entries, ...page.items] : page.items;
      next = page.next;
    } catch (error) {
      problem = /** @type {Error} */ (error).message;
    }
    reading = false;
    panel.draw();
    follow();
  }

  /** Read again where something was done since, or another instance is selected. */
  function follow() {
    if (panel.isOpen() && !reading && !problem && asked !== wanted()) read();
  }

  /** @param {HistoryEntry} entry */
  async function restore({ revision, at, after, before }) {
    const document = work.opened();
    const then = after ?? before;
    land(subject() && then ? changeOf(document, then) : await changeToVersion(document, revision), `Go back to ${new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`);
  }

  /** @param {import("../store/document.js").FileDocument} document @param {number} revision */
  async function changeToVersion(document, revision) {
    const { items } = await call("GET", `${path(document)}/versions/${revision}`);
    document.learnOrder(stoodThen(document, items));
    return changeTo(document, items);
  }

  /** @param {HistoryEntry} entry */
  async function takeBack({ revision, origin }) {
    const document = work.opened();
    const { changes, stood } = await call("GET", `${path(document)}/history/${revision}`);
    document.learnOrder(stood);
    land(changeBack(document, changes), `Take back: ${origin.title || "a change"}`);
  }

  /** As undo does, so that scripts take nothing of it for something drawn. @param {Change} change @param {string} title */
  function land(change, title) {
    const { created, updated, deleted } = work.opened().commit(change, { actor: "undo", title });
    if (!created.length && !updated.length && !deleted.length) notices.add("info", "Nothing of it is otherwise now.");
    changed();
  }

  /** @param {boolean} [open] */
  function toggle(open) {
    panel.toggle(open);
    follow();
  }

  return {
    panels: [
      {
        draw() {
          panel.draw();
          follow();
        },
      },
    ],
    shown() {
      [entries, next, asked] = [[], null, ""];
      follow();
    },
    actions: [{ id: "history", title: "History of the file and of the selected shape", section: "Page", keys: "Shift+W", run: () => toggle() }],
  };
}

/** @param {import("../store/document.js").FileDocument} document */
function path({ file }) {
  return `/api/files/${encodeURIComponent(file.id)}`;
}
