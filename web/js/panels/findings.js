// What scripts found on the file, as one list by script: each line leads to its place. Only the rows in
// sight are in the page.

import { html, nothing, render } from "../../vendor/lit.js";
import { textScale } from "../canvas/letters.js";
import { KIND_ICONS, icon } from "./icon.js";

/** @typedef {import("../store/findings.js").Report} Report */
/** @typedef {import("../../types/data.d.ts").Finding} Finding */
/** @typedef {{report: Report, index: number}} Place */
/** @typedef {{report: Report, finding: Finding | null, place: Place | null}} Row */

/** The height of a row. */
const tall = () => 24 * textScale();
const SPARE = 8;
const ICONS = { info: "info", warning: "triangle-alert", error: "circle-x" };
const STEPS = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6, Home: -Infinity, End: Infinity });

/**
 * @param {object} page
 * @param {() => Report[]} page.reports
 * @param {(id: string) => import("../../types/data.d.ts").Instance | null} page.instance
 * @param {(finding: Finding) => void} page.go shows the place of a finding
 * @param {(report: Report) => void} page.clear
 */
export function createFindingsList({ reports, instance, go, clear }) {
  const element = document.createElement("div");
  element.className = "findings";
  /** @type {{script: string, index: number} | null} */
  let active = null;

  /** @returns {Row[]} */
  function rows() {
    return reports().flatMap((report) => [
      { report, finding: null, place: null },
      ...report.findings.map((finding, index) => ({ report, finding, place: { report, index } })),
      ...(report.total > report.findings.length ? [{ report, finding: null, place: { report, index: report.findings.length } }] : []),
    ]);
  }

  /** @param {Row[]} all */
  const where = (all) => all.findIndex(({ report, finding, place }) => finding && report.script.id === active?.script && place?.index === active.index);

  /** @param {Finding} finding */
  const isGone = ({ instance: id }) => Boolean(id) && !instance(/** @type {string} */ (id));

  /** @param {Row} row */
  function choose({ report, finding, place }) {
    if (!finding || !place) return;
    active = { script: report.script.id, index: place.index };
    draw();
    go(finding);
  }

  /**
   * Make another finding the active one and bring it into sight. Gives its row, or null where there is none.
   * @param {number} by
   * @param {(finding: Finding) => boolean} [wanted]
   * @param {boolean} [round] after the last comes the first
   */
  function step(by, wanted = () => true, round = false) {
    const all = rows();
    const places = all.flatMap(({ finding }, index) => (finding && wanted(finding) ? [index] : []));
    if (!places.length) return null;
    const now = where(all);
    const ahead = by > 0 ? places.filter((index) => index > now) : places.filter((index) => now < 0 || index < now).reverse();
    const at = ahead[Math.min(Math.abs(by), ahead.length) - 1] ?? places.at((by > 0) === round ? 0 : -1);
    active = { script: all[at].report.script.id, index: /** @type {Place} */ (all[at].place).index };
    draw();
    reveal(at);
    return all[at];
  }

  /** @param {number} at */
  function reveal(at) {
    const [top, bottom] = [at * tall(), (at + 1) * tall()];
    if (top < element.scrollTop) element.scrollTop = top - tall();
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    draw();
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = STEPS[event.key];
    if (by) step(by);
    else if (event.key === "Enter" && active) rows().filter((_, index, all) => index === where(all)).forEach(choose);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the page's own Enter accepts suggestions
  }

  /** @param {Row} row @param {number} at @param {number} chosen */
  function line(row, at, chosen) {
    const { report, finding, place } = row;
    if (!place) return heading(report);
    if (!finding) return html`<li class="found-more" role="presentation">… and ${(report.total - report.findings.length).toLocaleString("en")} more. Mend some of these, then check again.</li>`;
    const level = finding.level ?? "warning";
    const gone = isGone(finding);
    return html`<li id="finding-${at}" class="finding ${level} ${gone ? "gone" : ""}" role="option" aria-selected=${at === chosen} aria-disabled=${gone} title=${finding.message} @click=${() => choose(row)}>
      ${icon(ICONS[level], 13)}<span class="level">${level}</span><span class="cut what">${finding.message}</span>${about(finding, gone)}
    </li>`;
  }

  /** @param {Finding} finding @param {boolean} gone */
  function about({ instance: id }, gone) {
    if (gone) return html`<span class="meta">gone</span>`;
    const one = id ? instance(id) : null;
    return one ? html`<span class="meta">${icon(KIND_ICONS[one.geometry.kind], 12)}<span class="cut">${one.label ?? "no label"}</span></span>` : nothing;
  }

  /** @param {Report} report */
  function heading(report) {
    const left = report.total - report.findings.filter(isGone).length;
    const words = left ? html`<span class="count">${left.toLocaleString("en")}</span>` : html`<span class="none">${icon("check", 13)}No findings</span>`;
    return html`<li class="found-by" role="presentation"><b class="cut">${report.script.name}</b>${words}<span class="cut checked" title=${report.checked}>${report.checked}</span>
      <button class="ghostb s" @click=${() => clear(report)} aria-label="Clear the findings of ${report.script.name}" title="Clear">${icon("x", 12)}</button></li>`;
  }

  function draw() {
    const all = rows();
    const chosen = where(all);
    const first = Math.max(0, Math.floor(element.scrollTop / tall()) - SPARE);
    const shown = all.slice(first, first + Math.ceil((element.clientHeight || 240) / tall()) + 2 * SPARE);
    const below = Math.max(0, all.length - first - shown.length);
    const empty = html`<p class="hint">What scripts find on this file is listed here, each line with its place. <kbd>F8</kbd> goes from one to the next.</p>`;
    render(
      all.length
        ? html`<ul role="listbox" tabindex="0" aria-label="Findings" aria-activedescendant=${chosen < 0 ? nothing : `finding-${chosen}`} @keydown=${key}>
            <li class="pad" role="presentation" .style=${`height:${first * tall()}px`}></li>
            ${shown.map((row, index) => line(row, first + index, chosen))}
            <li class="pad" role="presentation" .style=${`height:${below * tall()}px`}></li>
          </ul>`
        : empty,
      element,
    );
    return element;
  }

  element.addEventListener("scroll", draw, { passive: true });
  return {
    draw,
    /** Go to the next finding whose place is still there, or the one before. @param {number} by @returns {boolean} */
    follow(by) {
      const row = step(by, (finding) => !isGone(finding), true);
      if (row?.finding) go(row.finding);
      return row !== null;
    },
    focus: () => /** @type {HTMLElement | null} */ (element.querySelector("[role=listbox]"))?.focus(),
  };
}
