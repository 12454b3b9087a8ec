// The parameters of a script as a form: each value is stored as soon as it is set.

import { html, live, nothing } from "../../../vendor/lit.js";

/** @typedef {import("../../../types/data.d.ts").Parameter} Parameter */
/** @typedef {import("../../../types/data.d.ts").ScriptView} ScriptView */

/**
 * @param {ScriptView} script
 * @param {(name: string, value: unknown) => void} set
 */
export function parameterFields({ parameters, params }, set) {
  if (!parameters.length) return html`<p class="dim">It has none.</p>`;
  return html`<div class="fields">${parameters.map((parameter) => field(parameter, /** @type {any} */ (params[parameter.name] ?? parameter.default), set))}</div>`;
}

/**
 * @param {Parameter} parameter
 * @param {any} value
 * @param {(name: string, value: unknown) => void} set
 */
function field(parameter, value, set) {
  const { name, title, description, unit } = parameter;
  return html`<label class="setting" title=${description}>
    <span class="cut">${title || name}</span>${control(parameter, value, (given) => set(name, given))}<span class="dim">${unit}</span>
    ${description ? html`<small>${description}</small>` : nothing}
  </label>`;
}

/**
 * @param {Parameter} parameter
 * @param {any} value
 * @param {(value: unknown) => void} set
 */
function control({ type, enum: choices, minimum, maximum, step }, value, set) {
  /** @param {Event} event */
  const given = (event) => /** @type {HTMLInputElement} */ (event.target);
  if (choices) {
    return html`<select class="field" @change=${(/** @type {Event} */ event) => set(choices[Number(given(event).value)])}>
      ${choices.map((choice, index) => html`<option value=${index} ?selected=${choice === value}>${String(choice)}</option>`)}
    </select>`;
  }
  if (type === "boolean") return html`<input type="checkbox" .checked=${live(Boolean(value))} @change=${(/** @type {Event} */ event) => set(given(event).checked)} />`;
  if (type === "string") return html`<input class="field" .value=${live(String(value ?? ""))} @change=${(/** @type {Event} */ event) => set(given(event).value)} />`;
  const size = step ?? (type === "integer" ? 1 : "any");
  return html`<input class="field" type="number" min=${minimum ?? nothing} max=${maximum ?? nothing} step=${size} .value=${live(String(value))} @change=${(/** @type {Event} */ event) => given(event).value !== "" && set(Number(given(event).value))} />`;
}
