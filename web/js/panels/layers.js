// The list of layers: who made how much, with an eye, a lock, and a click that shows one alone. With only one layer, of
// which all is seen and free, there is no list.

import { html, nothing, render } from "../../vendor/lit.js";
import { recall, remember } from "../store/remembered.js";
import { icon } from "./icon.js";
import { swatch } from "./swatch.js";

/** @typedef {import("../pages/layers.js").Layer} Layer */

const FOLDED = "layers-folded";

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Layer[]} page.rows
 * @param {(maker: string) => string} page.tint the colour that stands for a maker
 * @param {(maker: string, on: boolean) => void} page.hide
 * @param {(maker: string, on: boolean) => void} page.lock
 * @param {(maker: string) => void} page.only
 * @param {(maker: string) => boolean} page.isOnly
 */
export function createLayersPanel(element, page) {
  let folded = recall(FOLDED) === true;

  function fold() {
    folded = !folded;
    remember(FOLDED, folded);
    draw();
  }

  /** Up and down go to the same button of the next row. @param {KeyboardEvent} event */
  function steer(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = event.target instanceof HTMLElement ? event.target.closest("button") : null;
    if (!by || !at) return;
    event.preventDefault();
    const column = [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(`[data-does="${at.dataset.does}"]`))];
    column[column.indexOf(at) + by]?.focus();
  }

  /** @param {Layer} layer */
  function row({ maker, title, count, hidden, locked }) {
    const isOnly = page.isOnly(maker);
    const [eye, lock] = [hidden ? "Show" : "Hide", locked ? "Unlock" : "Lock"];
    return html`<li class="layer ${hidden ? "hid" : ""}" data-maker=${maker}>
      <button class="ghostb s grow" data-does="only" aria-pressed=${isOnly} title=${isOnly ? "Show all layers" : `Show only this layer: ${maker.slice(maker.indexOf(":") + 1) || title}`} @click=${() => page.only(maker)}>${swatch(page.tint(maker))}<b class="cut">${title}</b><span class="meta">${count.toLocaleString("en")}</span></button>
      <button class="ghostb s" data-does="lock" aria-pressed=${locked} title="${lock} this layer" aria-label="${lock} the layer ${title}" @click=${() => page.lock(maker, !locked)}>${icon(locked ? "lock" : "lock-open")}</button>
      <button class="ghostb s" data-does="hide" aria-pressed=${hidden} title="${eye} this layer" aria-label="${eye} the layer ${title}" @click=${() => page.hide(maker, !hidden)}>${icon(hidden ? "eye-off" : "eye")}</button>
    </li>`;
  }

  /** @param {Layer[]} rows */
  function body(rows) {
    const [away, shut] = [rows.filter(({ hidden }) => hidden).length, rows.filter(({ locked }) => locked).length];
    const said = [away && `${away} hidden`, shut && `${shut} locked`].filter(Boolean).join(", ");
    return html`<h2 aria-label="Layers"><button class="ghostb s" aria-expanded=${!folded} aria-label="${folded ? "Unfold" : "Fold"} the layers" @click=${fold}>${icon(folded ? "chevron-right" : "chevron-down")}</button>Layers <span class="count">${rows.length}</span><span class="grow"></span>${said ? html`<span class="dim">${said}</span>` : nothing}</h2>
      ${folded ? nothing : html`<ul @keydown=${steer}>${rows.map(row)}</ul>`}`;
  }

  function draw() {
    const rows = page.rows();
    element.hidden = rows.length < 2 && !rows.some(({ hidden, locked }) => hidden || locked);
    render(element.hidden ? nothing : body(rows), element);
  }

  return {
    draw,
    isOpen: () => !element.hidden,
    focus() {
      if (folded) fold();
      /** @type {HTMLElement | null} */ (element.querySelector("[data-does]"))?.focus();
    },
  };
}
