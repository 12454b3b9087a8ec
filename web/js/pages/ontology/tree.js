// The left side of the ontology's page: labels as a tree to be ordered by mouse or keys, attributes, rules.

import { html, live, nothing, repeat } from "../../../vendor/lit.js";
import { bestOf, found } from "../../ontology/searching.js";
import { icon } from "../../panels/icon.js";
import { swatch } from "../../panels/swatch.js";

/** @typedef {import("../../ontology/draft.js").Draft} Draft */
/** @typedef {{kind: "label" | "attribute" | "rules", name: string}} Picked */
/** @typedef {import("../../ontology/draft.js").Way} Way */

const MANY = 10;
/** @type {Record<string, Way>} */
const WAYS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
const TYPES = { text: "text", number: "number", select: "select", multiple: "several", radio: "radio", checkbox: "yes or no", slider: "slider", date: "date", tree: "tree" };

/**
 * @param {object} page
 * @param {() => Draft} page.draft
 * @param {() => Picked} page.picked
 * @param {(picked: Picked) => void} page.pick
 * @param {(parent: string | null) => void} page.addLabel
 * @param {() => void} page.addAttribute
 * @param {(name: string, way: Way) => void} page.move
 * @param {(name: string, target: string, place: import("../../ontology/draft.js").Place) => void} page.drop
 * @param {(name: string, by: -1 | 1) => void} page.moveAttribute
 * @param {() => void} page.remove takes away what is picked
 * @param {() => void} page.rename begins to type another name
 * @param {() => void} page.redraw
 * @param {() => Set<string>} page.faulty the names of what is wrong
 */
