// What is done to the picked files, or to the one that has the keyboard: another state, another person.

import { html } from "../../../vendor/lit.js";
import { ask } from "../../panels/dialogs.js";
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

/**
 * Ask why something is rejected; empty where it is not after all.
 * @param {HTMLElement} dialogs
 * @param {string} what
 */
export async function askWhy(dialogs, what) {
  const said = await answered(dialogs, `Reject ${what}`, "Reject", html`<label class="asked">Why? It is kept as a comment.<textarea class="field" name="said" rows="4" maxlength="10000" required autofocus></textarea></label>`);
  return said?.trim() ?? "";
}

/** @param {HTMLElement} dialogs @param {string} what @param {string[]} names */
function askWho(dialogs, what, names) {
  return answered(
    dialogs,
    `Assign ${what}`,
    "Assign",
    html`<label class="asked">To whom? Nobody where it is left empty.<input class="field" name="said" list="people" maxlength="100" autocomplete="off" autofocus .value=${names[0] ?? ""} @focus=${(/** @type {FocusEvent} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} /></label>
      <datalist id="people">${names.map((name) => html`<option value=${name}></option>`)}</datalist>`,
  );
}

/**
 * Ask for one text; null where the dialog was left.
 * @param {HTMLElement} dialogs
 * @param {string} title
 * @param {string} word on the button
 * @param {unknown} field whose name is `said`
 * @returns {Promise<string | null>}
 */
async function answered(dialogs, title, word, field) {
  /** @type {string | null} */
  let said = null;
  /** @param {SubmitEvent} event @param {(value: string) => void} close */
  function submit(event, close) {
    event.preventDefault();
    said = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("said")).trim();
    close("yes");
  }
  /** @param {KeyboardEvent} event */
  function send(event) {
    if (event.key === "Enter" && event.ctrlKey) /** @type {HTMLElement} */ (event.currentTarget).closest("form")?.requestSubmit();
  }
  const close = (/** @type {string} */ value) => dialogs.querySelector("dialog")?.close(value);
  const body = html`<form class="asking" @submit=${(/** @type {SubmitEvent} */ event) => submit(event, close)} @keydown=${send}>${field}
    <div class="row-end"><button type="button" class="ghostb line" @click=${() => close("")}>Cancel</button><button class="primary">${word}</button></div></form>`;
  return (await ask(dialogs, title, body)) === "yes" ? said : null;
}

/** @param {number} count */
function counted(count) {
  return count === 1 ? "1 file" : `${count.toLocaleString("en")} files`;
}
