// What is done to files here, and what was left unsent on other pages, goes to the server; it is seen where it has to wait.

import { drawSaved } from "../../panels/bars.js";
import { createOutbox } from "../../store/outbox.js";
import { createPatches } from "../../store/patches.js";

const ON_TIME = ["saved", "saving"];

/** @typedef {import("../../store/outbox.js").Entry} Entry */
/** @typedef {import("../../../types/data.d.ts").FilesChanged} FilesChanged */

/**
 * @param {HTMLElement} element says what is unsaved
 * @param {object} page
 * @param {(message: string) => void} page.onWrong
 * @param {(ids: string[], patch: import("../../store/patches.js").Patch, reply: FilesChanged) => void} page.onSaved several files were changed, but for those in `left`
 * @param {() => void} page.onChange
 */
export function createSending(element, { onWrong, onSaved, onChange }) {
  const outbox = createOutbox({
    onSaved: () => {},
    onRejected: (_, { message }) => onWrong(`The server refused a change made before: ${message}. It is kept in this browser: open its file to see it.`),
    onState(state, standing) {
      element.hidden = ON_TIME.includes(state);
      drawSaved(element, state, standing);
    },
  });
  outbox.listen({
    saved({ kind, ids = [], body }, reply) {
      if (kind === "files") onSaved(ids, JSON.parse(body), reply);
      onChange();
    },
    refused({ kind }, { message }) {
      if (kind) onWrong(`The server refused what was done to ${kind === "files" ? "files" : "a file"}: ${message}.`);
      onChange();
    },
  });
  void outbox.resume().then(onChange);
  addEventListener("beforeunload", (event) => void (outbox.unkept() && event.preventDefault()));

  const patches = createPatches(outbox);
  return {
    over: patches.over,
    change: patches.putMany,
    /** How many files of a project wait to be changed. @param {string} project */
    waiting: (project) => outbox.bulk().reduce((sum, { of, ids = [] }) => sum + (of === project ? ids.length : 0), 0),
  };
}
