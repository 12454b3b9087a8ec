// What can be said of one label: its names, colour, place in the tree, shapes, limits and skeleton.

import { html, live, nothing } from "../../../vendor/lit.js";
import { isBranch, parentsFor } from "../../ontology/draft.js";
import { icon, KIND_ICONS } from "../../panels/icon.js";
import { createFigure } from "./figure.js";

/** @typedef {import("../../ontology/draft.js").Draft} Draft */
/** @typedef {import("../../ontology/draft.js").DraftLabel} DraftLabel */
/** @typedef {import("../../../types/data.d.ts").Label} Label */
/** @typedef {import("../../../types/data.d.ts").ShapeLimits} ShapeLimits */

const COLORS = ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00"];
const KINDS = /** @type {(keyof typeof KIND_ICONS)[]} */ (Object.keys(KIND_ICONS));
const START = { points: [{ name: "1", x: 0.5, y: 0.2 }, { name: "2", x: 0.5, y: 0.8 }], edges: [[0, 1]] };

/**
 * @param {object} page
 * @param {() => Draft} page.draft
 * @param {(name: string, fields: Partial<Label>, going?: boolean) => void} page.change
 * @param {(name: string, next: string) => string | null} page.rename says why not
 * @param {() => void} page.remove
 */
export function createLabelSheet(page) {
  const figure = createFigure();

  /** @param {DraftLabel} label @param {Partial<ShapeLimits>} fields */
  function limit(label, fields) {
    const limits = { rotation: true, integer: false, ...label.limits, ...fields };
    const plain = limits.rotation && !limits.integer && [limits.min_width, limits.min_height, limits.min_vertices, limits.max_vertices].every((one) => one === null || one === undefined);
    page.change(label.name, { limits: plain ? null : limits });
  }

  /** @param {DraftLabel} label @param {"min_width" | "min_height" | "min_vertices" | "max_vertices"} name @param {string} words @param {string} step */
  function least(label, name, words, step) {
    const value = label.limits?.[name];
    return html`<label>${words}<input class="field" type="number" min="0" step=${step} .value=${live(String(value ?? ""))} placeholder="any" data-limit=${name} @change=${(/** @type {Event} */ event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      limit(label, { [name]: input.value === "" || Number.isNaN(input.valueAsNumber) ? null : input.valueAsNumber });
    }} /></label>`;
  }

  /** @param {DraftLabel} label @param {string} kind */
  function allow(label, kind) {
    const kinds = label.kinds ?? [];
    const next = KINDS.filter((one) => (one === kind ? !kinds.includes(one) : kinds.includes(one)));
    page.change(label.name, { kinds: next.length ? next : null });
  }

  /** @param {DraftLabel} label */
  function names(label) {
    return html`<div class="pair">
        <label>Name<input class="field" id="name" maxlength="200" .value=${live(label.name)} @change=${(/** @type {Event} */ { target }) => {
          const input = /** @type {HTMLInputElement} */ (target);
          const wrong = page.rename(label.name, input.value.trim());
          input.setCustomValidity(wrong ?? "");
          if (wrong) input.reportValidity();
        }} @input=${(/** @type {Event} */ { target }) => /** @type {HTMLInputElement} */ (target).setCustomValidity("")} /><small>What files, exports and scripts say.</small></label>
        <label>Title<input class="field" maxlength="200" .value=${live(label.title ?? "")} placeholder=${label.name} @change=${(/** @type {Event} */ { target }) => page.change(label.name, { title: /** @type {HTMLInputElement} */ (target).value.trim() || null })} /><small>What people read, where it differs.</small></label>
      </div>
      <div class="pair">
        <div class="setting-row"><span class="what">Colour</span><span class="swatches">
          ${COLORS.map((color) => html`<button type="button" class="pot" .style=${`background-color:${color}`} aria-label=${color} aria-pressed=${label.color.toLowerCase() === color} @click=${() => page.change(label.name, { color })}></button>`)}
          <input type="color" aria-label="Another colour" .value=${live(label.color)} @change=${(/** @type {Event} */ { target }) => page.change(label.name, { color: /** @type {HTMLInputElement} */ (target).value })} />
        </span></div>
        <label>Below<select .value=${live(label.parent ?? "")} @change=${(/** @type {Event} */ { target }) => page.change(label.name, { parent: /** @type {HTMLSelectElement} */ (target).value || null })}>
          <option value="">nothing: it stands at the top</option>
          ${parentsFor(page.draft(), label.name).map(({ label: one, depth }) => html`<option value=${one.name} ?selected=${one.name === label.parent}>${"\u2003".repeat(depth)}${one.title || one.name}</option>`)}
        </select></label>
      </div>`;
  }

  /** @param {DraftLabel} label */
  function shapes(label) {
    const kinds = label.kinds ?? [];
    return html`<h3>Shapes <small>${kinds.length ? "only these" : "all, where none is chosen"}</small></h3>
      <div class="kinds" role="group" aria-label="Shapes it takes">
        ${KINDS.map((kind) => html`<button type="button" class="lab" aria-pressed=${kinds.includes(kind)} @click=${() => allow(label, kind)}>${icon(KIND_ICONS[kind])}${kind}</button>`)}
      </div>
      <h3>Limits <small>held while drawing, and for scripts</small></h3>
      <div class="quad">
        ${least(label, "min_width", "Width, least px", "any")}${least(label, "min_height", "Height, least px", "any")}${least(label, "min_vertices", "Points, least", "1")}${least(label, "max_vertices", "Points, most", "1")}
      </div>
      <label class="tick"><input type="checkbox" .checked=${live(label.limits?.rotation ?? true)} @change=${(/** @type {Event} */ { target }) => limit(label, { rotation: /** @type {HTMLInputElement} */ (target).checked })} />May be turned</label>
      <label class="tick"><input type="checkbox" .checked=${live(label.limits?.integer ?? false)} @change=${(/** @type {Event} */ { target }) => limit(label, { integer: /** @type {HTMLInputElement} */ (target).checked })} />Whole pixels only</label>`;
  }

  /** @param {DraftLabel} label */
  function skeleton(label) {
    const add = () => page.change(label.name, { skeleton: /** @type {any} */ (structuredClone(START)) });
    return html`<h3>Skeleton <small>for the tool K: where its points lie in the box that is dragged</small></h3>
      ${label.skeleton ? figure.body(label, (next, going) => page.change(label.name, { skeleton: next }, going)) : html`<button class="ghostb line" type="button" @click=${add}>${icon("person-standing")}Add a skeleton</button>`}`;
  }

  return {
    /** @param {DraftLabel} label */
    body(label) {
      const branch = isBranch(page.draft(), label.name);
      return html`<header><h2 class="grow">${label.title || label.name}</h2><button class="ghostb bad" type="button" @click=${page.remove}>${icon("trash-2")}Take away</button></header>
        ${names(label)}
        ${branch ? html`<p class="note">${icon("info")} It has labels below it, so it is chosen for no shape itself: those below are.</p>` : html`${shapes(label)}${skeleton(label)}`}
        ${label.was && label.was !== label.name ? html`<p class="note">${icon("info")} Renamed from <b>${label.was}</b>: what has that label gets the new name when you save.</p>` : nothing}`;
    },
  };
}
