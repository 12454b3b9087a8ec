// Questions of scripts to the annotator: cards above the notices. They wait, and nothing else waits for them.

import { html, nothing, render, repeat } from "../../vendor/lit.js";
import { verbsOf } from "../shapes/registry.js";
import { icon } from "./icon.js";

/** @typedef {{id: string, name: string}} Asker */
/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../store/document.js").Instances} Instances */
/** @typedef {{id: number, script: Asker, text: string, choices: string[], document: Instances, about: string[], answer: (choice: string | null) => void}} Question */

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {(id: string) => void} page.look show one of the instances a question is about
 * @param {() => void} page.onChange what is asked about has changed
 */
export function createQuestions(element, { look, onChange }) {
  /** @type {Question[]} */
  let open = [];
  let counter = 0;

  /** @param {Question} question @param {string | null} choice */
  function close(question, choice) {
    if (!open.includes(question)) return;
    open = open.filter((one) => one !== question);
    draw();
    if (question.about.length) onChange();
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
            ${question.about.length ? html`<div class="about" role="group" aria-label="What it is about">${question.about.map((id, index) => named(question, id, index))}</div>` : nothing}
            <div class="choices">
              ${question.choices.map((choice, index) => html`<button class=${index ? "ghostb line" : "primary"} @click=${() => close(question, choice)}>${choice}</button>`)}
              ${open.indexOf(question) === 0 ? html`<span class="hint"><kbd>Q</kbd></span>` : nothing}
            </div>
          </div>`,
      ),
      element,
    );
  }

  /** @param {Question} question @param {string} id @param {number} index */
  function named({ document }, id, index) {
    const instance = document.get(id);
    if (!instance) return nothing;
    const { geometry, label } = instance;
    return html`<button class="ghostb s line" @click=${() => look(id)} title="Select this ${geometry.kind}"><i>${index + 1}</i>${label ?? "no label"} <span class="dim">${verbsOf(geometry).measure(geometry)}</span></button>`;
  }

  return {
    /**
     * Ask, and give the choice, or null where the question was put away.
     * @param {Asker} script the one that asks
     * @param {string} text
     * @param {string[]} choices
     * @param {Instances} document of the file the question is about: it goes when that is left
     * @param {string[]} [about] ids of instances
     * @returns {Promise<string | null>}
     */
    ask(script, text, choices, document, about = []) {
      counter += 1;
      return new Promise((answer) => {
        open = [...open, { id: counter, script, text, choices, document, about, answer }];
        draw();
        if (about.length) onChange();
      });
    },
    /** Put away what was asked about a document. @param {Instances} document */
    leave(document) {
      for (const question of open.filter((one) => one.document === document)) close(question, null);
    },
    /** Put away what a script asked that runs no more. @param {Asker} script */
    withdraw({ id }) {
      for (const question of open.filter((one) => one.script.id === id)) close(question, null);
    },
    /** What the first question that is open is about: ids of instances. */
    about: () => open[0]?.about ?? [],
    /** The script whose question is first. @returns {Asker | null} */
    asker: () => open[0]?.script ?? null,
    /** Give the first question the keyboard. @returns {boolean} whether there is one */
    focus() {
      const button = /** @type {HTMLElement | null} */ (element.querySelector(".choices button"));
      button?.focus();
      return button !== null;
    },
  };
}
