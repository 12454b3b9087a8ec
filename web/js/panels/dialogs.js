// Dialogs, and the question before a script is given its grants.

import { html, render } from "../../vendor/lit.js";
import { icon } from "./icon.js";

/**
 * @param {HTMLElement} element
 * @param {string} title
 * @param {unknown} body
 * @param {(close: (value: string) => void) => unknown} [footer]
 * @returns {Promise<string>} what the dialog was closed with
 */
export function ask(element, title, body, footer = () => "") {
  return new Promise((resolve) => {
    /** @param {string} value */
    const close = (value) => element.querySelector("dialog")?.close(value);
    render(
      html`<dialog aria-label=${title} @close=${(/** @type {Event} */ event) => {
        resolve(/** @type {HTMLDialogElement} */ (event.target).returnValue);
        render("", element);
      }}>
        <header>${title}<button class="ghostb s" @click=${() => close("")} aria-label="Close">${icon("x")}</button></header>
        <div class="body">${body}</div>
        ${footer(close)}
      </dialog>`,
      element,
    );
    element.querySelector("dialog")?.showModal();
  });
}

/** @type {Record<string, string>} */
const WHERE = {
  browser: "It runs in a sandbox in this browser.",
  server: "It runs on the server.",
  auto: "It runs in a sandbox in this browser, or on the server.",
};

/**
 * Ask whether a script may have its grants.
 * @param {HTMLElement} element
 * @param {import("../../types/data.d.ts").ScriptView} script
 * @param {Record<string, string>} meaning of each grant
 */
export async function confirmGrants(element, script, meaning) {
  if (!script.grants.length) return true;
  const known = script.confirmed_grants;
  const rows = script.grants.map((grant) => html`<li><code>${grant}</code><span>${meaning[grant] ?? ""}${grant === "network" ? html`: <b>${script.connect.join(", ") || "none"}</b>` : ""}${known.length && !known.includes(grant) ? html` <em>new</em>` : ""}</span></li>`);
  const body = html`<p>${script.description}</p><p>${known.length ? "This version asks for more than you have allowed." : WHERE[script.place] ?? `It runs on the backend ${script.place.replace("backend:", "")}.`} It asks to:</p><ul class="grants">${rows}</ul>`;
  const answer = await ask(
    element,
    `Turn “${script.name}” on?`,
    body,
    (close) => html`<footer><button class="ghostb line" @click=${() => close("")}>Cancel</button><button class="primary" autofocus @click=${() => close("yes")}>Allow and turn on</button></footer>`,
  );
  return answer === "yes";
}
