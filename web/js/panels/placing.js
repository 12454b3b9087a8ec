// Where a script runs, on its card: the choice, what `auto` chose and why, and a line that is down.

import { html, live, nothing } from "../../vendor/lit.js";
import { icon } from "./icon.js";

/** @typedef {import("../../types/data.d.ts").PlaceView} PlaceView */
/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("../../types/local.d.ts").Ran} Ran */

const LONGEST = 64;

/** @param {string} place @returns {string} an icon's name */
export function iconOf(place) {
  return place === "browser" ? "globe" : place === "auto" ? "zap" : "cpu";
}

/** Give a place in a word. @param {string} place */
export function wordOf(place) {
  return place.replace("backend:", "");
}

/**
 * @param {ScriptView} script
 * @param {object} now
 * @param {PlaceView[]} now.offered
 * @param {boolean} now.lost the line to the server is down
 * @param {Ran | null} now.ran where it ran last
 * @param {string} now.why why it would run where it would, where it chooses by itself
 * @param {(place: string) => void} now.choose
 */
export function placeChoice(script, { offered, lost, ran, why, choose }) {
  const { name, place, language } = script;
  const places = offered.some((one) => one.place === place) ? offered : [{ place, title: wordOf(place), refusal: "" }, ...offered];
  const title = `Where it runs. It is written in ${language === "javascript" ? "JavaScript" : "Python"}`;
  return html`<label class="place" title=${title}>${icon(iconOf(place), 12)}<select class="bare" aria-label="Where ${name} runs" .value=${live(place)} @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
      ${places.map((one) => html`<option value=${one.place} ?selected=${one.place === place} ?disabled=${one.refusal !== "" && one.place !== place} title=${one.refusal}>${labelOf(one)}</option>`)}
    </select></label>
    ${lost ? html`<span class="place lost" role="status" title="The connection to the server was lost; it is being made again">${icon("cloud-off", 12)}reconnecting</span>` : nothing}
    ${place === "auto" && !lost ? html`<span class="place ran" title=${reasonOf(ran, why)}>${icon("chevron-right", 10)}${ran ? wordOf(ran.place) : "by event"}</span>` : nothing}`;
}

/** @param {Ran | null} ran @param {string} why */
function reasonOf(ran, why) {
  return ran ? `The last run was in place ${ran.place}: ${ran.why}` : `Chosen for every event. Now: ${why || "nothing is loaded yet"}`;
}

/** @param {PlaceView} place */
function labelOf({ title, refusal }) {
  const short = refusal.length > LONGEST ? `${refusal.slice(0, LONGEST - 1)}…` : refusal;
  return refusal ? `${title} (${short})` : title;
}
