// How the page shows the open file: light and contrast of the image, opacity of the instances. Each file
// has its own, which scripts may set; nothing of it is stored.

import { html, live, render } from "../../vendor/lit.js";
import { icon } from "../panels/icon.js";

/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {"brightness" | "contrast" | "gamma" | "clahe" | "visibility"} Dial */

/** @type {Record<Dial, {least: number, most: number, step: number, title: string, about?: string}>} */
const DIALS = {
  brightness: { least: 0.1, most: 5, step: 0.05, title: "Brightness" },
  contrast: { least: 0.1, most: 5, step: 0.05, title: "Contrast" },
  gamma: { least: 0.1, most: 5, step: 0.05, title: "Gamma" },
  clahe: { least: 0, most: 8, step: 0.5, title: "Even out", about: "Contrast place by place (CLAHE): shows what lies in shadow and in glare" },
  visibility: { least: 0, most: 1, step: 0.05, title: "Shapes" },
};
const NAMES = /** @type {Dial[]} */ (Object.keys(DIALS));
const PLAIN = Object.freeze({ brightness: 1, contrast: 1, gamma: 1, clahe: 0, visibility: 1 });

/**
 * @param {object} page
 * @param {HTMLCanvasElement[]} page.layers the image first, then what is drawn on it
 * @param {(limit: number) => void} page.even evens out the contrast of the image
 * @param {HTMLElement} page.panel
 * @param {() => FileDocument | null} page.document
 * @param {() => void} page.onChange
 */
export function createDisplay({ layers: [image, ...shapes], even, panel, document: opened, onChange }) {
  /** @type {WeakMap<FileDocument, Record<Dial, number>>} */
  const byDocument = new WeakMap();

  function values() {
    const document = opened();
    return (document && byDocument.get(document)) ?? PLAIN;
  }

  function apply() {
    const { brightness, contrast, gamma, clahe, visibility } = values();
    even(clahe);
    for (const name of ["R", "G", "B"]) document.getElementById(`gamma-${name}`)?.setAttribute("exponent", String(1 / gamma));
    const curve = gamma === 1 ? "" : " url(#gamma)";
    image.style.filter = brightness === 1 && contrast === 1 && !curve ? "" : `brightness(${brightness}) contrast(${contrast})${curve}`;
    for (const layer of shapes) layer.style.opacity = String(visibility);
    draw();
    onChange();
  }

  /**
   * @param {FileDocument} document
   * @param {Partial<Record<Dial, number>>} given
   */
  function set(document, given) {
    const before = byDocument.get(document) ?? PLAIN;
    const taken = NAMES.flatMap((name) => (Number.isFinite(given[name]) ? [[name, within(name, Number(given[name]))]] : []));
    byDocument.set(document, { ...before, ...Object.fromEntries(taken) });
    if (document === opened()) apply();
  }

  function isPlain() {
    return NAMES.every((name) => values()[name] === PLAIN[name]);
  }

  function reset() {
    const document = opened();
    if (document) set(document, PLAIN);
  }

  /** @param {Dial} name */
  function dial(name) {
    const { least, most, step, title, about = "" } = DIALS[name];
    const value = values()[name];
    /** @param {Event} event */
    const turn = ({ target }) => {
      const document = opened();
      if (document) set(document, { [name]: Number(/** @type {HTMLInputElement} */ (target).value) });
    };
    return html`<label class="param" title=${about}><span>${title}</span><input type="range" min=${least} max=${most} step=${step} .value=${live(String(value))} @input=${turn} /><output>${name === "clahe" ? value || "off" : `${Math.round(value * 100)} %`}</output></label>`;
  }

  function draw() {
    render(
      html`<header>Display <span class="grow"></span>
          <button class="ghostb s" @click=${reset} ?disabled=${isPlain()}>Reset</button>
          <button class="ghostb s" @click=${() => toggle(false)} aria-label="Close the display panel">${icon("x")}</button></header>
        ${NAMES.map(dial)}
        <p class="hint">Changes how the file is shown, not the file.</p>`,
      panel,
    );
  }

  /** @param {boolean} [open] */
  function toggle(open = Boolean(panel.hidden)) {
    panel.hidden = !open;
    draw();
    if (open) panel.querySelector("input")?.focus();
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") toggle(false);
  });

  return { values, set, apply, reset, isPlain, toggle };
}

/** @param {Dial} name @param {number} value */
function within(name, value) {
  return Math.min(DIALS[name].most, Math.max(DIALS[name].least, value));
}
