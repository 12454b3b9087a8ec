// How large a pixel is: what is known, a field to type it, and a length of the ruler to reckon it from.

import { html, live, nothing } from "../../vendor/lit.js";
import { UNITS, calibrated, written } from "../canvas/units.js";

/** @typedef {import("../canvas/units.js").PixelSize} PixelSize */
/**
 * @typedef {object} ScalePage
 * @property {() => import("../pages/scaling.js").Known} known
 * @property {(scope: "file" | "project", size: PixelSize | null) => Promise<void>} type rejects with what is wrong
 * @property {() => number} measured pixels that the ruler measures, 0 where it measures nothing
 * @property {() => void} measure takes the ruler in hand
 */

/**
 * @param {ScalePage} page
 * @param {() => void} redraw
 */
export function createScalePane({ known, type, measured, measure }, redraw) {
  /** @type {"file" | "project"} */
  let scope = "file";
  let unit = "mm";
  let wrong = "";
  /** What was typed and is no length, by the name of its field. @type {Record<string, string>} */
  let drafts = {};
  /** What is being typed now, which what others say does not take away. @type {{label: string, text: string} | null} */
  let typing = null;
  let drawn = "";

  /** @param {PixelSize | null} size */
  async function take(size) {
    wrong = "";
    drafts = {};
    try {
      await type(scope, size);
    } catch (error) {
      wrong = /** @type {Error} */ (error).message;
    }
    redraw();
  }

  /** @param {string} label @param {string} text @param {(length: number) => PixelSize} sized */
  function typed(label, text, sized) {
    const length = Number(text.replace(",", "."));
    drafts = {};
    wrong = "";
    if (text.trim() && length > 0 && Number.isFinite(length)) return void take(sized(length));
    if (text.trim()) [wrong, drafts] = [`${label}: “${text}” is no number above 0. Type one such as 0.25.`, { [label]: text }];
    redraw();
  }

  /** @param {(text: string) => void} taken @param {string} value @param {string} label */
  function field(taken, value, label) {
    const textOf = (/** @type {Event} */ { target }) => /** @type {HTMLInputElement} */ (target).value;
    const text = typing?.label === label ? typing.text : (drafts[label] ?? value);
    const input = (/** @type {Event} */ event) => void (typing = { label, text: textOf(event) });
    const change = (/** @type {Event} */ event) => {
      typing = null;
      taken(textOf(event));
    };
    return html`<input class="field" inputmode="decimal" aria-label=${label} placeholder="not known" .value=${live(text)} aria-invalid=${label in drafts} @input=${input} @change=${change} @blur=${() => (typing = null)} />`;
  }

  /** @param {string} now */
  function units(now) {
    const change = (/** @type {Event} */ { target }) => {
      unit = /** @type {HTMLSelectElement} */ (target).value;
      const { size, from } = known();
      if (size && from === scope) take({ size: size.size, unit });
      else redraw();
    };
    return html`<select aria-label="Unit of the scale" @change=${change}>${UNITS.map((one) => html`<option ?selected=${one === now}>${one}</option>`)}</select>`;
  }

  function draw() {
    const { size, from, source } = known();
    if (drawn !== (drawn = JSON.stringify(size))) [drafts, wrong] = [{}, ""];
    const now = size?.unit ?? unit;
    const pixels = measured();
    const scopes = /** @type {const} */ ([["file", "This file"], ["project", "All files"]]);
    return html`<h3>Scale</h3>
      <div class="param"><span>1 pixel is</span><span class="with-unit">${field((text) => typed("Size of a pixel", text, (length) => ({ size: length, unit: now })), size ? String(Number(size.size.toPrecision(6))) : "", "Size of a pixel")}${units(now)}</span></div>
      ${pixels
        ? html`<div class="param" title="Type the true length of what the ruler lies on"><span>Ruler is</span><span class="with-unit">${field((text) => typed("Length of the ruler", text, (length) => calibrated(pixels, length, now)), size ? String(Number((size.size * pixels).toPrecision(6))) : "", "Length of the ruler")}<span>${now}</span></span></div>`
        : nothing}
      <div class="param"><span>For</span><span class="choose">${scopes.map(([name, text]) => html`<button class="ghostb s" aria-pressed=${scope === name} @click=${() => { scope = name; redraw(); }}>${text}</button>`)}</span></div>
      ${wrong ? html`<p class="warn" role="alert">${wrong}</p>` : nothing}
      <p class="hint">${size ? html`${written(1000, size)} for 1000 px: ${source}.` : "Lengths are in pixels until it is known."}
        ${from === "file" || from === "project" ? html`<button class="ghostb s" @click=${() => { scope = from; take(null); }}>Forget</button>` : nothing}
        ${pixels ? nothing : html`<button class="ghostb s" @click=${measure}>Measure</button>`}</p>`;
  }

  return { draw };
}
