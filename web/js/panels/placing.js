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
 * @param {Ran | null} now.next where it would run now, where it chooses by itself
 * @param {(place: string) => void} now.choose
 */
export function placeChoice(script, { offered, lost, ran, next, choose }) {
  const { name, place, language } = script;
  const places = offered.some((one) => one.place === place) ? offered : [{ place, title: wordOf(place), refusal: "" }, ...offered];
  const title = `Where it runs. It is written in ${language === "javascript" ? "JavaScript" : "Python"}`;
  return html`<label class="place" title=${title}>${icon(iconOf(place), 12)}<select class="bare" aria-label="Where ${name} runs" .value=${live(place)} @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
      ${places.map((one) => html`<option value=${one.place} ?selected=${one.place === place} ?disabled=${one.refusal !== "" && one.place !== place} title=${one.refusal}>${labelOf(one)}</option>`)}
    </select></label>
    ${lost ? html`<span class="place lost" role="status" title="The connection to the server was lost; it is being made again">${icon("cloud-off", 12)}reconnecting</span>` : nothing}
    ${place === "auto" && !lost ? html`<span class="place ran" title=${reasonOf(ran, next)}>${icon("chevron-right", 10)}${(next ?? ran)?.place ?? "by event"}</span>` : nothing}`;
}

/** @param {Ran | null} ran @param {Ran | null} next */
function reasonOf(ran, next) {
  const now = next ? `The next run: ${reasonWords(next)}.` : "";
  return ran?.why ? `${now} The last: ${reasonWords(ran)}.` : now;
}

/** @param {{place: string, why: string}} ran */
export function reasonWords({ place, why }) {
  return `${place === "browser" ? "in the browser" : place === "server" ? "on the server" : `on ${wordOf(place)}`}, because ${why}`;
}

/** @param {PlaceView} place */
function labelOf({ title, refusal }) {
  const short = refusal.length > LONGEST ? `${refusal.slice(0, LONGEST - 1)}…` : refusal;
  return refusal ? `${title} (${short})` : title;
}
