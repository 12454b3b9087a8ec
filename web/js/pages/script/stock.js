// What a script keeps in its storage: how much of its room, under which keys, and how to clear it.

import { html, nothing } from "../../../vendor/lit.js";

/** @typedef {{items: {key: string, size: number, updated_at: string}[], used: number, limit: number}} Stock */

const SHOWN = 8;

/**
 * @param {Stock | null} stock
 * @param {() => void} clear
 */
export function stored(stock, clear) {
  if (!stock) return html`<p class="dim">Loading…</p>`;
  const { items, used, limit } = stock;
  if (!items.length) return html`<p class="dim">It keeps nothing.</p>`;
  const left = items.length - SHOWN;
  return html`<p class="used"><progress max=${limit} .value=${used} aria-label="Storage used"></progress><span class="mono">${sizeWords(used)} of ${sizeWords(limit)}</span></p>
    <ul class="keys-kept">${items.slice(0, SHOWN).map(({ key, size }) => html`<li><code class="cut">${key}</code><span class="mono dim">${sizeWords(size)}</span></li>`)}</ul>
    ${left > 0 ? html`<p class="dim small">and ${left.toLocaleString("en")} more</p>` : nothing}
    <p><button class="ghostb s line bad" @click=${clear}>Clear</button></p>`;
}

/** @param {number} bytes */
export function sizeWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Number((bytes / 1024).toPrecision(3))} KiB`;
  return `${Number((bytes / 1024 / 1024).toPrecision(3))} MiB`;
}
