// The comments on a file: what was said, where, and what one is about to say.

import { html, nothing, render } from "../../vendor/lit.js";
import { icon } from "./icon.js";

/** @typedef {import("../store/said.js").Said} Comment */

const WHEN = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Comment[]} page.comments those to show
 * @param {() => Comment[]} page.all
 * @param {() => string | null} page.problem why those the server has could not be loaded
 * @param {() => void} page.retry
 * @param {() => string} page.chosen
 * @param {() => {x: number, y: number} | null} page.place of the one being written
 * @param {() => string} page.draft
 * @param {() => boolean} page.withResolved
 * @param {(comment: Comment) => void} page.choose
 * @param {(text: string) => void} page.write
 * @param {() => void} page.post
 * @param {() => void} page.anywhere
 * @param {(comment: Comment, resolved: boolean) => void} page.resolve
 * @param {(comment: Comment) => void} page.remove
 * @param {(show: boolean) => void} page.showResolved
 * @param {() => void} page.close
 */
export function createCommentsPanel(element, page) {
  /** @param {KeyboardEvent} event */
  function struck(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) page.post();
    else if (event.key === "Escape") page.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Comment} comment */
  function row(comment) {
    const { id, text, author, at, resolved, x, y, waits } = comment;
    const where = typeof x === "number" ? `${x.toFixed(0)}, ${y?.toFixed(0)}` : "whole file";
    return html`<li class="comment ${resolved ? "resolved" : ""}" data-comment=${id} aria-current=${id === page.chosen()}>
      <button class="said" @click=${() => page.choose(comment)}><i class="number">${page.all().indexOf(comment) + 1}</i><span>${text}</span></button>
      <footer><span class="cut grow" title="${author || "somebody"}, ${new Date(at).toLocaleString()}, ${where}">${author || "somebody"} · ${waits ? "not sent yet" : WHEN.format(new Date(at))}</span>
        <button class="ghostb s" @click=${() => page.resolve(comment, !resolved)}>${resolved ? "Reopen" : "Resolve"}</button>
        ${resolved ? html`<button class="ghostb s" aria-label="Delete comment" title="Delete" @click=${() => page.remove(comment)}>${icon("trash-2", 12)}</button>` : nothing}</footer>
    </li>`;
  }

  return {
    draw() {
      const [place, hidden] = [page.place(), page.all().filter(({ resolved }) => resolved).length];
      render(
        html`<header><b class="grow">Comments</b>${hidden ? html`<label class="dim"><input type="checkbox" .checked=${page.withResolved()} @change=${(/** @type {Event} */ event) => page.showResolved(/** @type {HTMLInputElement} */ (event.target).checked)} /> resolved (${hidden})</label>` : nothing}<button class="ghostb s" aria-label="Close" title="Close (Esc)" @click=${page.close}>${icon("x")}</button></header>
          ${page.problem() ? html`<p class="hint problem" role="alert">The comments could not be loaded: ${page.problem()}. <button class="ghostb s line" @click=${page.retry}>Try again</button></p>` : nothing}
          <ul>${page.comments().map(row)}${page.comments().length || page.problem() ? nothing : html`<li class="hint">Nothing is open here. <kbd>N</kbd> and a click put a comment on a place.</li>`}</ul>
          <form @submit=${(/** @type {Event} */ event) => { event.preventDefault(); page.post(); }} @keydown=${struck}>
            <textarea class="field" rows="2" maxlength="10000" placeholder=${place ? "About this place" : "About the whole file"} aria-label="New comment" .value=${page.draft()} @input=${(/** @type {Event} */ event) => page.write(/** @type {HTMLTextAreaElement} */ (event.target).value)}></textarea>
            <div><span class="mono dim grow">${place ? html`at ${place.x.toFixed(0)}, ${place.y.toFixed(0)} <button type="button" class="ghostb s" @click=${page.anywhere}>whole file instead</button>` : "on the whole file"}</span><button class="primary s">Comment<kbd>Ctrl ⏎</kbd></button></div>
          </form>`,
        element,
      );
    },
    /** Give the keyboard to a comment, or to what is being written. @param {string} [id] */
    focus(id) {
      const said = id && /** @type {HTMLElement | null} */ (element.querySelector(`[data-comment="${CSS.escape(id)}"] .said`));
      const field = said || /** @type {HTMLElement | null} */ (element.querySelector("textarea"));
      field?.focus();
      if (said) said.scrollIntoView({ block: "nearest" });
    },
  };
}
