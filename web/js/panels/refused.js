// The list of what the server did not take, with what can be done about it.

import { html, nothing, render, repeat } from "../../vendor/lit.js";
import { contentsOf, titleOf } from "../store/refused.js";
import { icon } from "./icon.js";

/** @typedef {import("../store/refused.js").Refused} Refused */

const WHEN = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} button in the top bar
 * @param {object} page
 * @param {() => Refused[]} page.all
 * @param {(entry: Refused) => {name: string, href: string, isHere: boolean, isGone: boolean}} page.file what it was done to
 * @param {(entry: Refused) => boolean} page.canPutBack
 * @param {(entry: Refused) => void} page.retry
 * @param {(entry: Refused) => void} page.putBack
 * @param {(entry: Refused) => void} page.download
 * @param {(entry: Refused) => void} page.discard
 */
export function createRefusedPanel(element, button, page) {
  /** @type {string | null} what is to be discarded once that was said twice */
  let asked = null;

  /** @param {Refused} entry */
  function discard(entry) {
    if (asked === entry.key) page.discard(entry);
    asked = asked === entry.key ? null : entry.key;
    draw();
  }

  /** @param {Refused} entry */
  function row(entry) {
    const { key, at, message } = entry;
    const { name, href, isHere, isGone } = page.file(entry);
    const [title, contents] = [titleOf(entry), contentsOf(entry)];
    return html`<li data-refused=${key}>
      <div class="what"><b class="cut grow" title=${title}>${title}</b>${at ? html`<time datetime=${new Date(at).toISOString()}>${WHEN.format(at)}</time>` : nothing}</div>
      <p class="why">${message}.</p>
      <div class="by"><span class="cut grow">${contents}</span>${isHere ? html`<span class="dim">on this file</span>` : isGone ? html`<span class="dim">its file is gone</span>` : html`<a class="cut" href=${href} title="Open it">${name}</a>`}</div>
      <div class="ways">
        ${isGone ? nothing : html`<button class="ghostb s line" @click=${() => page.retry(entry)} title="Send it once more, as it is">${icon("rotate-ccw", 12)}Try again</button>`}
        ${page.canPutBack(entry) ? html`<button class="ghostb s line" @click=${() => page.putBack(entry)} title=${entry.kind ? "Put the text where comments are written" : "Put its shapes on the open file as new ones"}>${icon("undo-2", 12)}Put back</button>` : nothing}
        <button class="ghostb s line" @click=${() => page.download(entry)} title="Download it as JSON" aria-label="Download as JSON">${icon("download", 12)}</button>
        <button class="ghostb s line ${asked === key ? "sure" : ""}" @click=${() => discard(entry)}>${icon("trash-2", 12)}${asked === key ? "Discard for good?" : "Discard"}</button>
      </div>
    </li>`;
  }

  function draw() {
    const all = page.all();
    button.hidden = !all.length && Boolean(element.hidden);
    const words = all.length === 1 ? "1 change was not taken by the server" : `${all.length} changes were not taken by the server`;
    button.setAttribute("aria-label", words);
    button.setAttribute("aria-expanded", String(!element.hidden));
    button.title = `${words}. They are kept in this browser.`;
    render(html`${icon("triangle-alert", 14)}${all.length} not taken`, button);
    if (element.hidden) return;
    const isHere = element.contains(document.activeElement);
    render(
      html`<header><b class="grow">Not taken by the server</b><button class="ghostb s" aria-label="Close" title="Close (Esc)" @click=${() => toggle(false)}>${icon("x")}</button></header>
        <div class="past">${all.length ? html`<p class="hint">Kept in this browser until you decide.</p><ol>${repeat(all, ({ key }) => key, row)}</ol>` : html`<p class="hint">Nothing is left here: the server has everything.</p>`}</div>`,
      element,
    );
    if (isHere && !element.contains(document.activeElement)) focus(); // what was pressed is gone with its row
  }

  function focus() {
    /** @type {HTMLElement | null} */ (element.querySelector("li button, header button"))?.focus();
  }

  /** @param {boolean} [open] */
  function toggle(open = Boolean(element.hidden)) {
    element.hidden = !open;
    asked = null;
    draw();
    if (open) focus();
    else document.getElementById("stage")?.focus({ preventScroll: true });
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    toggle(false);
  });

  return { draw, toggle };
}
