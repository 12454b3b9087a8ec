// The recent runs of a script: when, what set it going, how it went, what it said.

import { html, nothing } from "../../../vendor/lit.js";
import { timeOf } from "../../editor/versions.js";
import { reasonWords } from "../../panels/placing.js";
import { timeWords } from "./charts.js";

/** @typedef {import("../../../types/data.d.ts").RunView} RunView */

const TONES = { applied: "ok", empty: "", failed: "bad", rejected: "bad", stopped: "late", dropped: "late" };

/**
 * @param {RunView[] | null} runs
 * @param {boolean} more
 * @param {() => void} showMore
 */
export function recentRuns(runs, more, showMore) {
  if (!runs) return html`<p class="dim">Loading the runs…</p>`;
  if (!runs.length) return html`<p class="dim">It has not run yet. Turn it on, open a file and do what it answers.</p>`;
  return html`<table class="figures runs">
      <thead><tr><th>When</th><th>Event</th><th>Outcome</th><th>Place</th><th class="number">Time</th><th>Version</th><th><span class="sr">More</span></th></tr></thead>
      <tbody>${runs.map(row)}</tbody>
    </table>
    ${more ? html`<button class="ghostb line" @click=${showMore}>Show more</button>` : nothing}`;
}

/** @param {RunView} run */
function row({ at, event, outcome, ms, message, version, file, place, why }) {
  const tone = TONES[/** @type {keyof typeof TONES} */ (outcome)] ?? "";
  return html`<tr>
      <td><time datetime=${at}>${timeOf(at)}</time></td><td>${event}</td><td><span class="outcome ${tone}">${outcome}</span></td><td title=${why}>${place.replace("backend:", "")}</td>
      <td class="number">${timeWords(ms)}</td><td>${version.replace("sha256:", "").slice(0, 8)}</td><td><a href="/files/${file}">file</a></td>
    </tr>
    ${[message, why && reasonWords({ place, why })].map((text) => (text ? html`<tr class="message"><td></td><td colspan="6">${text}</td></tr>` : nothing))}`;
}
