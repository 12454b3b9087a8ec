// The recent runs of a script: when, what set it going, how it went, what it said.

import { html, nothing } from "../../../vendor/lit.js";
import { timeOf } from "../../editor/versions.js";
import { timeWords } from "./charts.js";

/** @typedef {{id: string, version: string, file: string, event: string, place: string, outcome: string, message: string, ms: number, at: string}} RunView */

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
      <thead><tr><th>When</th><th>Event</th><th>Outcome</th><th class="number">Time</th><th>Version</th><th></th></tr></thead>
      <tbody>${runs.map(row)}</tbody>
    </table>
    ${more ? html`<button class="ghostb line" @click=${showMore}>Show more</button>` : nothing}`;
}

/** @param {RunView} run */
function row({ at, event, outcome, ms, message, version, file }) {
  const tone = TONES[/** @type {keyof typeof TONES} */ (outcome)] ?? "";
  return html`<tr>
      <td><time datetime=${at}>${timeOf(at)}</time></td><td>${event}</td><td><span class="outcome ${tone}">${outcome}</span></td>
      <td class="number">${timeWords(ms)}</td><td>${version.replace("sha256:", "").slice(0, 8)}</td><td><a href="/files/${file}">file</a></td>
    </tr>
    ${message ? html`<tr class="message"><td></td><td colspan="5">${message}</td></tr>` : nothing}`;
}
