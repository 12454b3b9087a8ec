// What is done to the picked files, or to the one that has the keyboard: another state, another person.

import { askWho, askWhy } from "./asking.js";
import { stateName } from "./filter.js";

/**
 * @param {object} page
 * @param {string} page.project
 * @param {HTMLElement} page.dialogs
 * @param {(method: string, path: string, body?: unknown) => Promise<any>} page.call
 * @param {() => string[]} page.chosen the files it is for
 * @param {() => string[]} page.people who have files already
 * @param {() => string} page.me the name people have given themselves
 * @param {(ids: string[], said: string) => void} page.onDone
 * @param {(message: string) => void} page.onWrong
 */
export function createDeeds({ project, dialogs, call, chosen, people, me, onDone, onWrong }) {
  /** @param {object} change @param {string} said */
  async function change(change, said) {
    const ids = chosen();
    if (!ids.length) return;
    try {
      await call("PATCH", `/api/projects/${encodeURIComponent(project)}/files`, { ids, ...change });
      onDone(ids, `${counted(ids.length)}: ${said}`);
    } catch (error) {
      onWrong(/** @type {Error} */ (error).message);
    }
  }

  return {
    /** @param {string} state */
    async state(state) {
      if (!chosen().length) return;
      if (state !== "rejected") return change({ state }, stateName(state).toLowerCase());
      const comment = await askWhy(dialogs, counted(chosen().length));
      if (comment) await change({ state, comment, author: me() }, "rejected");
    },
    async assign() {
      if (!chosen().length) return;
      const name = await askWho(dialogs, counted(chosen().length), [...new Set([me(), ...people()])].filter(Boolean));
      if (name !== null) await change({ assignee: name }, name ? `${name} has it` : "nobody has it");
    },
  };
}

/** @param {number} count */
function counted(count) {
  return count === 1 ? "1 file" : `${count.toLocaleString("en")} files`;
}
