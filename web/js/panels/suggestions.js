// The bar over the picture that says what scripts suggest: how many, from which score on, accept, reject.

import { html, live, nothing, render } from "../../vendor/lit.js";
import { icon } from "./icon.js";

/** @typedef {import("../../types/local.d.ts").Ghost} Ghost */

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => import("../store/document.js").FileDocument | null} page.document
 * @param {import("../store/ghosts.js").Ghosts} page.ghosts
 * @param {(label: string | null) => string | null} page.title of a label, as people read it
 * @param {() => Ghost | null} page.picked
 * @param {() => void} page.accept the picked one, or all
 * @param {() => void} page.reject the picked one, or all
 */
export function createSuggestionsBar(element, { document: opened, ghosts, title, picked, accept, reject }) {
  /** What is accepted and rejected may be those of one label only. @param {Map<string, number>} labels */
  function choice(labels) {
    const only = labels.has(ghosts.only() ?? "") ? ghosts.only() : null;
    /** @param {Event} event */
    const choose = ({ target }) => ghosts.setOnly([null, ...labels.keys()][/** @type {HTMLSelectElement} */ (target).selectedIndex]);
    return html`<select aria-label="Suggestions of which label" @change=${choose}>
      <option .selected=${live(only === null)}>all labels</option>
      ${[...labels].map(([label, count]) => html`<option .selected=${live(label === only)}>${title(label) ?? "no label"} (${count})</option>`)}
    </select>`;
  }

  /** @param {Ghost[]} shown @param {number} count */
  function bar(shown, count) {
    const one = picked();
    const labels = ghosts.labels(opened());
    const who = [...new Set(shown.map(({ script }) => script.name))].join(", ");
    const scored = shown.some(({ instance }) => instance.score !== null) || shown.length < count;
    const what = one ? "this one" : shown.length === 1 ? "" : `all ${shown.length}`;
    return html`<div class="suggested" role="toolbar" aria-label="Suggestions">
      <span role="status">${icon("sparkles", 14)} <b>${shown.length}</b>${shown.length < count ? ` of ${count}` : ""} suggested ${who ? html`by <b>${who}</b>` : nothing}</span>
      ${labels.size > 1 ? choice(labels) : nothing}
      ${scored
        ? html`<label title="Show suggestions from this score on">from <input type="range" min="0" max="1" step="0.01" aria-label="Least score" .value=${live(String(ghosts.threshold()))}
              @input=${(/** @type {Event} */ { target }) => ghosts.setThreshold(Number(/** @type {HTMLInputElement} */ (target).value))} /><output>${ghosts.threshold().toFixed(2)}</output></label>`
        : nothing}
      <button class="primary" data-picture @click=${accept} ?disabled=${!shown.length}>Accept ${what}<kbd>⏎</kbd></button>
      <button class="ghostb line" data-picture @click=${reject} ?disabled=${!shown.length}>Reject ${what}<kbd>Esc</kbd></button>
    </div>`;
  }

  return {
    draw() {
      const document = opened();
      const count = ghosts.count(document);
      render(count ? bar(ghosts.shown(document), count) : nothing, element);
    },
  };
}
