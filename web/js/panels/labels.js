// The labels of the project: choose one by mouse or number key, add one.

import { html, nothing, render } from "../../vendor/lit.js";
import { icon } from "./icon.js";
import { swatch } from "./swatch.js";

const COLORS = ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00"];

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => import("../../types/data.d.ts").Label[]} page.labels
 * @param {() => import("../../types/data.d.ts").Label | null} page.active
 * @param {(name: string) => void} page.choose
 * @param {(label: import("../../types/data.d.ts").Label) => Promise<void>} page.add rejects with a message
 */
export function createLabelsPanel(element, page) {
  let adding = false;
  let wrong = "";

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    try {
      await page.add({ name: String(data.get("name")).trim(), color: String(data.get("color")) });
      [adding, wrong] = [false, ""];
    } catch (error) {
      wrong = /** @type {Error} */ (error).message;
    }
    draw();
  }

  function toggle() {
    adding = !adding;
    wrong = "";
    draw();
    if (adding) /** @type {HTMLInputElement | null} */ (element.querySelector("input[name=name]"))?.focus();
  }

  function form() {
    const color = COLORS[page.labels().length % COLORS.length];
    return html`<form class="new-label" @submit=${submit} @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && toggle()}>
        <input type="color" name="color" value=${color} aria-label="Colour" />
        <input class="field grow" name="name" placeholder="Name" required maxlength="200" aria-label="Name" />
        <button class="primary">Add</button>
      </form>
      ${wrong ? html`<p class="warn">${wrong}</p>` : nothing}`;
  }

  function draw() {
    const active = page.active()?.name;
    render(
      html`<h2>Labels <button class="ghostb s" @click=${toggle} title="Add a label" aria-label="Add a label" aria-expanded=${adding}>${icon("plus")}</button></h2>
        <div class="labels">
          ${page.labels().map(
            ({ name, color }, index) =>
              html`<button class="lab" aria-pressed=${name === active} @click=${() => page.choose(name)} title=${name}>
                ${swatch(color)}<span class="cut">${name}</span>${index < 9 ? html`<kbd>${index + 1}</kbd>` : nothing}
              </button>`,
          )}
        </div>
        ${page.labels().length || adding ? nothing : html`<p class="hint">No labels yet. Shapes can be drawn without one.</p>`}
        ${adding ? form() : nothing}`,
      element,
    );
  }
  return { draw };
}
