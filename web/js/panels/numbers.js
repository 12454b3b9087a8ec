// The numbers of the selected shape that may be typed, and the place of the vertices that are picked.

import { html, live, nothing } from "../../vendor/lit.js";
import { mayTurn } from "../ontology/fitting.js";
import { numbersOf, placeOfVertices, withNumber, withVerticesAt } from "../shapes/numbers.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").Label} Label */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {{name: string, short: string, title: string, least?: number | null, value: number, change: (value: number) => Geometry | null, deed: string}} Entry */

/**
 * @param {object} page
 * @param {() => string[]} page.picked the handles of the vertices that are picked
 * @param {() => Instance | null} page.selected
 * @param {(id: string, fields: import("../../types/local.d.ts").Fields, title: string) => void} page.update
 */
export function createNumbers({ picked, selected, update }) {
  /** @type {{key: string, text: string} | null} what is being typed, which the panel drawn anew must not undo */
  let typed = null;

  /** Give the shape as it is now: two numbers may be typed before the panel is drawn again. @param {Instance} drawn */
  function shapeOf({ id, geometry }) {
    const now = selected();
    return now?.id === id ? now.geometry : geometry;
  }

  /** @param {string} id @param {Entry} number @param {boolean} locked */
  function field(id, { name, short, title, least, value, change, deed }, locked) {
    const shown = String(Math.abs(value) < 100 ? Math.round(value * 100) / 100 : Math.round(value * 10) / 10);
    const key = `${id} ${name}`;
    /** @param {Event} event */
    const note = ({ target }) => (typed = { key, text: /** @type {HTMLInputElement} */ (target).value });
    /** @param {Event} event */
    const set = ({ target }) => {
      const input = /** @type {HTMLInputElement} */ (target);
      const geometry = change(input.valueAsNumber);
      typed = null;
      if (geometry) update(id, { geometry }, deed);
      else input.value = shown;
    };
    return html`<label title=${title}>${short}<input class="field" type="number" step="any" min=${least ?? nothing} aria-label=${title} .value=${live(typed?.key === key ? typed.text : shown)} @input=${note} @blur=${() => (typed = null)} @change=${set} ?disabled=${locked} /></label>`;
  }

  /** @param {Instance} instance @param {boolean} locked */
  function vertices(instance, locked) {
    const { id, geometry } = instance;
    const handles = picked();
    const found = handles.length ? placeOfVertices(geometry, handles) : null;
    if (!found) return nothing;
    const many = handles.length > 1;
    const deed = many ? `Move ${handles.length} vertices` : "Move vertex";
    const fields = /** @type {const} */ (["x", "y"]).map((axis, at) => ({
      name: `${axis} of ${handles}`,
      short: axis.toUpperCase(),
      title: `${many ? "Middle of the vertices" : "Vertex"} from the ${axis === "x" ? "left" : "top"}, in pixels`,
      value: found.place[at],
      change: (/** @type {number} */ value) => withVerticesAt(shapeOf(instance), handles, axis, value),
      deed,
    }));
    return html`<div class="numbers picked" role="group" aria-label=${found.name}><span class="cut">${found.name}</span>${fields.map((number) => field(id, number, locked))}</div>`;
  }

  return {
    /** @param {Instance} instance @param {Label | null} label @param {boolean} locked */
    rows(instance, label, locked) {
      const { id, geometry } = instance;
      const numbers = numbersOf(geometry).filter(({ name }) => name !== "rotation" || mayTurn(geometry, label));
      if (!numbers.length) return nothing;
      const change = (/** @type {string} */ name) => (/** @type {number} */ value) => withNumber(shapeOf(instance), name, value);
      return html`<div class="numbers" data-count=${numbers.length}>${numbers.map((number) => field(id, { ...number, change: change(number.name), deed: "Reshape" }, locked))}</div>${vertices(instance, locked)}`;
    },
  };
}
