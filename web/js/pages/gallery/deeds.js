// What is done to the picked files, or to the one that has the keyboard: another state, another person.

import { askWho, askWhy } from "./asking.js";
import { stateName } from "./filter.js";

/**
 * @param {object} page
 * @param {HTMLElement} page.dialogs
 * @param {(ids: string[], patch: import("../../store/patches.js").Patch) => void} page.put shows it at once, and sends it
 * @param {() => string[]} page.chosen the files it is for
 * @param {() => string[]} page.people who have files already
 * @param {() => string} page.me the name people have given themselves
 * @param {(said: string) => void} page.onDone
 */
export function createDeeds({ dialogs, put, chosen, people, me, onDone }) {
  /** @param {string[]} ids @param {import("../../store/patches.js").Patch} patch @param {string} said */
  function change(ids, patch, said) {
    put(ids, patch);
    onDone(`${counted(ids.length)}: ${said}`);
  }

  return {
    /** @param {import("../../../types/data.d.ts").FileView["state"]} state */
    async state(state) {
      const ids = chosen();
      if (!ids.length) return;
      if (state !== "rejected") return change(ids, { state }, stateName(state).toLowerCase());
      const comment = await askWhy(dialogs, counted(ids.length));
      if (comment) change(ids, { state, comment }, "rejected");
    },
    async assign() {
      const ids = chosen();
      if (!ids.length) return;
      const name = await askWho(dialogs, counted(ids.length), [...new Set([me(), ...people()])].filter(Boolean));
      if (name !== null) change(ids, { assignee: name }, name ? `${name} has it` : "nobody has it");
    },
  };
}

/** @param {number} count */
function counted(count) {
  return count === 1 ? "1 file" : `${count.toLocaleString("en")} files`;
}
