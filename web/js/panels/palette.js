// The command palette: a line to type in, and below it what can be done, chosen with the arrows.

import { html, nothing, render, repeat } from "../../vendor/lit.js";
import { icon } from "./icon.js";
import { chords } from "./chords.js";
import { swatch } from "./swatch.js";

/** @typedef {import("../pages/palette/ranking.js").Listed} Listed */

const PAGE = 8;

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {(typed: string) => Listed[]} page.list
 * @param {(typed: string) => void} page.onType
 * @param {(entry: Listed) => void} page.run once the palette is gone
 */
export function createPaletteDialog(element, { list, onType, run }) {
  let typed = "";
  let at = 0;
  /** @type {Listed[]} */
  let listed = [];
  /** @type {Listed | null} */
  let chosen = null;

  const dialog = () => /** @type {HTMLDialogElement | null} */ (element.querySelector("dialog.palette"));

  /** @param {Listed | undefined} entry */
  function choose(entry) {
    if (!entry || entry.why) return;
    chosen = entry;
    dialog()?.close();
  }

  function closed() {
    if (dialog()?.open) return; // opened again before this was told
    render(nothing, element);
    if (chosen) run(chosen);
  }

  /** @param {KeyboardEvent} event */
  function struck(event) {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[event.key];
    if (event.key === "Enter") choose(listed[at]);
    else if (by) at = Math.abs(by) === 1 ? (at + by + listed.length) % (listed.length || 1) : Math.max(0, Math.min(listed.length - 1, at + by));
    else return;
    event.preventDefault();
    draw();
  }

  /** @param {InputEvent} event */
  function changed(event) {
    typed = /** @type {HTMLInputElement} */ (event.target).value;
    at = 0;
    onType(typed);
    draw();
  }

  /** @param {Listed} entry @param {number} index */
  function row(entry, index) {
    const { title, section, keys, color, detail, why } = entry;
    const sign = color ? swatch(color) : entry.icon ? icon(entry.icon) : nothing;
    return html`<li class="entry" id="entry-${index}" role="option" aria-selected=${index === at} aria-disabled=${Boolean(why)} title=${why ?? ""} @click=${() => choose(entry)} @pointermove=${() => hover(index)}>
      ${sign}<span class="cut">${marked(entry)}</span>${detail ? html`<span class="detail cut">${detail}</span>` : nothing}
      <span class="grow"></span><span class="aside">${why ?? (title.startsWith(section) ? "" : section)}</span>${keys ? html`<span class="struck">${chords(keys)}</span>` : nothing}
    </li>`;
  }

  /** @param {number} index */
  function hover(index) {
    if (index === at) return;
    at = index;
    draw();
  }

  function draw() {
    if (!dialog()) return;
    listed = list(typed);
    at = Math.max(0, Math.min(at, listed.length - 1));
    fill();
    element.querySelector(`#entry-${at}`)?.scrollIntoView({ block: "nearest" });
  }

  function fill() {
    render(
      html`<dialog class="palette" aria-label="Commands" @close=${closed} @click=${(/** @type {Event} */ event) => event.target === dialog() && dialog()?.close()}>
        <label class="asking-for">${icon("search", 16)}<input type="text" role="combobox" aria-expanded="true" aria-controls="entries" aria-autocomplete="list" aria-activedescendant=${listed.length ? `entry-${at}` : nothing} aria-label="Commands, labels, instances, files" placeholder="What do you want to do?" autocomplete="off" spellcheck="false" autofocus .value=${typed} @input=${changed} @keydown=${struck} /><kbd>Esc</kbd></label>
        <ul id="entries" role="listbox" aria-label="Commands">${repeat(listed, ({ id }) => id, row)}</ul>
        <p class="hint" role="status">${listed.length ? html`<span class="sr">${listed.length} found</span>` : `Nothing is called “${typed.trim()}”.`}</p>
      </dialog>`,
      element,
    );
  }

  return {
    open() {
      [typed, at, chosen] = ["", 0, null];
      listed = list(typed);
      fill();
      dialog()?.showModal();
      element.querySelector("input")?.focus();
      onType("");
    },
    draw,
  };
}

/** The title, with the letters that were meant marked. @param {Listed} entry */
function marked({ title, places }) {
  if (!places.length) return title;
  const meant = new Set(places);
  return Array.from({ length: title.length }, (_, index) => title[index]).map((letter, index) => (meant.has(index) ? html`<b>${letter}</b>` : letter));
}
