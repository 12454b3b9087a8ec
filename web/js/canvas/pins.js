// Pins on the picture: buttons, so that the keyboard and screen readers reach them; they move with the view.

import { html, nothing, render } from "../../vendor/lit.js";

/** @typedef {{id: string, x: number, y: number, text: string, resolved: boolean, number: number, isChosen: boolean}} Pin in pixels of the file */

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => Pin[]} page.pins
 * @param {() => {x: number, y: number} | null} page.draft where one is about to be
 * @param {import("./viewport.js").Viewport} page.view
 * @param {(id: string) => void} page.choose
 */
export function createPins(element, { pins, draft, view, choose }) {
  let at = "";

  /** @param {{x: number, y: number}} point */
  function where({ x, y }) {
    const [sx, sy] = view.toStage(x, y);
    return `transform:translate(${Math.round(sx)}px,${Math.round(sy)}px)`;
  }

  function draw() {
    const next = draft();
    at = spot();
    render(
      html`${pins().map(
        (pin) =>
          html`<button class="pin ${pin.resolved ? "resolved" : ""}" data-comment=${pin.id} aria-pressed=${pin.isChosen} aria-label="Comment ${pin.number}: ${pin.text.slice(0, 80)}" title=${pin.text.slice(0, 200)} .style=${where(pin)} @click=${() => choose(pin.id)}><span>${pin.number}</span></button>`,
      )}${next ? html`<i class="pin draft" .style=${where(next)}><span>+</span></i>` : nothing}`,
      element,
    );
  }

  function spot() {
    return `${view.state.x},${view.state.y},${view.state.scale}`;
  }

  return {
    draw,
    /** The view may have moved. */
    place() {
      if (spot() !== at && element.childElementCount) draw();
    },
  };
}
