// The labels of the project: a tree whose leaves are chosen by mouse or number key; search finds them, a form adds one.

import { html, nothing, render } from "../../vendor/lit.js";
import { bestOf, found } from "../ontology/searching.js";
import { icon } from "./icon.js";
import { swatch } from "./swatch.js";

/** @typedef {import("../../types/data.d.ts").Label} Label */

const COLORS = ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00"];
const MANY = 10;
const KEYS = 9;

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Label[]} page.labels
 * @param {() => Label | null} page.active
 * @param {(name: string) => void} page.choose
 * @param {(label: Label) => Promise<void>} page.add rejects with a message
 * @param {string} page.editor where all of them are edited
 */
export function createLabelsPanel(element, page) {
  let adding = false;
  let wrong = "";
  let wanted = "";
  /** Which of those that are found Enter takes. */
  let at = 0;
  /** @type {string | undefined} the one that was last brought into sight */
  let seen;

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

  /** The branches that are shown: those that are looked for, and what they lie below. */
  const shown = () => found(page.labels(), wanted);

  function leaves() {
    return shown().flatMap(({ label, leaf }) => (leaf ? [label] : []));
  }

  /** @param {number} index of a label among those that are shown */
  function choose(index) {
    const label = leaves()[index];
    if (label) page.choose(label.name);
  }

  /** @param {KeyboardEvent} event */
  function searched(event) {
    const way = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter") choose(at);
    if (way) at = Math.min(Math.max(0, at + way), leaves().length - 1);
    if (event.key !== "Enter" && event.key !== "Escape" && !way) return;
    event.preventDefault();
    if (!way) wanted = "";
    draw();
    if (way) return element.querySelector(".lab.meant")?.scrollIntoView({ block: "nearest" });
    return document.getElementById("stage")?.focus({ preventScroll: true });
  }

  function search() {
    return html`<label class="find">${icon("search", 12)}<input class="field" type="search" placeholder="Find a label" aria-label="Find a label" .value=${wanted} @input=${(/** @type {Event} */ { target }) => {
      wanted = /** @type {HTMLInputElement} */ (target).value;
      at = bestOf(leaves(), wanted);
      draw();
    }} @keydown=${searched} /></label>`;
  }

  function tree() {
    const active = page.active()?.name;
    let [number, last] = [0, 0];
    return shown().map(({ label: { name, title, color }, depth, leaf }) => {
      const apart = leaf && depth < last ? html`<div class="branch"></div>` : nothing;
      last = leaf ? depth : depth + 1;
      if (!leaf) return html`<div class="branch cut" .style=${`padding-left:${depth * 12}px`} title=${name}>${title || name}</div>`;
      const key = (number += 1);
      return html`${apart}<button class="lab ${wanted && key === at + 1 ? "meant" : ""}" aria-pressed=${name === active} @click=${() => page.choose(name)} title=${title && title !== name ? `${title} (${name})` : name}>
        ${swatch(color)}<span class="cut">${title || name}</span>${key <= KEYS ? html`<kbd>${key}</kbd>` : nothing}
      </button>`;
    });
  }

  function draw() {
    const labels = page.labels();
    const nested = labels.some(({ parent }) => parent);
    render(
      html`<h2 aria-label="Labels">Labels <button class="ghostb s" @click=${toggle} title="Add a label" aria-label="Add a label" aria-expanded=${adding}>${icon("plus")}</button>
          <span class="grow"></span><a class="ghostb s" href=${page.editor} title="Labels, attributes and rules of the project" aria-label="Edit labels and attributes">${icon("pencil", 12)}</a></h2>
        ${labels.length >= MANY ? search() : nothing}
        <div class="labels ${nested ? "nested" : ""}">${tree()}</div>
        ${wanted && !leaves().length ? html`<p class="hint">No label has “${wanted}” in it.</p>` : nothing}
        ${labels.length || adding ? nothing : html`<p class="hint">No labels yet. Shapes can be drawn without one.</p>`}
        ${adding ? form() : nothing}`,
      element,
    );
    const active = page.active()?.name;
    if (active !== seen && !wanted) element.querySelector(".lab[aria-pressed=true]")?.scrollIntoView({ block: "nearest" });
    if (!wanted) seen = active;
  }
  return {
    draw,
    choose,
    /** Begin to look for a label. */
    find() {
      const field = element.querySelector("input[type=search]") ?? element.querySelector(".lab[aria-pressed=true]") ?? element.querySelector(".lab");
      if (field instanceof HTMLElement) field.focus();
    },
  };
}
