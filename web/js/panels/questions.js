// Questions of scripts to the annotator: cards above the notices. They wait, and nothing else waits for them.

import { html, nothing, render, repeat } from "../../vendor/lit.js";
import { icon } from "./icon.js";

/** @typedef {{id: string, name: string}} Asker */
/** @typedef {{id: number, script: Asker, text: string, choices: string[], document: object, answer: (choice: string | null) => void}} Question */

/**
 * @param {HTMLElement} element
 */
export function createQuestions(element) {
  /** @type {Question[]} */
  let open = [];
  let counter = 0;

  /** @param {Question} question @param {string | null} choice */
  function close(question, choice) {
    if (!open.includes(question)) return;
    open = open.filter((one) => one !== question);
    draw();
    question.answer(choice);
  }

  function draw() {
    render(
      repeat(
        open,
        ({ id }) => id,
        (question) =>
          html`<div class="notice question" role="group" aria-label="A question of ${question.script.name}">
            <p role="alert"><b>${question.script.name}</b> ${question.text}</p>
            <button class="ghostb s" @click=${() => close(question, null)} aria-label="Put the question away">${icon("x")}</button>
            <div class="choices">
              ${question.choices.map((choice, index) => html`<button class=${index ? "ghostb line" : "primary"} @click=${() => close(question, choice)}>${choice}</button>`)}
              ${open.indexOf(question) === 0 ? html`<span class="hint"><kbd>Q</kbd></span>` : nothing}
            </div>
          </div>`,
      ),
      element,
    );
  }

  return {
    /**
     * Ask, and give the choice, or null where the question was put away.
     * @param {Asker} script the one that asks
     * @param {string} text
     * @param {string[]} choices
     * @param {object} document what the question is about: it goes when that is left
     * @returns {Promise<string | null>}
     */
    ask(script, text, choices, document) {
      counter += 1;
      return new Promise((answer) => {
        open = [...open, { id: counter, script, text, choices, document, answer }];
        draw();
      });
    },
    /** Put away what was asked about a document. @param {object} document */
    leave(document) {
      for (const question of open.filter((one) => one.document === document)) close(question, null);
    },
    /** Put away what a script asked that runs no more. @param {Asker} script */
    withdraw({ id }) {
      for (const question of open.filter((one) => one.script.id === id)) close(question, null);
    },
    /** Give the first question the keyboard. @returns {boolean} whether there is one */
    focus() {
      const button = /** @type {HTMLElement | null} */ (element.querySelector(".choices button"));
      button?.focus();
      return button !== null;
    },
  };
}
