// The history beside the picture: who did what and when, newest first, and ways back.

import { html, nothing, render, repeat } from "../../vendor/lit.js";
import { NOBODY } from "../store/me.js";
import { isAlike } from "../store/applied.js";
import { icon } from "./icon.js";

/** @typedef {import("../../types/data.d.ts").HistoryEntry} HistoryEntry */
/** @typedef {import("../../types/data.d.ts").Instance} Instance */

const DAY = 24 * 3600 * 1000;
const FIELDS = /** @type {const} */ (["label", "geometry", "group", "order", "links", "locked", "hidden"]);
const WORDS = { label: "label", geometry: "shape", group: "group", order: "order", links: "relations", locked: "lock", hidden: "visibility" };

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => {entries: HistoryEntry[], more: boolean, problem: string | null, reading: boolean, selected: Instance | null, ofInstance: boolean}} page.state
 * @param {(ofInstance: boolean) => void} page.choose
 * @param {(isOpen: boolean) => void} page.opened
 * @param {() => void} page.more
 * @param {() => void} page.retry
 * @param {(entry: HistoryEntry) => void} page.restore go back to how it was after it
 * @param {(entry: HistoryEntry) => void} page.takeBack
 */
export function createHistory(element, { state, choose, opened, more, retry, restore, takeBack }) {
  /** @param {HistoryEntry} entry @param {boolean} ofInstance @param {boolean} isNow */
  function line(entry, ofInstance, isNow) {
    const { origin, at, before, after } = entry;
    return html`<li>
      <div class="what"><b class="cut grow" title=${titleOf(entry)}>${titleOf(entry)}</b><time datetime=${at} title=${new Date(at).toLocaleString()}>${moment(at)}</time></div>
      <div class="by">${icon(origin.script ? "file-code" : "user", 12)}<span class="cut grow">${who(entry)}</span><span class="dim">${ofInstance ? changes(before ?? null, after ?? null) : counts(entry)}</span></div>
      <div class="ways">
        ${isNow ? html`<span class="dim">As it is now</span>` : html`<button class="ghostb s line" @click=${() => restore(entry)} aria-label=${`${after || !ofInstance ? "Go back to this" : "Bring it back"}: ${titleOf(entry)}`} title=${ofInstance ? "Make the shape what it was then" : "Make the file what it was then"}>${icon("history", 12)}${after || !ofInstance ? "Go back to this" : "Bring it back"}</button>`}
        ${ofInstance ? nothing : html`<button class="ghostb s line" @click=${() => takeBack(entry)} aria-label=${`Take back: ${titleOf(entry)}`} title="Take only this change back; what came after it stays">${icon("undo-2", 12)}Take back</button>`}
      </div>
    </li>`;
  }

  function content() {
    const { entries, more: isMore, problem, reading, ofInstance } = state();
    if (problem) return html`<p class="hint">The history could not be read: ${problem}. <button class="ghostb s line" @click=${retry}>Try again</button></p>`;
    if (!entries.length) return html`<p class="hint">${reading ? "Reading…" : "Nothing has happened here yet."}</p>`;
    return html`<ol>${repeat(entries, ({ revision }) => revision, (entry, index) => line(entry, ofInstance, index === 0))}</ol>
      ${isMore ? html`<button class="ghostb line" ?disabled=${reading} @click=${more}>Older</button>` : nothing}`;
  }

  function draw() {
    if (element.hidden) return;
    const { selected, ofInstance } = state();
    render(
      html`<header>
          <div role="tablist" aria-label="Whose history"><button class="tab" role="tab" aria-selected=${!ofInstance} @click=${() => choose(false)}>This file</button>
          <button class="tab" role="tab" aria-selected=${ofInstance} ?disabled=${!selected} title=${selected ? "" : "Select a shape to see its history"} @click=${() => choose(true)}>Selected shape</button></div>
          <span class="grow"></span>
          <button class="ghostb s" @click=${() => toggle(false)} aria-label="Close the history">${icon("x")}</button>
        </header>
        <div class="past">${content()}</div>`,
      element,
    );
  }

  /** @param {boolean} [open] */
  function toggle(open = Boolean(element.hidden)) {
    show(open);
    /** @type {HTMLElement | null} */ (open ? element.querySelector("[role=tab]") : document.getElementById("stage"))?.focus({ preventScroll: true });
  }

  /** @param {boolean} open */
  function show(open) {
    if (open === !element.hidden) return;
    element.hidden = !open;
    document.querySelector("[data-action=history]")?.setAttribute("aria-pressed", String(open));
    opened(open);
    draw();
  }

  const close = () => show(false);

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    toggle(false);
  });

  return { draw, toggle, close, isOpen: () => !element.hidden };
}

/** @param {HistoryEntry} entry */
function titleOf({ origin }) {
  const title = origin.title || "Change";
  return origin.turn ? `${origin.turn === "undo" ? "Undo" : "Redo"}: ${title}` : title;
}

/** @param {HistoryEntry} entry */
function who({ origin }) {
  const person = origin.author && origin.author !== NOBODY ? origin.author : "";
  if (origin.script) return person ? `${origin.script}, for ${person}` : origin.script;
  return person || { human: "Somebody", undo: "Somebody", import: "Import", script: "A script", remote: "Somebody" }[origin.actor];
}

/** @param {HistoryEntry} entry */
function counts({ created, updated, deleted }) {
  const parts = [created && `+${created}`, updated && `~${updated}`, deleted && `−${deleted}`];
  return html`<span title="${created} made, ${updated} changed, ${deleted} deleted">${parts.filter(Boolean).join(" ")}</span>`;
}

/** @param {Instance | null} before @param {Instance | null} after */
function changes(before, after) {
  if (!before) return "made";
  if (!after) return "deleted";
  const fields = FIELDS.filter((name) => !isAlike(before[name] ?? null, after[name] ?? null)).map((name) => (name === "label" ? `${before.label ?? "no label"} → ${after.label ?? "no label"}` : WORDS[name]));
  const names = [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])];
  return [...fields, ...names.filter((name) => !isAlike(before.attributes[name], after.attributes[name]))].join(", ") || "nothing";
}

/** @param {string} at */
function moment(at) {
  const then = new Date(at);
  const time = then.toTimeString().slice(0, 5);
  return Date.now() - then.getTime() < DAY ? time : `${then.toLocaleDateString([], { day: "numeric", month: "short" })} ${time}`;
}
