// The form of typed attributes: a field for each that is asked for, required ones marked, what is wrong below it.

import { html, live, nothing } from "../../vendor/lit.js";
import { asked, attributeProblems } from "../ontology/fitting.js";
import { icon } from "./icon.js";

/** @typedef {import("../../types/data.d.ts").Attribute} Attribute */
/** @typedef {import("../../types/data.d.ts").Option} Option */
/**
 * @typedef {object} Filled
 * @property {string} of tells forms apart
 * @property {Attribute[]} attributes
 * @property {Record<string, unknown>} values
 * @property {Map<string, unknown[]>} [mixed] the attributes that have several values, with the options that only some have
 * @property {boolean} [disabled]
 * @property {string} [why] they are
 * @property {boolean} [strict] says what is missing too
 * @property {(name: string, value: unknown) => void} set
 * @property {(attribute: Attribute, option: string, isIn: boolean) => void} [choose] one option of several, where the others may differ
 */

const MIXED = "mixed";
const UNSAID = ["radio", "date"]; // whose controls do not say it
const STUCK = ["radio", "slider"]; // whose controls cannot be emptied

/** Give what draws forms; it keeps what is being typed, which a form drawn anew must not undo. */
export function createAttributeForm() {
  /** @type {{of: string, name: string, text: string} | null} */
  let typed = null;

  /** @param {Filled} form @param {Attribute} attribute @param {unknown} value */
  function put(form, attribute, value) {
    typed = null;
    form.set(attribute.name, value === "" ? null : value);
  }

  /** @param {Filled} form @param {Attribute} attribute */
  function text(form, attribute) {
    const { name, type } = attribute;
    const value = form.values[name] ?? "";
    const shown = typed?.of === form.of && typed.name === name ? typed.text : String(value);
    /** @param {Event} event */
    const note = ({ target }) => (typed = { of: form.of, name, text: field(target).value });
    /** @param {Event} event */
    const change = ({ target }) => {
      const input = field(target);
      const given = type === "number" && input.value !== "" ? input.valueAsNumber : input.value;
      if (input.validity.badInput || Number.isNaN(given)) input.value = String(value);
      else put(form, attribute, given);
    };
    const kind = type === "number" || type === "date" ? type : "text";
    const isMixed = form.mixed?.has(name);
    return html`<input class="field" placeholder=${isMixed ? MIXED : nothing} aria-description=${isMixed ? MIXED : nothing} id=${idOf(form, name)} type=${kind} step=${attribute.step ?? "any"} min=${attribute.minimum ?? nothing} max=${attribute.maximum ?? nothing} .value=${live(shown)} ?disabled=${form.disabled} aria-required=${attribute.required === true} @input=${note} @blur=${() => (typed = null)} @change=${change} />`;
  }

  /** @param {Filled} form @param {Attribute} attribute */
  function slider(form, attribute) {
    const { name, minimum, maximum, step } = attribute;
    const value = form.values[name];
    const middle = ((minimum ?? 0) + (maximum ?? 1)) / 2;
    const shown = typed?.of === form.of && typed.name === name ? Number(typed.text) : value;
    /** @param {Event} event */
    const slide = ({ target }) => {
      typed = { of: form.of, name, text: field(target).value };
      const output = /** @type {HTMLElement} */ (target).nextElementSibling;
      if (output) output.textContent = field(target).value;
    };
    return html`<span class="slid"><input type="range" id=${idOf(form, name)} class=${value === undefined ? "unset" : ""} min=${minimum ?? 0} max=${maximum ?? 1} step=${step ?? "any"} .value=${live(String(shown ?? middle))} ?disabled=${form.disabled} @input=${slide} @change=${(/** @type {Event} */ { target }) => put(form, attribute, field(target).valueAsNumber)} /><output class="mono">${typeof shown === "number" ? Math.round(shown * 100) / 100 : form.mixed?.has(name) ? MIXED : "–"}</output></span>`;
  }

  /** @param {Filled} form @param {Attribute} attribute */
  function checkbox(form, attribute) {
    const value = form.values[attribute.name];
    return html`<input type="checkbox" id=${idOf(form, attribute.name)} .checked=${live(value === true)} .indeterminate=${live((attribute.required === true && value === undefined) || form.mixed?.has(attribute.name) === true)} ?disabled=${form.disabled} aria-required=${attribute.required === true} @change=${(/** @type {Event} */ { target }) => put(form, attribute, field(target).checked)} />`;
  }

  /** @param {Filled} form @param {Attribute} attribute */
  function select(form, attribute) {
    const value = form.values[attribute.name];
    const known = attribute.options ?? [];
    return html`<select id=${idOf(form, attribute.name)} .value=${live(String(value ?? ""))} ?disabled=${form.disabled} aria-required=${attribute.required === true} @change=${(/** @type {Event} */ { target }) => put(form, attribute, field(target).value)}>
      <option value="" ?selected=${value === undefined}>${form.mixed?.has(attribute.name) ? MIXED : "–"}</option>
      ${branches(known, 0, value)}
    </select>`;
  }

  /** @param {Filled} form @param {Attribute} attribute @param {boolean} several */
  function choices(form, attribute, several) {
    const value = form.values[attribute.name];
    const chosen = Array.isArray(value) ? value : value === undefined ? [] : [value];
    const some = form.mixed?.get(attribute.name);
    /** @param {string} option @param {Event} event */
    const change = (option, { target }) => {
      if (!several) return put(form, attribute, option);
      if (form.choose) return form.choose(attribute, option, field(target).checked);
      const all = (attribute.options ?? []).map((one) => one.value).filter((one) => (one === option ? field(target).checked : chosen.includes(one)));
      return put(form, attribute, all.length ? all : null);
    };
    return html`<span class="chosen" role=${several ? "group" : "radiogroup"} aria-labelledby=${`${idOf(form, attribute.name)}-name`}>
      ${(attribute.options ?? []).map(
        ({ value: option, title }) =>
          html`<label><input type=${several ? "checkbox" : "radio"} name=${idOf(form, attribute.name)} .checked=${live(chosen.includes(option))} .indeterminate=${live(some?.includes(option) === true)} ?disabled=${form.disabled} @change=${(/** @type {Event} */ event) => change(option, event)} />${title || option}</label>`,
      )}
    </span>`;
  }

  /** @param {Filled} form @param {Attribute} attribute */
  function control(form, attribute) {
    switch (attribute.type ?? "text") {
      case "select":
      case "tree":
        return select(form, attribute);
      case "multiple":
        return choices(form, attribute, true);
      case "radio":
        return choices(form, attribute, false);
      case "checkbox":
        return checkbox(form, attribute);
      case "slider":
        return slider(form, attribute);
      default:
        return text(form, attribute);
    }
  }

  /** A button that takes a value away where the control cannot; its place is kept, so that nothing moves. @param {Filled} form @param {Attribute} attribute */
  function clearer(form, attribute) {
    const { name, title, type } = attribute;
    const isStuck = STUCK.includes(type ?? "");
    if (!isStuck && !form.mixed) return nothing;
    const isFilled = form.mixed?.has(name) === true || (isStuck && form.values[name] !== undefined);
    /** @param {Event} event */
    const clear = ({ currentTarget }) => {
      const row = /** @type {HTMLElement} */ (currentTarget).closest(".attr");
      /** @type {HTMLElement | null | undefined} */ (row?.querySelector("input, select"))?.focus();
      put(form, attribute, null);
    };
    return html`<span class="clear">${isFilled && !form.disabled ? html`<button class="ghostb s" type="button" @click=${clear} title=${form.mixed ? "Clear it for all" : "Clear it"} aria-label="Clear ${title || name}">${icon("x", 12)}</button>` : nothing}</span>`;
  }

  return {
    /**
     * Give the rows of a form.
     * @param {Filled} form
     */
    rows(form) {
      const wrong = new Map(attributeProblems(form.values, form.attributes).map((one) => [one.field, one]));
      return asked(form.values, form.attributes).map((attribute) => {
        const problem = form.mixed?.has(attribute.name) ? undefined : wrong.get(attribute.name);
        const missing = problem?.code === "required";
        const name = attribute.title || attribute.name;
        const words = html`<span class="cut" title=${name}>${name}${attribute.required ? html`<i class="must ${missing ? "open" : ""}" title=${missing ? "Required, and still missing" : "Required"}>*</i>` : nothing}</span>`;
        const grouped = attribute.type === "multiple" || attribute.type === "radio";
        const beside = UNSAID.includes(attribute.type ?? "") && form.mixed?.has(attribute.name) ? html`<small class="mixed">${MIXED}</small>` : nothing;
        const id = idOf(form, attribute.name);
        const head = grouped ? html`<span class="name" id=${`${id}-name`}>${words}${beside}</span>` : html`<label class="name" for=${id}>${words}${beside}</label>`;
        return html`<div class="attr" data-attribute=${attribute.name} title=${form.why ?? nothing}>
          ${head}${control(form, attribute)}${clearer(form, attribute)}
          ${problem && (!missing || form.strict) ? html`<small class="warn" role="alert">${problem.what}</small>` : nothing}
        </div>`;
      });
    },
  };
}

/** @param {Filled} form @param {string} name */
function idOf(form, name) {
  return `attribute-${form.of}-${name}`;
}

/** @param {Option[]} options @param {number} depth @param {unknown} value @returns {unknown[]} */
function branches(options, depth, value) {
  return options.flatMap((option) => {
    const words = `${"\u2003".repeat(depth)}${option.title || option.value}`;
    if (!option.children?.length) return [html`<option value=${option.value} ?selected=${option.value === value}>${words}</option>`];
    return [html`<option disabled>${words}</option>`, ...branches(option.children, depth + 1, value)];
  });
}

/** @param {EventTarget | null} target */
function field(target) {
  return /** @type {HTMLInputElement} */ (target);
}
