// The list of keys by sections, where every action may be given others.

import { html, nothing, render } from "../../vendor/lit.js";
import { matchOf } from "../pages/palette/matching.js";
import { chordName, struck } from "../pages/keys.js";
import { createRebinding, together } from "../pages/rebinding.js";
import { chords } from "./chords.js";
import { icon } from "./icon.js";

/**
 * @typedef {import("../pages/rebinding.js").Keyed} Shown
 * @typedef {{id: string, instead: string, struck: string, text: string}} Waiting for a key to be struck
 */

/**
 * Show the keys until the dialog is closed.
 * @param {HTMLElement} element
 * @param {import("../pages/rebinding.js").Keys} actions
 * @param {import("../pages/rebinding.js").Keys | null} [commands] of scripts, in the list after them
 * @param {() => void} [onClose]
 */
export function showKeys(element, actions, commands = null, onClose = () => {}) {
  const keyed = commands ? together(actions, commands) : actions;
  const rebinding = createRebinding(keyed);
  let typed = "";
  let said = "";
  /** @type {Waiting | null} */
  let waiting = null;

  const dialog = () => element.querySelector("dialog");

  /** @param {string} id @param {string} instead */
  function ask(id, instead) {
    waiting = { id, instead, struck: "", text: "Press the new key. Esc leaves it as it is." };
    draw();
  }

  /** @param {KeyboardEvent} event */
  function listen(event) {
    if (!waiting) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return settle("");
    const chord = event.code === "Space" ? "space" : struck(event);
    if (rebinding.isUnfinished(chord)) return;
    const against = rebinding.against(waiting.id, chord);
    if (against && (against.final || waiting.struck !== chord)) {
      waiting = { ...waiting, struck: chord, text: against.text };
      return draw();
    }
    rebinding.give(waiting.id, chord, waiting.instead);
    settle("Changed.");
  }

  /** @param {string} words @param {string} [id] the action whose row keeps the keyboard */
  function settle(words, id = waiting?.id) {
    waiting = null;
    said = words;
    draw();
    focus(`[data-of="${id}"] button`);
  }

  /** @param {string} selector */
  function focus(selector) {
    /** @type {HTMLElement | null} */ (element.querySelector(selector) ?? element.querySelector("input"))?.focus();
  }

  /** @param {string} id */
  function restore(id) {
    rebinding.restore(id);
    settle("Changed.", id);
  }

  /** @param {string} id @param {string} chord */
  function take(id, chord) {
    rebinding.take(id, chord);
    settle("Changed.", id);
  }

  function reset() {
    keyed.reset();
    settle("Changed.", "");
  }

  /** @param {Shown} action */
  function keysOf({ id, title, keys, usual, run, held }) {
    if (!run || held) return chords(keys);
    const each = keys.split(" ").filter(Boolean);
    return html`${each.map((chord) => button(id, title, chord))}
      ${each.length ? nothing : html`<button class="rekey" aria-label="${title}: give it a key" title="Give it a key" @click=${() => ask(id, "")}><kbd>–</kbd></button>`}
      ${keys === usual ? nothing : html`<button class="rekey" aria-label="${title}: its own keys again" title="Its own keys again: ${usual || "none"}" @click=${() => restore(id)}>${icon("rotate-ccw", 12)}</button>`}`;
  }

  /** @param {string} id @param {string} title @param {string} chord */
  function button(id, title, chord) {
    const isWaiting = waiting?.id === id && waiting.instead === chord;
    return html`<button class="rekey" aria-pressed=${isWaiting} aria-label="${title}: change ${chordName(chord)}" title="Change it" @click=${() => ask(id, chord)}><kbd>${isWaiting ? "…" : chordName(chord)}</kbd></button>`;
  }

  /** @param {Shown} action */
  function row(action) {
    const mine = waiting?.id === action.id ? waiting : null;
    const { instead } = mine ?? {};
    return html`<div class="key-row" data-of=${action.id}><span>${action.title}</span><span class="struck">${keysOf(action)}</span>
      ${mine ? html`<p class="hint" role="status">${mine.text}${instead ? html` <button class="ghostb s line" @click=${() => take(action.id, instead)}>No key</button>` : nothing}</p>` : nothing}</div>`;
  }

  /** @param {string} name @param {unknown[]} rows */
  function section(name, rows) {
    return rows.length ? html`<section class="key-section"><h3>${name}</h3>${rows}</section>` : nothing;
  }

  function body() {
    const all = keyed.all().filter(({ title, section: name, keys }) => matchOf(typed, title, `${name} ${keys}`));
    const names = [...new Set(all.map(({ section: name }) => name))];
    return html`${names.map((name) => section(name, all.filter((action) => action.section === name).map(row)))}
      ${all.length ? nothing : html`<p class="hint">Nothing is called “${typed}”.</p>`}`;
  }

  function closed() {
    if (dialog()?.open) return; // opened again before this was told
    removeEventListener("keydown", listen, { capture: true });
    render(nothing, element);
    onClose();
  }

  function draw() {
    const isChanged = keyed.all().some(({ keys, usual }) => keys !== usual);
    render(
      html`<dialog class="all-keys" aria-label="Keys" @close=${closed}>
        <header>Keys
          <label class="search">${icon("search")}<input class="field" type="search" autofocus placeholder="Find" aria-label="Find a key" .value=${typed} @input=${(/** @type {InputEvent} */ event) => {
            typed = /** @type {HTMLInputElement} */ (event.target).value;
            draw();
          }} /></label>
          <button class="ghostb s" @click=${() => dialog()?.close()} aria-label="Close">${icon("x")}</button></header>
        <div class="body"><div class="keys">${body()}</div></div>
        <footer><span class="grow dim" role="status">${said || "Click a key to change it. This browser remembers it."}</span><button class="ghostb line" ?disabled=${!isChanged} @click=${reset}>All as they were</button></footer>
      </dialog>`,
      element,
    );
  }

  draw();
  dialog()?.showModal();
  focus("input");
  addEventListener("keydown", listen, { capture: true });
}
