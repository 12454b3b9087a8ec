// What was not taken, line by line, until it is dismissed.

import { html, nothing, render } from "../../../vendor/lit.js";
import { icon } from "../../panels/icon.js";

const SHOWN = 200;

/** @typedef {{text: string, href?: string}} Line */

/** @param {HTMLElement} element */
export function createRefusals(element) {
  /** @param {Line} line */
  const row = ({ text, href }) => html`<li>${href ? html`<a href=${href}>${text}</a>` : text}</li>`;

  /** Show some lines under a title, or nothing. @param {Line[]} lines @param {string} [title] */
  function say(lines, title = "") {
    element.hidden = !lines.length;
    const more = lines.length - SHOWN;
    render(
      html`<p><b>${title}</b><button class="ghostb s" type="button" aria-label="Dismiss" @click=${() => say([])}>${icon("x", 12)}</button></p>
        <ul tabindex="0" aria-label="What was not taken">${lines.slice(0, SHOWN).map(row)}${more > 0 ? html`<li>And ${more.toLocaleString("en")} more.</li>` : nothing}</ul>`,
      element,
    );
  }

  return say;
}
