// The selected instance: its label, its attributes, its measures, where it came from.

import { html, live, nothing, render } from "../../vendor/lit.js";
import { area, verbsOf } from "../shapes/registry.js";
import { problems } from "../ontology/fitting.js";
import { attributesOf, labelOf, treeOf } from "../ontology/ontology.js";
import { forbidden } from "../ontology/ruling.js";
import { NOBODY } from "../store/me.js";
import { createAttributeForm } from "./attributes.js";
import { icon } from "./icon.js";
import { createNumbers } from "./numbers.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Instance | null} page.selected
 * @param {(instance: Instance) => string | null} page.held why it is read-only, if it is
 * @param {() => import("../ontology/ontology.js").Ontology} page.ontology
 * @param {() => string[]} page.picked the handles of the vertices that are picked
 * @param {() => unknown} [page.idle] what to show while nothing is selected
 * @param {(instance: Instance) => unknown} [page.more] what else there is to say of an instance
 * @param {(id: string, fields: import("../../types/local.d.ts").Fields, title: string) => void} page.update
 * @param {(id: string) => void} page.remove
 */
export function createInspector(element, page) {
  /** @type {{id: string, name: string, text: string} | null} what is being typed, which the panel drawn anew must not undo */
  let typed = null;
  const form = createAttributeForm();
  const numbers = createNumbers(page);

  /** @param {Instance} instance */
  function provenance({ provenance: from }) {
    if (!from) return nothing;
    const edits = from.edited_by ?? [];
    const version = from.script_version?.replace("sha256:", "").slice(0, 8);
    return html`<div class="prov">
      ${from.actor === "script"
        ? html`<span title=${from.script_version ?? ""}>${icon("bot", 12)} ${from.script} · ${version} · ${from.place} · ${Math.round(from.ms ?? 0)} ms</span>`
        : html`<span>${icon("user", 12)} ${from.actor !== "human" ? from.actor === "import" ? "imported" : `from ${from.actor}` : from.actor_id && from.actor_id !== NOBODY ? `drawn by ${from.actor_id}` : "drawn by hand"}</span>`}
      ${edits.length ? html`<span>${icon("history", 12)} edited ${edits.length === 1 ? "once" : `${edits.length} times`} since</span>` : nothing}
    </div>`;
  }

  /** @param {Instance} instance @param {string} name @param {unknown} value @param {boolean} locked */
  function attribute({ id }, name, value, locked) {
    /** @param {Event} event */
    const set = (event) => {
      const field = /** @type {HTMLInputElement} */ (event.target);
      typed = null;
      const given = typeof value === "boolean" ? field.checked : typeof value === "number" ? field.valueAsNumber : field.value;
      if (Number.isNaN(given)) field.value = String(value);
      else page.update(id, { attributes: { [name]: given } }, `Change ${name}`);
    };
    const label = html`<span class="cut" title=${name}>${name}</span>`;
    if (typeof value === "boolean") return html`<label>${label}<input type="checkbox" .checked=${live(value)} ?disabled=${locked} @change=${set} /></label>`;
    const type = typeof value === "number" ? "number" : "text";
    /** @param {Event} event */
    const note = ({ target }) => (typed = { id, name, text: /** @type {HTMLInputElement} */ (target).value });
    const shown = typed?.id === id && typed.name === name ? typed.text : String(value);
    return html`<label>${label}<input class="field" type=${type} step="any" @input=${note} @blur=${() => (typed = null)} .value=${live(shown)} title=${String(value)} ?disabled=${locked} @change=${set} /></label>`;
  }

  /** @param {Instance} instance */
  function body(instance) {
    const { id, geometry, label, score, attributes, locked, hidden } = instance;
    const ontology = page.ontology();
    const declared = attributesOf(ontology, label);
    const free = Object.entries(attributes ?? {}).filter(([name]) => !declared.some((one) => one.name === name));
    const held = page.held(instance);
    const [noEdit, noRelabel, noDelete] = /** @type {const} */ (["edit", "relabel", "delete"]).map((deed) => held ?? forbidden(instance, deed, ontology));
    const fixed = locked || noRelabel !== null;
    const isPlaced = geometry.kind !== "tag";
    const unfit = problems(instance, ontology).find(({ code }) => code === "label" || code === "kind" || code === "limit")?.what;
    /** @param {Event} event */
    const relabel = (event) => page.update(id, { label: /** @type {HTMLSelectElement} */ (event.target).value }, "Change label");
    return html`<h2 aria-label=${geometry.kind}>
        ${geometry.kind}<span class="grow"></span>
        <button class="ghostb s" @click=${() => page.update(id, { locked: !locked }, locked ? "Unlock" : "Lock")} title=${held ?? (locked ? "Unlock" : "Lock")} aria-label=${locked ? "Unlock" : "Lock"} aria-pressed=${locked} ?disabled=${held !== null}>${icon(locked ? "lock" : "lock-open")}</button>
        <button class="ghostb s" @click=${() => page.update(id, { hidden: !hidden }, hidden ? "Show" : "Hide")} title=${held ?? (hidden ? "Show (H)" : "Hide (H)")} aria-label=${hidden ? "Show" : "Hide"} aria-pressed=${hidden} ?disabled=${held !== null}>${icon(hidden ? "eye-off" : "eye")}</button>
        <button class="ghostb s" @click=${() => page.remove(id)} title=${noDelete ?? "Delete (Del)"} aria-label="Delete" ?disabled=${locked || noDelete !== null}>${icon("trash-2")}</button>
      </h2>
      <div class="form">
        <label title=${noRelabel ?? nothing}>Label
          <select .value=${live(label ?? "")} @change=${relabel} ?disabled=${fixed}>
            <option value="" ?selected=${!label}>no label</option>
            ${label && !labelOf(ontology, label) ? html`<option value=${label} selected disabled>${label} (no longer a label)</option>` : nothing}
            ${treeOf(ontology.labels).map(({ label: { name, title }, depth, leaf }) => html`<option value=${name} ?selected=${name === label} ?disabled=${!leaf}>${"\u2003".repeat(depth)}${title || name}</option>`)}
          </select>
        </label>
        ${form.rows({ of: id, attributes: declared, values: attributes ?? {}, disabled: fixed, why: noRelabel ?? undefined, set: (name, value) => page.update(id, { attributes: { [name]: value } }, `Change ${name}`) })}
        ${free.filter(([, value]) => isPlain(value)).map(([name, value]) => attribute(instance, name, value, fixed))}
      </div>
      ${numbers.rows(instance, labelOf(ontology, label), locked || noEdit !== null)}
      <dl class="facts">
        ${isPlaced ? nothing : html`<dt>Place</dt><dd>the whole file</dd>`}
        ${verbsOf(geometry).filled && isPlaced ? html`<dt>Area</dt><dd>${Math.round(area(geometry)).toLocaleString("en")} px²</dd>` : nothing}
        ${score == null ? nothing : html`<dt>Score</dt><dd>${score.toFixed(2)}</dd>`}
        ${free.filter(([, value]) => !isPlain(value)).map(([name, value]) => html`<dt class="cut">${name}</dt><dd>${JSON.stringify(value)}</dd>`)}
      </dl>
      ${unfit ? html`<p class="warn">${unfit}.</p>` : nothing}
      ${noEdit || noRelabel || noDelete ? html`<p class="base">${icon("lock", 12)} ${[...new Set([noEdit, noRelabel, noDelete])].filter(Boolean).join(". ")}.</p>` : nothing}
      ${page.more?.(instance) ?? nothing}
      ${provenance(instance)}`;
  }

  return {
    draw() {
      const instance = page.selected();
      render(instance ? body(instance) : html`<h2>Nothing selected</h2><p class="hint">Click a shape, or press <kbd>Tab</kbd> for the next one.</p>${page.idle?.() ?? nothing}`, element);
    },
  };
}

/** Say whether a person can fill an attribute in a field. @param {unknown} value */
function isPlain(value) {
  return ["string", "number", "boolean"].includes(typeof value);
}
