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

const SEVERAL = " "; // no label is called that
const LOCKS = { on: "lock", off: "unlock", put: "Lock", take: "Unlock", icons: ["lock", "lock-open"] };
const EYES = { on: "shape.hide", off: "unhide", put: "Hide", take: "Show", icons: ["eye-off", "eye"] };

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Instance[]} page.selection
 * @param {() => number} page.count
 * @param {() => {name: string, title?: string | null}[]} page.labels
 * @param {(name: string) => void} page.relabel with an empty name takes the label away
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
      <select .value=${live(only ?? SEVERAL)} @change=${(/** @type {Event} */ { target }) => page.relabel(/** @type {HTMLSelectElement} */ (target).value)} aria-label="Label of all selected">
        ${only === null ? html`<option value=${SEVERAL} selected disabled>${used.size} labels</option>` : nothing}
        <option value="" ?selected=${only === ""}>no label</option>
        ${page.labels().map(({ name, title }) => html`<option value=${name} ?selected=${name === only}>${title || name}</option>`)}
      </select>
    </label>`;
  }

  /** One button where all are alike; where some are and some are not, one for each way. @param {typeof LOCKS} of @param {number} count of those that are @param {number} all */
  function toggle({ on, off, put, take, icons }, count, all) {
    const some = `${count.toLocaleString("en")} of ${all.toLocaleString("en")}`;
    const isMixed = count > 0 && count < all;
    return html`${isMixed ? html`<button class="ghostb s" data-action=${off} title="${take} all: ${some}" aria-label="${take} all">${icon(icons[1])}</button>` : nothing}<button class="ghostb s" data-action=${on} title="${count === all ? take : put} all${isMixed ? `: ${some}` : ""}" aria-label="${count === all ? take : put} all" aria-pressed=${isMixed ? "mixed" : count === all}>${icon(icons[count ? 0 : 1])}</button>`;
  }

  /** @param {Instance[]} all */
  function body(all) {
    const [locked, hidden] = [all.filter((one) => one.locked).length, all.filter((one) => one.hidden).length];
    return html`<h2 aria-label="${all.length.toLocaleString("en")} selected">
        ${all.length.toLocaleString("en")} selected<span class="grow"></span>
        ${toggle(LOCKS, locked, all.length)}${toggle(EYES, hidden, all.length)}
        <button class="ghostb s" data-action="shape.delete" title="Delete all (Del)" aria-label="Delete all" ?disabled=${locked === all.length}>${icon("trash-2")}</button>
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
