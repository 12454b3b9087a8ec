// Short messages over the picture's lower corner. They go by themselves, errors stay until dismissed.

import { html, nothing, render, repeat } from "../../vendor/lit.js";
import { icon } from "./icon.js";

/** @typedef {import("../../types/local.d.ts").NoticeAction} Action */
/** @typedef {import("../../types/local.d.ts").Topic} Topic */

const STAY_MS = 6_000;
const MOST = 4;

/** @param {HTMLElement} element */
export function createNotices(element) {
  /** @type {{id: number, level: string, text: string, source?: string, action?: Action, topic?: Topic}[]} */
  let notices = [];
  let counter = 0;
  let asked = false;

  /** @param {number} id */
  function dismiss(id) {
    notices = notices.filter((notice) => notice.id !== id);
    draw();
  }

  /** @param {number} id @param {Action} action */
  function act(id, action) {
    dismiss(id);
    action.run();
  }

  /** Draw once a frame, however many are said. */
  function draw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      drawNow();
    });
  }

  function drawNow() {
    render(
      repeat(
        notices,
        ({ id }) => id,
        ({ id, level, text, source, action }) =>
          html`<div class="notice ${level}" role=${level === "error" ? "alert" : "status"}>
            <p>${source ? html`<b>${source}</b> ` : nothing}${text}</p>
            ${action ? html`<button class="ghostb s line" @click=${() => act(id, action)}>${action.title}</button>` : nothing}
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
     * @param {Action} [action]
     * @param {Topic} [topic]
     * @returns {() => void} takes it away again
     */
    add(level, text, source, action, topic) {
      counter += 1;
      const id = counter;
      const others = notices.filter((notice) => (notice.text !== text || notice.source !== source) && !isReplaced(notice.topic, topic));
      notices = [...others, { id, level, text, source, action, topic }].slice(-MOST);
      if (level !== "error") setTimeout(() => dismiss(id), STAY_MS);
      draw();
      return () => dismiss(id);
    },
  };
}

/** Say whether what a notice was about has been run again. @param {Topic | undefined} old @param {Topic | undefined} topic */
function isReplaced(old, topic) {
  return old !== undefined && old.step === topic?.step && old.run !== topic.run;
}
