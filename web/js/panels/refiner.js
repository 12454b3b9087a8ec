// The slider over the picture that simplifies or smooths what is selected.

import { html, live, nothing, render } from "../../vendor/lit.js";

/** @typedef {{title: string, unit: string, least: number, most: number, step: number, value: number, before: number, after: number}} State */

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => State | null} page.state null while there is nothing to do
 * @param {(value: number) => void} page.show
 * @param {() => void} page.keep
 * @param {() => void} page.end
 */
export function createRefiner(element, { state, show, keep, end }) {
  /** @param {State} now */
  function bar({ title, unit, least, most, step, value, before, after }) {
    return html`<div class="suggested" role="group" aria-label=${title}>
      <label>${title}<input type="range" min=${least} max=${most} step=${step} aria-label=${title} .value=${live(String(value))} @input=${(/** @type {Event} */ { target }) => show(Number(/** @type {HTMLInputElement} */ (target).value))} /><output>${value} ${unit}</output></label>
      <span role="status">${after.toLocaleString("en")} of ${before.toLocaleString("en")} points</span>
      <button class="primary" data-picture @click=${keep}>Keep<kbd>⏎</kbd></button>
      <button class="ghostb line" data-picture @click=${end}>Give up<kbd>Esc</kbd></button>
    </div>`;
  }

  return {
    draw() {
      const now = state();
      element.hidden = now === null;
      render(now ? bar(now) : nothing, element);
    },
    focus: () => element.querySelector("input")?.focus(),
  };
}
