// The panel over the picture that says how it is shown: the picture itself, the shapes on it, and what helps to see and measure.

import { html, live, nothing, render } from "../../vendor/lit.js";
import { CHANNELS } from "../canvas/tones.js";
import { DIALS, NAMES } from "../pages/display.js";
import { icon } from "./icon.js";
import { createScalePane } from "./scale.js";
import { swatch } from "./swatch.js";

/** @typedef {"picture" | "shapes" | "guides"} Pane */
/** @typedef {ReturnType<typeof createViewing>} Viewing */

/** @type {Record<Pane, string>} */
const PANES = { picture: "Picture", shapes: "Shapes", guides: "Guides" };
const ORDER = /** @type {Pane[]} */ (Object.keys(PANES));
const TEXTS = { always: "Always", hover: "Under the pointer", off: "Never" };
const COLORINGS = { label: "Label", instance: "Each its own", script: "Who made it" };
const CHANNEL_NAMES = { all: "All", red: "R", green: "G", blue: "B", gray: "Gray" };

/**
 * @param {HTMLElement} panel
 * @param {object} page
 * @param {import("../pages/display.js").Display} page.display
 * @param {import("../pages/looks.js").Looks} page.looks
 * @param {() => import("../pages/tonal.js").Range} page.range the tones that can be chosen, and those that are shown
 * @param {import("./scale.js").ScalePage} page.scale
 */
