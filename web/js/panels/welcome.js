// The first visit: three lines on how to begin, until they are put away or the first shape is drawn.

import { html, nothing, render } from "../../vendor/lit.js";
import { local } from "../store/pockets.js";
import { chords } from "./chords.js";
import { icon } from "./icon.js";

const KEPT = "limner.welcomed";

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => number | null} page.count of the instances of the open file, null where none is open
 * @param {(action: string) => string} page.keys of an action
 * @param {() => string | null} page.script one that answers what is drawn
 */
export function createWelcome(element, { count, keys, script }) {
  let isOver = local.getItem(KEPT) !== null;
  let isShown = false;

  function close() {
    local.setItem(KEPT, "yes");
    isOver = true;
    isShown = false;
    draw();
  }

  /** @param {string} action */
  const key = (action) => chords(keys(action).split(" ")[0]);

  function card() {
    const name = script();
    return html`<header><b class="grow">Three things to begin with</b><button class="ghostb s" @click=${close} aria-label="Close" title="Close, once and for all">${icon("x")}</button></header>
      <p>${icon("square")}<span>${key("tool.box")} and drag a box round something, or ${key("tool.polygon")} and click its outline.</span></p>
      <p>${icon("file-code")}<span>${name ? html`<b>${name}</b> answers what you draw, and you go on editing its shape.` : "A script can answer what you draw: turn one on below, or pick one in the library."}</span></p>
      <p>${icon("command")}<span>All is saved as you go. ${key("undo")} takes back, ${key("palette")} finds any command, ${key("keys")} lists the keys.</span></p>`;
  }

  function draw() {
    const many = count();
    if (isShown && many) return close();
    isShown = !isOver && many === 0;
    element.hidden = !isShown;
    render(isShown ? card() : nothing, element);
  }

  return { draw };
}
