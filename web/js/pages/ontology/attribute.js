// What can be said of one attribute: its type and options, who has it, when it is asked for.

import { html, live, nothing } from "../../../vendor/lit.js";
import { choicesOf, treeOf } from "../../ontology/ontology.js";
import { optionsOf, textOf } from "../../ontology/options.js";
import { icon } from "../../panels/icon.js";

/** @typedef {import("../../ontology/draft.js").Draft} Draft */
/** @typedef {import("../../ontology/draft.js").DraftAttribute} DraftAttribute */
/** @typedef {import("../../../types/data.d.ts").Attribute} Attribute */
/** @typedef {import("../../../types/data.d.ts").Condition} Condition */

/** @type {[Attribute["type"], string][]} */
const TYPES = [
  ["text", "Text"],
  ["number", "Number"],
  ["select", "Select: one of a list"],
  ["radio", "Radio: one of few, all in sight"],
  ["multiple", "Several of a list"],
  ["checkbox", "Checkbox: yes or no"],
  ["slider", "Slider: a number between two"],
  ["date", "Date"],
  ["tree", "Tree: one of a nested list"],
];
const CHOOSING = ["select", "radio", "multiple", "tree"];
const COUNTING = ["number", "slider"];

/**
 * @param {object} page
 * @param {() => Draft} page.draft
 * @param {(name: string, fields: Partial<Attribute>) => void} page.change
 * @param {(name: string, next: string) => string | null} page.rename says why not
 * @param {() => void} page.remove
 */