export function createTree(page) {
  /** @type {string | null} */
  let dragged = null;
  let wanted = "";

  /** @param {Picked} one */
  const isPicked = ({ kind, name }) => page.picked().kind === kind && page.picked().name === name;

  /** @param {KeyboardEvent} event @param {Picked} one */
  function key(event, one) {
    const taken = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    const way = WAYS[event.key];
    if (way && event.altKey && one.kind === "label") return taken(), page.move(one.name, way);
    if (way && event.altKey && one.kind === "attribute" && (way === "up" || way === "down")) return taken(), page.moveAttribute(one.name, way === "up" ? -1 : 1);
    if ((way === "up" || way === "down") && !event.altKey) return taken(), step(event, way === "up" ? -1 : 1);
    if (event.key === "Delete" && one.kind !== "rules") return taken(), page.remove();
    if ((event.key === "Enter" || event.key === "F2") && isPicked(one)) return taken(), page.rename();
    if (event.key === "Insert" && one.kind === "label") return taken(), page.addLabel(one.name);
    return undefined;
  }

  /** @param {KeyboardEvent} event @param {number} by */
  function step(event, by) {
    const rows = [...document.querySelectorAll(".onto-row")];
    const next = rows[rows.indexOf(/** @type {Element} */ (event.currentTarget)) + by];
    if (!(next instanceof HTMLElement)) return;
    next.focus();
    next.click();
  }

  /** @param {string} typed */
  function look(typed) {
    wanted = typed;
    page.redraw();
  }

  /** Show all labels again, and the one that is picked. */
  function reveal() {
    wanted = "";
    requestAnimationFrame(() => document.querySelector(".onto-row[aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
  }

  const shown = () => found(page.draft().labels, wanted);

  /** @param {KeyboardEvent} event */
  function searched(event) {
    if (event.key === "Escape") {
      reveal();
      page.redraw();
    }
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const labels = shown().map(({ label }) => label);
    const best = labels[bestOf(labels, wanted)];
    if (!best) return;
    page.pick({ kind: "label", name: best.name });
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-label="${CSS.escape(best.name)}"]`))?.focus();
  }

  function search() {
    return html`<label class="find">${icon("search", 12)}<input class="field" type="search" placeholder="Find a label" aria-label="Find a label" title="Find a label (/)" .value=${live(wanted)} @input=${(/** @type {Event} */ { target }) => look(/** @type {HTMLInputElement} */ (target).value)} @keydown=${searched} /></label>`;
  }

  /** @param {DragEvent} event @returns {import("../../ontology/draft.js").Place} */
  function placeOf(event) {
    const { top, height } = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const share = (event.clientY - top) / height;
    return share < 0.28 ? "before" : share > 0.72 ? "after" : "inside";
  }

  /** @param {DragEvent} event @param {string | null} place */
  function mark(event, place) {
    const row = /** @type {HTMLElement} */ (event.currentTarget);
    if (place) row.dataset.drop = place;
    else delete row.dataset.drop;
  }

  /** @param {import("../../ontology/ontology.js").Branch} branch */
  function labelRow({ label, depth, leaf }) {
    /** @type {Picked} */
    const one = { kind: "label", name: label.name };
    return html`<button class="onto-row" type="button" draggable="true" data-label=${label.name} aria-level=${depth + 1} role="treeitem" aria-selected=${isPicked(one)} tabindex=${isPicked(one) ? 0 : -1}
      .style=${`padding-left:${8 + depth * 16}px`}
      @click=${() => page.pick(one)} @keydown=${(/** @type {KeyboardEvent} */ event) => key(event, one)}
      @dragstart=${(/** @type {DragEvent} */ event) => {
        dragged = label.name;
        event.dataTransfer?.setData("text/plain", label.name);
      }}
      @dragover=${(/** @type {DragEvent} */ event) => {
        if (dragged === null) return;
        event.preventDefault();
        mark(event, placeOf(event));
      }}
      @dragleave=${(/** @type {DragEvent} */ event) => mark(event, null)}
      @drop=${(/** @type {DragEvent} */ event) => {
        event.preventDefault();
        mark(event, null);
        if (dragged !== null) page.drop(dragged, label.name, placeOf(event));
      }}
      @dragend=${() => (dragged = null)}>
      ${swatch(label.color)}<b class="cut">${label.title || label.name}</b>
      <span class="meta">${page.faulty().has(label.name) ? icon("triangle-alert", 12) : nothing}${leaf ? (label.kinds ?? []).join(" ") || nothing : "group"}</span>
    </button>`;
  }

  /** @param {import("../../ontology/draft.js").DraftAttribute} attribute */
  function attributeRow({ name, title, type, required, scope }) {
    /** @type {Picked} */
    const one = { kind: "attribute", name };
    return html`<button class="onto-row" type="button" data-attribute-row=${name} aria-pressed=${isPicked(one)} tabindex=${isPicked(one) ? 0 : -1} @click=${() => page.pick(one)} @keydown=${(/** @type {KeyboardEvent} */ event) => key(event, one)}>
      <b class="cut">${title || name}${required ? html`<i class="must">*</i>` : nothing}</b>
      <span class="meta">${page.faulty().has(name) ? icon("triangle-alert", 12) : nothing}${scope === "file" ? "file · " : ""}${TYPES[type]}</span>
    </button>`;
  }

  return {
    /** Begin to look for a label. */
    find() {
      const field = document.querySelector(".onto-list input[type=search]");
      if (field instanceof HTMLInputElement) field.select();
    },
    reveal,
    body() {
      const { labels, attributes } = page.draft();
      const parent = page.picked().kind === "label" ? page.picked().name : null;
      return html`<section class="onto-list">
          <h2>Labels <span class="count">${labels.length}</span><span class="grow"></span>
            ${parent === null ? nothing : html`<button class="ghostb s" type="button" @click=${() => page.addLabel(parent)} title="Add a label below this one (Insert)">${icon("plus", 12)}below</button>`}
            <button class="ghostb s" type="button" @click=${() => page.addLabel(null)} aria-label="Add a label" title="Add a label">${icon("plus")}</button></h2>
          ${labels.length >= MANY ? search() : nothing}
          <div role="tree" aria-label="Labels">${repeat(shown(), ({ label }) => label.name, (branch) => labelRow(branch))}</div>
          ${wanted && !shown().length ? html`<p class="hint">No label has “${wanted}” in it.</p>` : nothing}
          ${labels.length ? nothing : html`<p class="hint">No labels yet. Add what people are to find in the images.</p>`}
        </section>
        <section class="onto-list">
          <h2>Attributes <span class="count">${attributes.length}</span><span class="grow"></span><button class="ghostb s" type="button" @click=${page.addAttribute} aria-label="Add an attribute" title="Add an attribute">${icon("plus")}</button></h2>
          <div role="group" aria-label="Attributes">${attributes.map(attributeRow)}</div>
          ${attributes.length ? nothing : html`<p class="hint">What is to be said of a shape, or of the whole file.</p>`}
        </section>
        <section class="onto-list">
          <button class="onto-row" type="button" data-rules aria-pressed=${page.picked().kind === "rules"} @click=${() => page.pick({ kind: "rules", name: "" })} @keydown=${(/** @type {KeyboardEvent} */ event) => key(event, { kind: "rules", name: "" })}><b>Rules and relations</b></button>
        </section>
        <p class="hint"><kbd>↑</kbd> <kbd>↓</kbd> choose, with <kbd>Alt</kbd> move; <kbd>Alt</kbd> <kbd>→</kbd> puts a label below the one above it, <kbd>←</kbd> takes it out; <kbd>Enter</kbd> names, <kbd>Del</kbd> takes away.</p>`;
    },
  };
}
