// The people in the top bar: a mark for each, and a list with one's own name.

import { html, live, nothing, render } from "../../vendor/lit.js";
import { NOBODY } from "../store/me.js";
import { icon } from "./icon.js";

/** @typedef {import("../../types/data.d.ts").Person & {here: boolean}} Other */

const SHOWN = 4;

/**
 * @param {HTMLElement} button
 * @param {HTMLElement} panel
 * @param {object} page
 * @param {() => Other[]} page.others
 * @param {() => string} page.name one's own
 * @param {(name: string) => void} page.rename
 */
export function createPeople(button, panel, { others, name, rename }) {
  button.replaceChildren(); // what the server rendered gives way to the live marks

  function drawButton() {
    const all = others();
    const here = all.filter((one) => one.here).length;
    const word = all.length ? `${all.length} ${all.length === 1 ? "other is" : "others are"} here, ${here} on this file` : "Nobody else is here";
    button.title = `${word}. Who is here, and your name`;
    button.setAttribute("aria-label", button.title);
    button.setAttribute("aria-expanded", String(!panel.hidden));
    const marks = all.slice(0, SHOWN).map((one) => html`<i class=${one.here ? "here" : nothing}>${initials(one.name)}</i>`);
    render(html`${marks}${all.length > SHOWN ? html`<i>+${all.length - SHOWN}</i>` : nothing}${all.length ? nothing : icon("user")}`, button);
  }

  function drawPanel() {
    const [all, own] = [others(), name()];
    render(
      html`<label class="own">Your name<input class="field" maxlength="60" autocomplete="name" placeholder="Shown to others and in the history" .value=${live(own === NOBODY ? "" : own)} @change=${change} @keydown=${keys} /></label>
        ${all.length ? html`<ul>${all.map((one) => html`<li><i class=${one.here ? "here" : nothing}>${initials(one.name)}</i><span class="cut grow">${shown(one.name)}</span>${where(one)}</li>`)}</ul>` : html`<p class="hint">Nobody else has this project open.</p>`}`,
      panel,
    );
  }

  /** @param {Other} one */
  function where({ here, file }) {
    if (here) return html`<span class="dim">on this file</span>`;
    return file ? html`<a href="/files/${file}">on another file</a>` : nothing;
  }

  /** @param {Event} event */
  function change({ target }) {
    rename(/** @type {HTMLInputElement} */ (target).value);
    draw();
  }

  /** @param {KeyboardEvent} event */
  function keys(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.stopPropagation();
    if (event.key === "Enter") change(event);
    toggle(false);
    document.getElementById("stage")?.focus({ preventScroll: true });
  }

  function draw() {
    drawButton();
    if (!panel.hidden) drawPanel();
  }

  /** @param {boolean} [open] */
  function toggle(open = Boolean(panel.hidden)) {
    panel.hidden = !open;
    draw();
    if (open) panel.querySelector("input")?.focus();
  }

  document.addEventListener("pointerdown", ({ target }) => {
    if (!panel.hidden && target instanceof Node && !panel.contains(target) && !button.contains(target)) toggle(false);
  });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));
  draw();

  return { draw, toggle: () => toggle() };
}

/** @param {string} name */
function shown(name) {
  return name === NOBODY ? "Somebody without a name" : name;
}

/** @param {string} name */
function initials(name) {
  const words = name === NOBODY ? ["?"] : name.split(/\s+/u).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}
