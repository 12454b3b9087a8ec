// The filters beside the state: who, which label, what is on it, a part of the name, and the order.

import { html, live, nothing, render } from "../../../vendor/lit.js";
import { icon } from "../../panels/icon.js";
import { HAS, SORTS, isNarrow } from "./filter.js";

/** @typedef {import("./filter.js").Filter} Filter */

const NOBODY = "-";
const PAUSE = 200;

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Filter} page.filter
 * @param {(change: Partial<Filter>) => void} page.narrow
 * @param {() => string[]} page.people who have files
 * @param {() => string[]} page.labels
 * @param {() => void} page.leave give the keyboard back to the grid
 */
export function createBar(element, { filter, narrow, people, labels, leave }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  /** @param {string} name */
  function search(name) {
    clearTimeout(waiting);
    narrow({ name });
  }

  /** @param {InputEvent} event */
  function typed({ target }) {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(/** @type {HTMLInputElement} */ (target).value.trim()), PAUSE);
  }

  /** @param {KeyboardEvent} event */
  function struck(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (event.key === "Escape" && field.value) field.value = "";
    else if (!["Enter", "ArrowDown", "Escape"].includes(event.key)) return;
    event.preventDefault();
    search(field.value.trim());
    leave();
  }

  /** @param {"assignee" | "label" | "has" | "sort"} name @param {string} title @param {[string, string][]} options */
  function choice(name, title, options) {
    const value = filter()[name];
    const all = options.some(([one]) => one === value) ? options : [...options, /** @type {[string, string]} */ ([value, value])];
    return html`<select class="field" aria-label=${title} title=${title} data-filter=${name} .value=${live(value)} @change=${(/** @type {Event} */ event) => narrow({ [name]: /** @type {HTMLSelectElement} */ (event.target).value })}>
      ${all.map(([one, word]) => html`<option value=${one} ?selected=${one === value}>${word}</option>`)}
    </select>`;
  }

  return {
    search: () => /** @type {HTMLElement} */ (element.querySelector("input")).focus(),
    draw() {
      render(
        html`<label class="search">${icon("search")}<input class="field" type="search" placeholder="Name" aria-label="Search by name" .value=${filter().name} @input=${typed} @keydown=${struck} /><kbd>/</kbd></label>
          ${choice("assignee", "Who has it", [["", "Anybody"], [NOBODY, "Nobody"], ...named(people())])}
          ${choice("label", "Has the label", [["", "Any label"], ...named(labels())])}
          ${choice("has", "What is on it", [["", "Anything"], ...HAS])}
          ${choice("sort", "Order", SORTS)}
          ${isNarrow(filter()) ? html`<button class="ghostb" data-deed="all" @click=${() => narrow({ state: [], assignee: "", label: "", has: "", name: "" })}>${icon("x")}Show all</button>` : nothing}`,
        element,
      );
    },
  };
}

/** @param {string[]} names @returns {[string, string][]} */
function named(names) {
  return names.map((name) => [name, name]);
}
