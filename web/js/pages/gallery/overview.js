// How far the project is: a bar, and a count for each state, which is also the filter by state.

import { html, render } from "../../../vendor/lit.js";
import { STATES } from "./filter.js";

/** @typedef {import("../../../types/data.d.ts").ProjectProgress} Progress */

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Progress | null} page.progress
 * @param {() => import("./filter.js").Filter} page.filter
 * @param {(change: Partial<import("./filter.js").Filter>) => void} page.narrow
 */
export function createOverview(element, { progress, filter, narrow }) {
  /** @param {string} state */
  function toggle(state) {
    const { state: now } = filter();
    narrow({ state: now.includes(state) ? now.filter((one) => one !== state) : [...now, state] });
  }

  return {
    draw() {
      const counts = progress();
      const all = counts?.files ?? 0;
      const chosen = filter().state;
      const share = (/** @type {number} */ count) => `width:${all ? (100 * count) / all : 0}%`;
      const words = counts ? `${counts.done} of ${all} done` : "Counting files";
      render(
        html`<div class="progress" role="img" aria-label=${words}>${["done", "rejected", "in_progress"].map((state) => html`<i class=${state} .style=${share(counts?.[/** @type {"done"} */ (state)] ?? 0)}></i>`)}</div>
          <div class="states" role="group" aria-label="State">
            <button class="lab" aria-pressed=${chosen.length === 0} @click=${() => narrow({ state: [] })}>All <span class="mono">${all.toLocaleString("en")}</span></button>
            ${STATES.map(
              ([state, name]) =>
                html`<button class="lab" data-state=${state} aria-pressed=${chosen.includes(state)} @click=${() => toggle(state)}><i class="dot ${state}"></i>${name} <span class="mono">${(counts?.[state] ?? 0).toLocaleString("en")}</span></button>`,
            )}
          </div>`,
        element,
      );
    },
  };
}
