// Two files side by side: the open one, and another that a script shows.

import { html, nothing, render } from "../../vendor/lit.js";
import { digitOf, keyOf } from "../pages/layouts.js";
import { icon } from "./icon.js";

/** @typedef {import("../../types/data.d.ts").FileView} FileView */
/** @typedef {{id: string, name: string}} Asker */
/**
 * @typedef {object} Pair
 * @property {Asker} script the one that shows them
 * @property {FileView} open
 * @property {FileView} other
 * @property {number} instances of the open file, as they are now
 * @property {string} message
 * @property {string[]} choices
 * @property {object} document goes when it is left
 */

const ALIKE = 1.5; // sizes within this are shown to one scale, so that what was cropped is seen
const LARGEST = 4;
const UNITS = ["B", "KB", "MB", "GB"];

/** @param {HTMLElement} element */
export function createComparison(element) {
  /** @type {{pair: Pair, answer: (choice: string | null) => void}[]} */
  const waiting = [];
  let toScale = false;

  const dialog = () => /** @type {HTMLDialogElement | null} */ (element.querySelector("dialog"));

  function next() {
    if (!waiting.length) return;
    const { open, other } = waiting[0].pair;
    const ratio = Math.max(open.width, open.height) / Math.max(other.width, other.height);
    toScale = ratio < ALIKE && ratio > 1 / ALIKE;
    draw();
    dialog()?.showModal();
    draw(); // the panes have their sizes now
  }

  /** @param {string | null} choice */
  function close(choice) {
    const shown = dialog();
    if (!shown) return;
    shown.close(); // before it goes, so that the focus returns to where it was
    render(nothing, element);
    waiting.shift()?.answer(choice);
    next();
  }

  /** @param {boolean} wanted */
  function scale(wanted) {
    toScale = wanted;
    draw();
  }

  /** @param {KeyboardEvent} event */
  function struck(event) {
    const { choices } = waiting[0].pair;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = Number(digitOf(event) ?? event.key);
    if (keyOf(event).toLowerCase() === "s") scale(!toScale);
    else if (choices[digit - 1] !== undefined) close(choices[digit - 1]);
    else return;
    event.preventDefault();
  }

  function draw() {
    const [{ pair }] = waiting;
    const { script, open, other, message, choices, instances } = pair;
    const panes = [...element.querySelectorAll(".pane")].map(({ clientWidth, clientHeight }) => /** @type {[number, number]} */ ([clientWidth, clientHeight]));
    const fits = [open, other].map((file, index) => fit(file, panes[index] ?? [0, 0]));
    const same = Math.min(...fits);
    const shown = fits.map((one) => (toScale ? same : one));
    render(
      html`<dialog class="compare" aria-label="Two files side by side" @keydown=${struck} @cancel=${put} @close=${closed}>
        <header>
          <span>Side by side</span><span class="grow"></span>
          <span class="scales" role="group" aria-label="Scale">
            <button class="ghostb s line" aria-pressed=${!toScale} @click=${() => scale(false)}>Fit each</button>
            <button class="ghostb s line" aria-pressed=${toScale} @click=${() => scale(true)}>Same scale</button><kbd>S</kbd>
          </span>
          <button class="ghostb s" ?autofocus=${!choices.length} @click=${() => close(null)} aria-label="Close">${icon("x")}<kbd>Esc</kbd></button>
        </header>
        <p class="told"><b>${script.name}</b> ${message}</p>
        <div class="pair">${figure({ ...open, instances }, shown[0], other, true)}${figure(other, shown[1], open, false)}</div>
        ${choices.length
          ? html`<footer>
              ${choices.map((choice, index) => html`<button class=${index ? "ghostb line" : "primary"} ?autofocus=${index === 0} @click=${() => close(choice)}>${choice}<kbd>${index + 1}</kbd></button>`)}
            </footer>`
          : nothing}
      </dialog>`,
      element,
    );
  }

  /** @param {Event} event */
  function put(event) {
    event.preventDefault(); // Escape: closed by `close`, once
    close(null);
  }

  /** @param {Event} event of this dialog, or of one that is gone already */
  function closed({ target }) {
    if (target === dialog()) close(null);
  }

  addEventListener("resize", () => dialog()?.open && draw());

  return {
    /**
     * Show a pair, and give the choice, or null where it was closed.
     * @param {Pair} pair
     * @returns {Promise<string | null>}
     */
    show(pair) {
      return new Promise((answer) => {
        waiting.push({ pair, answer });
        if (waiting.length === 1) next();
      });
    },
    /** Put away the pairs that fit. @param {(pair: Pair) => boolean} goes */
    dismiss(goes) {
      const later = waiting.slice(1).filter(({ pair }) => goes(pair));
      for (const one of later) {
        waiting.splice(waiting.indexOf(one), 1);
        one.answer(null);
      }
      if (waiting.length && goes(waiting[0].pair)) close(null);
    },
  };
}

/**
 * Give the scale at which a file fills its pane.
 * @param {FileView} file
 * @param {[number, number]} pane
 */
function fit({ width, height }, [wide, high]) {
  return Math.min(wide / width, high / height, LARGEST);
}

/**
 * @param {FileView} file
 * @param {number} scale
 * @param {FileView} beside
 * @param {boolean} isOpen
 */
function figure(file, scale, beside, isOpen) {
  const [width, height] = [Math.max(1, Math.round(file.width * scale)), Math.max(1, Math.round(file.height * scale))];
  /** @param {boolean} differs */
  const mark = (differs) => (differs ? "differs" : "");
  return html`<figure aria-label=${file.name}>
    <div class="pane"><img src=${file.content} alt=${file.name} .width=${width} .height=${height} draggable="false" /></div>
    <figcaption>
      <div class="line"><b class="cut" title=${file.name}>${file.name}</b>${isOpen
        ? html`<span class="chip">open here</span>`
        : html`<a class="ghostb s line" href="/files/${encodeURIComponent(file.id)}" target="_blank" rel="noopener">${icon("maximize", 12)} Open in a new tab</a>`}</div>
      <div class="line facts-of">
        <span class=${mark(file.width !== beside.width || file.height !== beside.height)}>${file.width} × ${file.height} px</span>
        <span class=${mark(file.size !== beside.size)}>${bytes(file.size)}</span>
        <span>${file.state === "done" ? html`${icon("check", 12)} Done` : "To do"}</span>
        <span>${count(file.instances)}</span>
        <span class="dim">${Math.round(scale * 100)} %</span>
      </div>
    </figcaption>
  </figure>`;
}

/** @param {number} instances */
function count(instances) {
  return `${instances.toLocaleString("en")} ${instances === 1 ? "instance" : "instances"}`;
}

/** @param {number} size */
function bytes(size) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, size)) / Math.log(1024)));
  return `${(size / 1024 ** power).toFixed(power ? 1 : 0)} ${UNITS[power]}`;
}
