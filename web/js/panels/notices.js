// Short messages over the picture's lower corner. They go by themselves, errors stay until dismissed.

import { html, nothing, render, repeat } from "../../vendor/lit.js";
import { icon } from "./icon.js";

const STAY_MS = 6_000;
const MOST = 4;

/** @param {HTMLElement} element */
export function createNotices(element) {
  /** @type {{id: number, level: string, text: string, source?: string}[]} */
  let notices = [];
  let counter = 0;

  /** @param {number} id */
  function dismiss(id) {
    notices = notices.filter((notice) => notice.id !== id);
    draw();
  }

  function draw() {
    render(
      repeat(
        notices,
        ({ id }) => id,
        ({ id, level, text, source }) =>
          html`<div class="notice ${level}" role=${level === "error" ? "alert" : "status"}>
            <p>${source ? html`<b>${source}</b> ` : nothing}${text}</p>
            <button class="ghostb s" @click=${() => dismiss(id)} aria-label="Dismiss">${icon("x")}</button>
          </div>`,
      ),
      element,
    );
  }

  return {
    /**
     * @param {string} level
     * @param {string} text
     * @param {string} [source] the script that says it
     */
    add(level, text, source) {
      counter += 1;
      const id = counter;
      const others = notices.filter((notice) => notice.text !== text || notice.source !== source);
      notices = [...others, { id, level, text, source }].slice(-MOST);
      if (level !== "error") setTimeout(() => dismiss(id), STAY_MS);
      draw();
    },
  };
}
