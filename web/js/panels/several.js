// What several selected shapes share: how many of which kind, their label, and what is done to all of them.

import { html, live, nothing, render } from "../../vendor/lit.js";
import { icon } from "./icon.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */

/** Buttons below: an action, its word, its hint. */
const BUTTONS = [
  ["group", "Group"],
  ["ungroup", "Ungroup"],
  ["order.front", "To front"],
  ["order.back", "To back"],
  ["solo", "Only these"],
];

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Instance[]} page.selection
 * @param {() => number} page.count
 * @param {() => {name: string, title?: string | null}[]} page.labels
 * @param {(name: string) => void} page.relabel
 * @param {() => unknown} page.attributes the rows of what all of them are asked for
 * @param {import("../pages/actions.js").Actions} page.actions
 */
export function createSeveral(element, page) {
  /** @param {string} id @param {string} word */
  function button(id, word) {
    const action = page.actions.all().find((one) => one.id === id);
    if (!action) return nothing;
    return html`<button class="ghostb s line" data-action=${id} ?disabled=${action.enabled?.() === false} title="${action.title}${action.keys ? ` (${action.keys})` : ""}">${word}</button>`;
  }

  /** @param {Instance[]} all */
  function labels(all) {
    const used = new Set(all.map(({ label }) => label ?? ""));
    const [only] = used.size === 1 ? used : [null];
    return html`<label>Label
      <select .value=${live(only ?? "")} @change=${(/** @type {Event} */ { target }) => page.relabel(/** @type {HTMLSelectElement} */ (target).value)} aria-label="Label of all selected">
        ${only ? nothing : html`<option value="" selected disabled>${only === "" ? "no label" : `${used.size} labels`}</option>`}
        ${page.labels().map(({ name, title }) => html`<option value=${name} ?selected=${name === only}>${title || name}</option>`)}
      </select>
    </label>`;
  }

  /** @param {Instance[]} all */
  function body(all) {
    const [locked, hidden] = [all.every((one) => one.locked), all.every((one) => one.hidden)];
    return html`<h2>
        ${all.length.toLocaleString("en")} selected<span class="grow"></span>
        <button class="ghostb s" data-action="lock" title=${locked ? "Unlock all" : "Lock all"} aria-label=${locked ? "Unlock all" : "Lock all"} aria-pressed=${locked}>${icon(locked ? "lock" : "lock-open")}</button>
        <button class="ghostb s" data-action="shape.hide" title=${hidden ? "Show all" : "Hide all"} aria-label=${hidden ? "Show all" : "Hide all"} aria-pressed=${hidden}>${icon(hidden ? "eye-off" : "eye")}</button>
        <button class="ghostb s" data-action="shape.delete" title="Delete all (Del)" aria-label="Delete all" ?disabled=${locked}>${icon("trash-2")}</button>
      </h2>
      <div class="form">${labels(all)}${page.attributes()}</div>
      <div class="several">${BUTTONS.map(([id, word]) => button(id, word))}</div>
      <dl class="facts">${[...kindsOf(all)].map(([kind, count]) => html`<dt>${kind}</dt><dd>${count.toLocaleString("en")}</dd>`)}</dl>`;
  }

  return {
    draw() {
      const isSeveral = page.count() > 1;
      element.hidden = !isSeveral;
      render(isSeveral ? body(page.selection()) : nothing, element);
    },
  };
}

/** @param {Instance[]} all @returns {Map<string, number>} */
function kindsOf(all) {
  const counts = new Map();
  for (const { geometry } of all) counts.set(geometry.kind, (counts.get(geometry.kind) ?? 0) + 1);
  return counts;
}
