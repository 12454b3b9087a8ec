// Where a script runs: every place with what it means, or why it cannot be chosen.

import { html, live, nothing } from "../../../vendor/lit.js";
import { icon } from "../../panels/icon.js";
import { iconOf } from "../../panels/placing.js";

/** @typedef {import("../../../types/data.d.ts").PlaceView} PlaceView */
/** @typedef {import("../../../types/data.d.ts").ScriptView} ScriptView */

/** @type {Record<string, string>} */
const MEANING = {
  auto: "The browser. The server while the browser's cell is loading, where a package is only there, and for very large images.",
  browser: "In a sandbox in the page of whoever annotates.",
  server: "In a process beside the server, confined by bubblewrap.",
};

/**
 * @param {ScriptView} script
 * @param {PlaceView[] | null} places
 * @param {string} unconfined why nothing confines scripts on the server; empty where they are confined
 * @param {(place: string) => void} choose
 * @param {(trusted: boolean) => void} trust
 */
export function whereItRuns(script, places, unconfined, choose, trust) {
  if (!places) return html`<p class="dim">Loading the places…</p>`;
  const listed = places.some(({ place }) => place === script.place) ? places : [...places, { place: script.place, title: script.place, refusal: "there is no such place any more: choose another" }];
  return html`<div class="where" role="radiogroup" aria-label="Where it runs">${listed.map((one) => row(script, one, () => choose(one.place)))}</div>
    ${script.trusted || (unconfined && script.language === "python" && script.places.includes("server")) ? trusting(script, unconfined, trust) : nothing}`;
}

/** @param {ScriptView} script @param {PlaceView} one @param {() => void} choose */
function row(script, { place, title, refusal }, choose) {
  const meaning = MEANING[place] ?? (place.startsWith("backend:") ? "On this backend, wherever it is." : "");
  return html`<label class=${refusal ? "refused" : ""}>
    <input type="radio" name="place" .checked=${live(place === script.place)} ?disabled=${refusal !== ""} @change=${choose} />
    <span class="grow"><b>${icon(iconOf(place), 12)} ${title}</b><small>${refusal ? html`Cannot be chosen: ${refusal}.` : meaning}</small></span>
  </label>`;
}

/** @param {ScriptView} script @param {string} unconfined @param {(trusted: boolean) => void} trust */
function trusting({ trusted }, unconfined, trust) {
  return html`<label class="trusting"><input type="checkbox" .checked=${live(trusted)} @change=${(/** @type {Event} */ event) => trust(/** @type {HTMLInputElement} */ (event.target).checked)} />
    <span class="grow"><b>Trusted</b><small>${unconfined ? "Nothing confines scripts on this server. A trusted one may run there all the same and can do whatever the server can: only for scripts you have read." : "It would run on the server even if nothing could confine it. Here it is confined."}</small></span>
  </label>`;
}