export function createAttributeSheet(page) {
  /** @param {DraftAttribute} attribute @param {Partial<Attribute>} fields */
  const change = ({ name }, fields) => page.change(name, fields);

  /** @param {DraftAttribute} attribute @param {Attribute["type"]} type */
  function retype(attribute, type) {
    const options = CHOOSING.includes(type) ? (attribute.options.length ? attribute.options : optionsOf("first\nsecond")) : [];
    const range = type === "slider" ? { minimum: attribute.minimum ?? 0, maximum: attribute.maximum ?? 10 } : COUNTING.includes(type) ? {} : { minimum: null, maximum: null, step: null };
    change(attribute, { type, options: type === "tree" ? options : options.map((one) => ({ ...one, children: [] })), default: /** @type {any} */ (null), ...range });
  }

  /** @param {DraftAttribute} attribute */
  function names(attribute) {
    return html`<div class="pair">
        <label>Name<input class="field" id="name" maxlength="200" .value=${live(attribute.name)} @change=${(/** @type {Event} */ { target }) => {
          const input = /** @type {HTMLInputElement} */ (target);
          const wrong = page.rename(attribute.name, input.value.trim());
          input.setCustomValidity(wrong ?? "");
          if (wrong) input.reportValidity();
        }} @input=${(/** @type {Event} */ { target }) => /** @type {HTMLInputElement} */ (target).setCustomValidity("")} /><small>What files, exports and scripts say.</small></label>
        <label>Title<input class="field" .value=${live(attribute.title ?? "")} placeholder=${attribute.name} @change=${(/** @type {Event} */ { target }) => change(attribute, { title: valueOf(target) || null })} /><small>What people read, where it differs.</small></label>
      </div>
      <div class="pair">
        <label>Type<select .value=${live(attribute.type)} @change=${(/** @type {Event} */ { target }) => retype(attribute, /** @type {any} */ (valueOf(target)))}>${TYPES.map(([type, words]) => html`<option value=${type} ?selected=${type === attribute.type}>${words}</option>`)}</select></label>
        <label>Of<select .value=${live(attribute.scope)} @change=${(/** @type {Event} */ { target }) => change(attribute, { scope: /** @type {any} */ (valueOf(target)), ...(valueOf(target) === "file" ? { labels: [] } : {}), when: [] })}>
          <option value="instance" ?selected=${attribute.scope === "instance"}>each shape</option><option value="file" ?selected=${attribute.scope === "file"}>the whole file</option>
        </select></label>
      </div>`;
  }

  /** @param {DraftAttribute} attribute @param {"minimum" | "maximum" | "step"} name @param {string} words */
  function bound(attribute, name, words) {
    return html`<label>${words}<input class="field" type="number" step="any" data-bound=${name} .value=${live(String(attribute[name] ?? ""))} placeholder="any" @change=${(/** @type {Event} */ { target }) => change(attribute, { [name]: numberOf(target) })} /></label>`;
  }

  /** @param {DraftAttribute} attribute */
  function values(attribute) {
    const rows = Math.min(14, Math.max(3, textOf(attribute.options).split("\n").length + 1));
    return [
      CHOOSING.includes(attribute.type)
        ? html`<label>Options<textarea class="field options" rows=${rows} spellcheck="false" .value=${live(textOf(attribute.options))} @change=${(/** @type {Event} */ { target }) => change(attribute, { options: optionsOf(valueOf(target), attribute.type === "tree") })}></textarea><small>One a line; <code>value = what people read</code> where they differ${attribute.type === "tree" ? ", two spaces deeper for those below" : ""}.</small></label>`
        : nothing,
      COUNTING.includes(attribute.type) ? html`<div class="quad">${bound(attribute, "minimum", "From")}${bound(attribute, "maximum", "To")}${bound(attribute, "step", "Step")}</div>` : nothing,
      html`<div class="pair"><label>Default${defaultField(attribute)}</label><label class="tick low"><input type="checkbox" .checked=${live(attribute.required)} @change=${(/** @type {Event} */ { target }) => change(attribute, { required: /** @type {HTMLInputElement} */ (target).checked })} />Required to complete a file</label></div>`,
    ];
  }

  /** @param {DraftAttribute} attribute */
  function defaultField(attribute) {
    /** @type {unknown} */
    const value = attribute.default;
    /** @param {unknown} next */
    const set = (next) => change(attribute, { default: /** @type {any} */ (next) });
    if (attribute.type === "checkbox") return picker(["true", "false"], value === null || value === undefined ? "" : String(value), (next) => set(next === "" ? null : next === "true"));
    if (CHOOSING.includes(attribute.type)) return picker(choicesOf(attribute), String(Array.isArray(value) ? (value[0] ?? "") : (value ?? "")), (next) => set(next === "" ? null : attribute.type === "multiple" ? [next] : next));
    const type = COUNTING.includes(attribute.type) ? "number" : attribute.type === "date" ? "date" : "text";
    return html`<input class="field" type=${type} step="any" .value=${live(String(value ?? ""))} placeholder="none" @change=${(/** @type {Event} */ { target }) => set(type === "number" ? numberOf(target) : valueOf(target) || null)} />`;
  }

  /** @param {DraftAttribute} attribute */
  function owners(attribute) {
    if (attribute.scope === "file") return nothing;
    /** @param {string} name */
    const toggle = (name) => change(attribute, { labels: page.draft().labels.map((one) => one.name).filter((one) => (one === name ? !attribute.labels.includes(name) : attribute.labels.includes(one))) });
    return html`<h3>For <small>${attribute.labels.length ? "these labels, and what lies below them" : "all labels, where none is chosen"}</small></h3>
      <div class="kinds" role="group" aria-label="Labels that have it">${treeOf(page.draft().labels).map(({ label }) => html`<button type="button" class="lab" aria-pressed=${attribute.labels.includes(label.name)} @click=${() => toggle(label.name)}>${label.title || label.name}</button>`)}</div>`;
  }

  /** @param {DraftAttribute} attribute */
  function conditions(attribute) {
    const others = page.draft().attributes.filter((one) => one.name !== attribute.name && one.scope === attribute.scope && (CHOOSING.includes(one.type) || one.type === "checkbox"));
    /** @param {Condition[]} when */
    const put = (when) => change(attribute, { when });
    const free = others.find((one) => !attribute.when.some((when) => when.attribute === one.name));
    return html`<h3>Asked for <small>${attribute.when.length ? "where all of this holds" : "always"}</small></h3>
      ${attribute.when.map((when, index) => {
        const other = page.draft().attributes.find((one) => one.name === when.attribute);
        const known = other?.type === "checkbox" ? [true, false] : other ? choicesOf(other) : [];
        /** @param {unknown} value */
        const toggle = (value) => put(attribute.when.with(index, { ...when, values: known.filter((one) => (one === value ? !when.values.includes(one) : when.values.includes(one))) }));
        return html`<div class="condition">
          <select aria-label="Where" .value=${live(when.attribute)} @change=${(/** @type {Event} */ { target }) => put(attribute.when.with(index, { attribute: valueOf(target), values: [] }))}>${others.map((one) => html`<option value=${one.name} ?selected=${one.name === when.attribute}>${one.title || one.name}</option>`)}</select>
          <span class="dim">is</span>
          <span class="kinds">${known.map((value) => html`<button type="button" class="lab" aria-pressed=${when.values.includes(value)} @click=${() => toggle(value)}>${value === true ? "yes" : value === false ? "no" : value}</button>`)}</span>
          <button class="ghostb s" type="button" aria-label="Take this condition away" @click=${() => put(attribute.when.toSpliced(index, 1))}>${icon("x", 12)}</button>
        </div>`;
      })}
      ${free ? html`<button class="ghostb line s" type="button" @click=${() => put([...attribute.when, { attribute: free.name, values: [] }])}>${icon("plus", 12)}Add a condition</button>` : nothing}
      ${others.length ? nothing : html`<p class="hint">A condition needs another attribute with options, or a checkbox.</p>`}`;
  }

  return {
    /** @param {DraftAttribute} attribute */
    body(attribute) {
      return html`<header><h2 class="grow">${attribute.title || attribute.name}</h2><button class="ghostb bad" type="button" @click=${page.remove}>${icon("trash-2")}Take away</button></header>
        ${names(attribute)}${values(attribute)}${owners(attribute)}${conditions(attribute)}
        ${attribute.was && attribute.was !== attribute.name ? html`<p class="note">${icon("info")} Renamed from <b>${attribute.was}</b>: values that are there go with it when you save.</p>` : nothing}`;
    },
  };
}

/** @param {string[]} choices @param {string} value @param {(next: string) => void} set */
function picker(choices, value, set) {
  return html`<select .value=${live(value)} @change=${(/** @type {Event} */ { target }) => set(valueOf(target))}><option value="">none</option>${choices.map((one) => html`<option value=${one} ?selected=${one === value}>${one}</option>`)}</select>`;
}

/** @param {EventTarget | null} target */
function valueOf(target) {
  return /** @type {HTMLInputElement} */ (target).value;
}

/** @param {EventTarget | null} target */
function numberOf(target) {
  const { value, valueAsNumber } = /** @type {HTMLInputElement} */ (target);
  return value === "" || Number.isNaN(valueAsNumber) ? null : valueAsNumber;
}