export function createViewing(panel, { display, looks, range, scale }) {
  /** @type {Pane} */
  let open = "picture";
  const scalePane = createScalePane(scale, draw);

  /** @param {(value: string) => void} take */
  const typed = (take) => (/** @type {Event} */ { target }) => take(/** @type {HTMLInputElement} */ (target).value);
  /** @param {(on: boolean) => void} take */
  const ticked = (take) => (/** @type {Event} */ { target }) => take(/** @type {HTMLInputElement} */ (target).checked);

  /** @param {import("../pages/display.js").Dial} name */
  function dial(name) {
    const { least, most, step, title, about = "" } = DIALS[name];
    const value = display.shown()[name];
    return html`<label class="param" title=${about}><span>${title}</span><input type="range" min=${least} max=${most} step=${step} .value=${live(String(value))} @input=${typed((given) => display.wish({ [name]: Number(given) }))} /><output>${name === "clahe" ? value || "off" : `${Math.round(value * 100)} %`}</output></label>`;
  }

  /** @param {string} title @param {number} value @param {(value: number) => void} take */
  function share(title, value, take) {
    return html`<label class="param"><span>${title}</span><input type="range" min="0" max="1" step="0.02" .value=${live(String(value))} @input=${typed((given) => take(Number(given)))} /><output>${Math.round(value * 100)} %</output></label>`;
  }

  /** @param {string} title @param {boolean} value @param {(on: boolean) => void} take @param {string} [keys] */
  function tick(title, value, take, keys) {
    return html`<label class="param"><span>${title}</span><input type="checkbox" .checked=${live(value)} @change=${ticked(take)} />${keys ? html`<kbd>${keys}</kbd>` : nothing}</label>`;
  }

  /**
   * @template {string} T
   * @param {string} title
   * @param {Record<T, string>} names
   * @param {T} value
   * @param {(value: T) => void} take
   */
  function choice(title, names, value, take) {
    const entries = /** @type {[T, string][]} */ (Object.entries(names));
    return html`<label class="param"><span>${title}</span><select @change=${typed((given) => take(/** @type {T} */ (given)))}>${entries.map(([name, text]) => html`<option value=${name} ?selected=${name === value}>${text}</option>`)}</select></label>`;
  }

  function channels() {
    const now = display.shown().channel;
    return html`<div class="param" role="group" aria-label="Channel"><span>Channel</span><span class="choose">${CHANNELS.map((name) => html`<button class="ghostb s" aria-pressed=${name === now} title=${name === "all" ? "All colours" : `Only ${name}, as shades of grey`} @click=${() => display.wish({ channel: name })}>${CHANNEL_NAMES[name]}</button>`)}</span></div>`;
  }

  function tones() {
    const { least, most, step, low, high } = range();
    /** @param {"low" | "high"} end @param {number} given */
    const move = (end, given) => {
      const value = Math.min(most, Math.max(least, given));
      if (Number.isFinite(value)) display.wish({ window: end === "low" ? [Math.min(value, high - step), high] : [low, Math.max(value, low + step)] });
    };
    /** @param {string} title @param {"low" | "high"} end @param {number} value */
    const row = (title, end, value) =>
      html`<div class="param"><span>${title}</span><input type="range" aria-label=${title} min=${least} max=${most} step=${step} .value=${live(String(value))} @input=${typed((given) => move(end, Number(given)))} /><input class="field tone" type="number" aria-label="${title}, exactly" step=${step} .value=${live(shortened(value))} @change=${typed((given) => move(end, Number(given)))} /></div>`;
    return html`${row("Black at", "low", low)}${row("White at", "high", high)}`;
  }

  function picture() {
    return html`${NAMES.map(dial)}${tones()}${channels()}${tick("Invert", display.shown().invert, (invert) => display.wish({ invert }), "Shift+I")}
      <p class="hint">Changes how this file is shown, not the file. Kept for it in this browser.</p>`;
  }

  function shapes() {
    const { stroke, fill, filled, texts, by } = looks.look();
    return html`${share("Lines", stroke, (value) => looks.setLook({ stroke: value }))}
      ${share("Areas", fill, (value) => looks.setLook({ fill: value }))}
      ${tick("Fill areas", filled, (on) => looks.setLook({ filled: on }), "Shift+E")}
      ${choice("Labels", TEXTS, texts, (value) => looks.setLook({ texts: value }))}
      ${choice("Colour by", COLORINGS, by, (value) => looks.setLook({ by: value }))}
      ${by === "script" ? html`<ul class="legend">${looks.legend().map(({ name, color }) => html`<li>${swatch(color)}<span class="cut">${name}</span></li>`)}</ul>` : nothing}
      <p class="hint">For all files. Kept in this browser.</p>`;
  }

  function guides() {
    const { grid, step, crosshair, minimap } = looks.guides();
    return html`<div class="param"><label for="grid-on">Grid</label><input id="grid-on" type="checkbox" .checked=${live(grid)} @change=${ticked((on) => looks.setGuides({ grid: on }))} /><kbd>Shift+G</kbd></div>
      <label class="param" title="Pixels of the file between two lines; empty for as fine as the zoom can show"><span>Grid every</span><span class="with-unit"><input class="field" type="number" min="1" step="1" placeholder="as fits" .value=${live(step ? String(step) : "")} @change=${typed((given) => looks.setGuides({ step: Math.max(0, Math.round(Number(given))) }))} /><span>px</span></span></label>
      ${tick("Crosshair", crosshair, (on) => looks.setGuides({ crosshair: on }), "Shift+X")}
      ${tick("Minimap", minimap, (on) => looks.setGuides({ minimap: on }), "Shift+K")}
      ${scalePane.draw()}`;
  }

  function isPlain() {
    return open === "picture" ? display.isPlain() : looks.isPlain();
  }

  function reset() {
    if (open === "picture") display.reset();
    else looks.reset();
    tab()?.focus(); // the button is disabled now, and would lose the focus to nowhere
  }

  /** @returns {HTMLElement | null} */
  const tab = () => panel.querySelector(`#viewing-${open}`);

  /** @param {Pane} name */
  function choose(name) {
    open = name;
    draw();
  }

  /** @param {KeyboardEvent} event */
  function steer(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.stopPropagation();
    choose(ORDER[(ORDER.indexOf(open) + by + ORDER.length) % ORDER.length]);
    tab()?.focus();
  }

  function draw() {
    if (panel.hidden) return;
    const panes = { picture, shapes, guides };
    render(
      html`<header><span role="tablist" aria-label="What to change" @keydown=${steer}>${ORDER.map((name) => html`<button class="tab" role="tab" id="viewing-${name}" aria-selected=${name === open} aria-controls="viewing" tabindex=${name === open ? 0 : -1} @click=${() => choose(name)}>${PANES[name]}</button>`)}</span><span class="grow"></span>
          <button class="ghostb s" @click=${reset} ?disabled=${isPlain()}>Reset</button>
          <button class="ghostb s" @click=${() => toggle(false)} aria-label="Close the display panel">${icon("x")}</button></header>
        <div class="viewing" id="viewing" role="tabpanel" aria-labelledby="viewing-${open}">${panes[open]()}</div>`,
      panel,
    );
  }

  /** @param {boolean} [next] @param {Pane} [pane] */
  function toggle(next = Boolean(panel.hidden), pane = open) {
    panel.hidden = !next;
    choose(pane);
    if (next) panel.querySelector("input")?.focus();
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    toggle(false);
    panel.parentElement?.focus({ preventScroll: true });
  });

  return { draw, toggle, isOpen: () => !panel.hidden };
}

/** @param {number} value */
function shortened(value) {
  return Number(value.toPrecision(6)).toString();
}
