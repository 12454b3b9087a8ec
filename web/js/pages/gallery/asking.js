// What is asked before a file is rejected or given to somebody.

import { html } from "../../../vendor/lit.js";
import { ask } from "../../panels/dialogs.js";

/**
 * Ask why something is rejected; empty where it is not after all.
 * @param {HTMLElement} dialogs
 * @param {string} what
 */
export async function askWhy(dialogs, what) {
  const said = await answered(dialogs, `Reject ${what}`, "Reject", html`<label class="asked">Why? It is kept as a comment.<textarea class="field" name="said" rows="4" maxlength="10000" required autofocus></textarea></label>`);
  return said?.trim() ?? "";
}

/**
 * Ask who something is given to; empty is nobody, null where it stays as it is.
 * @param {HTMLElement} dialogs
 * @param {string} what
 * @param {string[]} names to choose from, the likeliest first
 */
export function askWho(dialogs, what, names) {
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
