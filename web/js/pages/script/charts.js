// Small charts of one version: how often it ran, what became of its shapes, how close they were, how long it took.

import { html, svg } from "../../../vendor/lit.js";

/**
 * @typedef {object} Count one version's statistics
 * @property {string} version
 * @property {string} declared_version
 * @property {string} created_at
 * @property {number} runs
 * @property {number} failed
 * @property {number} created
 * @property {number} accepted
 * @property {number} edited
 * @property {number} rejected
 * @property {number | null} iou_median
 * @property {number | null} ms_p50
 * @property {number | null} ms_p95
 */

const WIDE = 120;
const HIGH = 12;

/**
 * Runs against those of the version that ran most, the failed ones apart.
 * @param {Count} count
 * @param {number} most
 */
export function runsChart({ runs, failed }, most) {
  const words = `${runs.toLocaleString("en")} runs, ${failed.toLocaleString("en")} failed`;
  return figure(words, [part("bar-runs", 0, share(runs - failed, most)), part("bar-bad", share(runs - failed, most), share(failed, most))], html`${runs.toLocaleString("en")}${failed ? html` · <em>${failed.toLocaleString("en")} failed</em>` : ""}`);
}

/** What became of the shapes: kept as returned, edited, rejected. @param {Count} count */
export function fateChart({ accepted, edited, rejected }) {
  const all = accepted + edited + rejected;
  if (!all) return html`<span class="none">none yet</span>`;
  const words = `${accepted} accepted, ${edited} edited, ${rejected} rejected`;
  const [first, second] = [share(accepted, all), share(edited, all)];
  const parts = [part("bar-ok", 0, first), part("bar-warn", first, second), part("bar-bad", first + second, share(rejected, all))];
  return figure(words, parts, html`<span class="kept">${accepted}</span> · <span class="edited">${edited}</span> · <span class="rejected">${rejected}</span>`);
}

/** How close the shapes were to what was kept, from 0 to 1. @param {Count} count */
export function closenessChart({ iou_median: median }) {
  if (median === null) return html`<span class="none">none yet</span>`;
  return figure(`median IoU ${median.toFixed(3)}`, [part("bar-rest", 0, 1), part("bar-runs", 0, median)], median.toFixed(2));
}

/**
 * The median time and the slow end, against the slowest version.
 * @param {Count} count
 * @param {number} most in ms
 */
export function timeChart({ ms_p50: middle, ms_p95: slow }, most) {
  if (middle === null || slow === null) return html`<span class="none">none yet</span>`;
  const [from, to] = [share(middle, most), share(slow, most)];
  const parts = [part("bar-rest", 0, to), part("bar-runs", 0, from)];
  return figure(`median ${timeWords(middle)}, 95 % within ${timeWords(slow)}`, parts, `${timeWords(middle)} / ${timeWords(slow)}`);
}

/** @param {number} ms */
export function timeWords(ms) {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 100 ? `${Math.round(ms).toLocaleString("en")} ms` : `${Number(ms.toPrecision(2))} ms`;
}

/** @param {number} value @param {number} most */
function share(value, most) {
  return most > 0 ? Math.min(1, Math.max(0, value / most)) : 0;
}

/** @param {string} tone @param {number} from @param {number} width both as shares of the chart */
function part(tone, from, width) {
  return width > 0 ? svg`<rect class=${tone} x=${from * WIDE} y="0" width=${Math.max(1, width * WIDE)} height=${HIGH} rx="1.5"></rect>` : "";
}

/** @param {string} words @param {unknown[]} parts @param {unknown} numbers */
function figure(words, parts, numbers) {
  return html`<span class="figure" title=${words}><svg class="bars" viewBox="0 0 ${WIDE} ${HIGH}" width=${WIDE} height=${HIGH} role="img" aria-label=${words}>${parts}</svg><span>${numbers}</span></span>`;
}
