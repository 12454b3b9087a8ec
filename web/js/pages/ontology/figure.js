// The small figure on which a skeleton is drawn: points to drag, edges to tie, with keys as well.

import { html, live, nothing, svg } from "../../../vendor/lit.js";
import { icon } from "../../panels/icon.js";

/** @typedef {import("../../../types/data.d.ts").Skeleton} Skeleton */
/** @typedef {import("../../ontology/draft.js").DraftLabel} DraftLabel */

const SIDE = 220;
const STEP = 0.01;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function createFigure() {
  let picked = 0;
  /** @type {number | null} */
  let dragged = null;

  /** @param {number} value */
  const within = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

  /** @param {Skeleton} skeleton @param {number} index @param {number} x @param {number} y @returns {Skeleton} */
  function placed({ points, edges }, index, x, y) {
    return { edges, points: points.with(index, { ...points[index], x: within(x), y: within(y) }) };
  }

  /** @param {Skeleton} skeleton @param {number} x @param {number} y @returns {Skeleton} */
  function added({ points, edges }, x, y) {
    let number = points.length + 1;
    while (points.some(({ name }) => name === String(number))) number += 1;
    const edge = /** @type {[number, number]} */ ([picked, points.length]);
    return { points: [...points, { name: String(number), x: within(x), y: within(y) }], edges: points[picked] ? [...edges, edge] : edges };
  }

  /** @param {Skeleton} skeleton @param {number} one @param {number} other @returns {Skeleton} */
  function tied({ points, edges }, one, other) {
    /** @param {number[]} edge */
    const same = (edge) => edge.includes(one) && edge.includes(other);
    return { points, edges: edges.some(same) ? edges.filter((edge) => !same(edge)) : [...edges, [one, other]] };
  }

  /** @param {Skeleton} skeleton @param {number} index @returns {Skeleton} */
  function without({ points, edges }, index) {
    /** @param {number} end */
    const moved = (end) => (end > index ? end - 1 : end);
    const left = edges.filter((edge) => !edge.includes(index));
    return { points: points.toSpliced(index, 1), edges: left.map(([from, to]) => [moved(from), moved(to)]) };
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  function placeOf(event) {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  return {
    /** @param {DraftLabel} label @param {(skeleton: Skeleton | null, going?: boolean) => void} change `going` while it is dragged */
    body(label, change) {
      const skeleton = /** @type {Skeleton} */ (label.skeleton);
      const { points, edges } = skeleton;
      if (picked >= points.length) picked = 0;
      /** @param {PointerEvent} event */
      const down = (event) => {
        const circle = /** @type {Element} */ (event.target).closest("[data-point]");
        const index = circle ? Number(circle.getAttribute("data-point")) : null;
        if (index === null) {
          const made = added(skeleton, ...placeOf(event));
          picked = made.points.length - 1;
          return change(made);
        }
        if (event.shiftKey && index !== picked) return change(tied(skeleton, picked, index));
        picked = dragged = index;
        /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
        return change(skeleton);
      };
      /** @param {KeyboardEvent} event */
      const key = (event) => {
        const by = ARROWS[event.key];
        if (!by && event.key !== "Delete") return;
        event.preventDefault();
        if (by) change(placed(skeleton, picked, points[picked].x + by[0], points[picked].y + by[1]));
        else if (points.length > 1) change(without(skeleton, picked));
      };
      return html`<div class="skeleton">
        <svg class="figure" viewBox=${`-8 -8 ${SIDE + 16} ${SIDE + 16}`} role="group" aria-label="Skeleton" @pointerdown=${down} @pointermove=${(/** @type {PointerEvent} */ event) => dragged !== null && change(placed(skeleton, dragged, ...placeOf(event)), true)} @pointerup=${() => (dragged = null)}>
          <rect width=${SIDE} height=${SIDE} rx="4"></rect>
          ${edges.map(([from, to]) => svg`<line x1=${points[from].x * SIDE} y1=${points[from].y * SIDE} x2=${points[to].x * SIDE} y2=${points[to].y * SIDE}></line>`)}
          ${points.map(({ name, x, y }, index) => svg`<g data-point=${index} tabindex=${index === picked ? 0 : -1} role="button" aria-label=${`Point ${name}`} aria-pressed=${index === picked} @keydown=${key}><circle cx=${x * SIDE} cy=${y * SIDE} r=${index === picked ? 6 : 4.5} stroke=${label.color}></circle><text x=${x * SIDE + (x > 0.6 ? -9 : 9)} y=${y * SIDE + 3.5} text-anchor=${x > 0.6 ? "end" : "start"}>${name}</text></g>`)}
        </svg>
        <div class="joints">
          ${points.map(({ name }, index) => joint(name, index))}
          <p class="hint">Click beside the points for a new one, tied to the chosen one. Drag them, or <kbd>arrows</kbd>; <kbd>Shift</kbd> and a click ties or unties; <kbd>Del</kbd> takes one away.</p>
          <button class="ghostb line s" type="button" @click=${() => change(null)}>Take the skeleton away</button>
        </div>
      </div>`;

      /** @param {string} name @param {number} index */
      function joint(name, index) {
        const bound = edges.flatMap(([from, to]) => (from === index ? [to] : to === index ? [from] : []));
        return html`<div class="joint ${index === picked ? "on" : ""}">
          <input class="field" aria-label=${`Name of point ${index + 1}`} .value=${live(name)} @focus=${() => {
            picked = index;
            change(skeleton);
          }} @change=${(/** @type {Event} */ { target }) => change({ edges, points: points.with(index, { ...points[index], name: /** @type {HTMLInputElement} */ (target).value.trim() }) })} />
          <select aria-label=${`Tie ${name} to, or untie`} .value=${live("")} @change=${(/** @type {Event} */ { target }) => change(tied(skeleton, index, Number(/** @type {HTMLSelectElement} */ (target).value)))}>
            <option value="">${bound.length ? `tied to ${bound.map((end) => points[end].name).join(", ")}` : "tied to none"}</option>
            ${points.map((one, end) => (end === index ? nothing : html`<option value=${end}>${bound.includes(end) ? "untie " : "tie to "}${one.name}</option>`))}
          </select>
          <button class="ghostb s" type="button" aria-label=${`Take ${name} away`} ?disabled=${points.length < 2} @click=${() => change(without(skeleton, index))}>${icon("x", 12)}</button>
        </div>`;
      }
    },
  };
}
