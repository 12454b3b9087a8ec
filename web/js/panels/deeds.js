// The bar over the picture with what can be done to the shapes that are selected; without any of it, no bar.

import { html, nothing, render } from "../../vendor/lit.js";

/** Actions and their words on the bar, in groups. @type {[string, string][][]} */
const GROUPS = [
  [["tool.cut", "Cut"], ["redraw", "Redraw"], ["tool.hole", "Hole"], ["tool.part", "Part"], ["hole.fill", "Fill holes"], ["parts.split", "Split parts"]],
  [["combine.union", "Union"], ["combine.subtract", "Subtract"], ["combine.intersect", "Intersect"], ["combine.join", "Join"]],
  [["simplify", "Simplify"], ["smooth", "Smooth"], ["round", "Round off"]],
  [["convert.box", "As box"], ["convert.polygon", "As polygon"], ["convert.mask", "As mask"], ["convert.ellipse", "As ellipse"], ["convert.polyline", "As line"]],
];

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {import("../pages/actions.js").Actions} page.actions
 * @param {() => boolean} page.isOpen whether there is something to do it to
 * @param {() => boolean} page.isSolo
 * @param {(bar: HTMLElement) => boolean} page.isLow whether the bar, as it is drawn, is to lie low
 */
export function createDeeds(element, { actions, isOpen, isSolo, isLow }) {
  /** @param {[string, string]} deed @param {Map<string, import("../../types/local.d.ts").Action>} known */
  function button([id, word], known) {
    const action = known.get(id);
    if (!action || action.enabled?.() === false) return [];
    return [html`<button class="ghostb s" data-action=${id} data-picture title="${action.title}${action.keys ? ` (${action.keys})` : ""}">${word}</button>`];
  }

  function bar() {
    const known = new Map(actions.all().map((one) => [one.id, one]));
    const groups = isOpen() ? GROUPS.map((group) => group.flatMap((deed) => button(deed, known))).filter(({ length }) => length) : [];
    if (isSolo()) groups.unshift([html`<span role="status">Only some shapes are shown</span><button class="ghostb s line" data-action="solo" data-picture>Show all</button>`]);
    return groups.length ? html`<div class="deeds" role="toolbar" aria-label="What can be done to the selection">${groups.map((group) => html`<span>${group}</span>`)}</div>` : nothing;
  }

  function place() {
    const [drawn] = element.children;
    if (drawn instanceof HTMLElement) element.classList.toggle("low", isLow(drawn));
  }

  return {
    draw() {
      render(bar(), element);
      place();
    },
    place,
  };
}
