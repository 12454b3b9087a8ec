// What scripts ask the annotator and show beside the open file, and what a question is about.

import { createComparison } from "../panels/comparison.js";
import { createQuestions } from "../panels/questions.js";
import { verbsOf } from "../shapes/registry.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("../../types/local.d.ts").RunnerHost} RunnerHost */

/**
 * @param {object} page
 * @param {(id: string) => HTMLElement} page.element
 * @param {() => FileDocument | null} page.document
 * @param {() => boolean} page.isBusy a shape is in the hand
 * @param {(rect: Rect) => void} page.reveal
 * @param {(id: string) => void} page.select
 * @param {() => void} page.onChange
 */
export function createAsking({ element, document, isBusy, reveal, select, onChange }) {
  const questions = createQuestions(element("questions"), { look, onChange });
  const comparison = createComparison(element("comparison"));
  /** @type {(() => void)[]} */
  const waiting = [];
  /** @type {Set<{script: {id: string}, document: object, answer: (choice: null) => void}>} pairs that wait for the hand */
  const held = new Set();

  /** Do what would disturb a hand that draws once it rests. @param {() => void} then */
  function atRest(then) {
    if (isBusy()) waiting.push(then);
    else then();
  }

  // The tools hear of the same events; what they have in hand is known a task later.
  const rested = () => setTimeout(() => !isBusy() && waiting.splice(0).forEach((then) => then()));
  for (const name of ["pointerup", "pointercancel", "keyup"]) addEventListener(name, rested);

  /** @param {(pair: {script: {id: string}, document: object}) => boolean} goes */
  function dismiss(goes) {
    for (const pair of [...held].filter(goes)) {
      held.delete(pair);
      pair.answer(null);
    }
    comparison.dismiss(goes);
  }

  /** @param {string} id */
  function look(id) {
    select(id);
    show([id]);
  }

  /** @param {string[]} ids */
  function show(ids) {
    const shapes = ids.flatMap((id) => document()?.get(id) ?? []).map(({ geometry }) => verbsOf(geometry).bounds(geometry));
    if (shapes.length) reveal(union(shapes));
  }

  return {
    /** @type {RunnerHost["ask"]} */
    async ask(script, question, choices, about, asked) {
      if (asked !== document()) return null;
      const shown = about.filter((id) => asked.get(id));
      if (shown.length) atRest(() => asked === document() && show(shown));
      return questions.ask(script, question, choices, asked, shown);
    },
    /** @type {RunnerHost["compare"]} */
    compare(script, other, message, choices, asked) {
      return new Promise((answer) => {
        const pair = { script, document: asked, answer };
        held.add(pair);
        atRest(() => {
          const instances = asked.all().length;
          if (!held.delete(pair)) return; // its run is over, or the file was left
          answer(asked === document() ? comparison.show({ script, open: asked.file, other, message, choices, instances, document: asked }) : null);
        });
      });
    },
    /** What the first question is about, as it is now. @returns {Instance[]} */
    about: () => questions.about().flatMap((id) => document()?.get(id) ?? []),
    /** Put away what was asked about a document. @param {FileDocument} left */
    leave(left) {
      questions.leave(left);
      dismiss((pair) => pair.document === left);
    },
    /** Put away what a script asked that runs no more. @param {{id: string, name: string}} script */
    withdraw(script) {
      questions.withdraw(script);
      dismiss((pair) => pair.script.id === script.id);
    },
    focus: questions.focus,
    /** Say that a question is open, to somebody who wants what comes after it. @param {(level: string, text: string, source?: string) => void} notify */
    remind(notify) {
      const asker = questions.asker();
      if (asker) notify("info", "waits for an answer first: press Q.", asker.name);
    },
  };
}

/** @param {Rect[]} rects @returns {Rect} */
function union(rects) {
  const left = Math.min(...rects.map(([x]) => x));
  const top = Math.min(...rects.map(([, y]) => y));
  const right = Math.max(...rects.map(([x, , width]) => x + width));
  const bottom = Math.max(...rects.map(([, y, , height]) => y + height));
  return [left, top, right - left, bottom - top];
}
