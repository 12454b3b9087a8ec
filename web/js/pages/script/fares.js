// The versions of a script and how each of them fares, one row a version.

import { html } from "../../../vendor/lit.js";
import { timeOf } from "../../editor/versions.js";
import { icon } from "../../panels/icon.js";
import { closenessChart, fateChart, runsChart, timeChart } from "./charts.js";

/** @typedef {import("./charts.js").Count} Count */

/**
 * @param {Count[] | null} counts newest first
 * @param {string} current the version in use
 * @param {(version: string) => void} take saves a version as a file
 */
export function fares(counts, current, take) {
  if (!counts) return html`<p class="dim">Loading the statistics…</p>`;
  const most = Math.max(...counts.map(({ runs }) => runs), 0);
  const slowest = Math.max(...counts.map(({ ms_p95: slow }) => slow ?? 0), 0);
  return html`<table class="figures">
    <thead><tr>
      <th>Version</th><th>Runs</th><th title="Kept as returned, kept with another geometry, deleted or refused">Accepted · edited · rejected</th>
      <th title="Between what the script returned and what is there now, over the shapes kept">Median IoU</th><th title="Half of the runs were quicker than the first, 95 % than the second">Time p50 / p95</th><th><span class="sr">More</span></th>
    </tr></thead>
    <tbody>${counts.map(
      (count) => html`<tr>
        <td><span class="which">${count.declared_version} <code>${count.version.replace("sha256:", "").slice(0, 8)}</code>${count.version === current ? html`<em>in use</em>` : ""}</span><time datetime=${count.created_at}>${timeOf(count.created_at)}</time></td>
        <td>${runsChart(count, most)}</td><td>${fateChart(count)}</td><td>${closenessChart(count)}</td><td>${timeChart(count, slowest)}</td>
        <td><button class="ghostb s" @click=${() => take(count.version)} title="Save this version as a file" aria-label="Save version ${count.version.slice(7, 15)} as a file">${icon("download")}</button></td>
      </tr>`,
    )}</tbody>
  </table>`;
}
