// The rules of a project: what may be done with base annotations, what is read-only, and the names of relations.

import { html, live } from "../../../vendor/lit.js";

/** @typedef {import("../../../types/data.d.ts").Rules} Rules */
/** @typedef {import("../../../types/data.d.ts").BaseRules} BaseRules */

/** @type {[keyof BaseRules, string, string][]} */
const SWITCHES = [
  ["add", "Add", "Shapes may be added on files that have base annotations."],
  ["edit", "Edit", "Their shapes may be moved and changed."],
  ["relabel", "Relabel", "Their labels and attributes may be changed."],
  ["delete", "Delete", "They may be deleted."],
];

/** @type {[Rules["readonly"][number], string, string][]} */
const MAKERS = [
  ["import", "What was imported", "Nobody changes, hides, moves or deletes it, whatever the four switches say."],
  ["script", "What scripts made", "Suggestions once they are accepted too. A script may still change what it made itself."],
];

/**
 * @param {object} page
 * @param {() => import("../../ontology/draft.js").Draft} page.draft
 * @param {(rules: Rules) => void} page.change
 */
export function createRulesSheet(page) {
  return {
    body() {
      const { rules } = page.draft();
      return html`<header><h2 class="grow">Rules and relations</h2></header>
        <h3>Base annotations <small>what was imported, as a machine or another team left it</small></h3>
        ${SWITCHES.map(
          ([name, words, about]) =>
            html`<label class="tick"><input type="checkbox" data-rule=${name} .checked=${live(rules.base[name])} @change=${(/** @type {Event} */ { target }) => page.change({ ...rules, base: { ...rules.base, [name]: /** @type {HTMLInputElement} */ (target).checked } })} /><span>${words}<small>${about}</small></span></label>`,
        )}
        <p class="hint">The rules hold for people and for scripts. What people drew here themselves is never locked.</p>
        <h3>Read-only <small>a layer to draw beside, for everybody</small></h3>
        ${MAKERS.map(
          ([maker, words, about]) =>
            html`<label class="tick"><input type="checkbox" data-readonly=${maker} .checked=${live(rules.readonly.includes(maker))} @change=${(/** @type {Event} */ { target }) => page.change({ ...rules, readonly: MAKERS.map(([one]) => one).filter((one) => (one === maker ? /** @type {HTMLInputElement} */ (target).checked : rules.readonly.includes(one))) })} /><span>${words}<small>${about}</small></span></label>`,
        )}
        <h3>Relations <small>the names a link from one shape to another may have</small></h3>
        <label><textarea class="field options" rows="4" aria-label="Relations" spellcheck="false" placeholder="holds" .value=${live(rules.relations.join("\n"))} @change=${(/** @type {Event} */ { target }) => page.change({ ...rules, relations: [...new Set(/** @type {HTMLTextAreaElement} */ (target).value.split("\n").map((line) => line.trim()).filter(Boolean))] })}></textarea><small>One a line.</small></label>`;
    },
  };
}
