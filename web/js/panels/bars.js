// The top bar's word on saving, and the last line: pointer, zoom, image, cells, latency.

import { html, nothing, render } from "../../vendor/lit.js";
import { icon } from "./icon.js";
import { milliseconds } from "./cards.js";

/** @typedef {import("../store/outbox.js").OutboxState} OutboxState */

/** @type {Record<OutboxState, string>} */
const CLASSES = { saved: "", saving: "busy", offline: "late", full: "late", "signed-out": "late" };
/** @type {Record<OutboxState, string>} */
const LATE = { saved: "", saving: "", offline: "Offline", full: "The server’s disk is full", "signed-out": "Signed out" };

/**
 * @param {HTMLElement} element
 * @param {OutboxState} state
 * @param {import("../store/outbox.js").Standing} standing
 */
export function drawSaved(element, state, { unsaved, unkept, why }) {
  if (!element.dataset.live) element.replaceChildren();
  element.dataset.live = "yes"; // what the server rendered gives way to the live word
  const late = Boolean(LATE[state]);
  const where = unkept ? "Keep this tab open: the browser does not keep what is unsaved." : "What is unsaved is kept in this browser until the server has it.";
  element.className = `saved ${CLASSES[state]}`;
  element.title = late ? `${why}. ${where}` : "";
  render(late ? html`${icon("cloud-off")}${LATE[state]} · ${unsaved} unsaved${unkept ? ", only in this tab" : nothing}` : onTime(state, unsaved), element);
}

/** @param {OutboxState} state @param {number} unsaved */
function onTime(state, unsaved) {
  return state === "saved" ? html`${icon("check")}All saved` : html`${icon("loader-circle")}Saving ${unsaved || ""}`;
}

/**
 * @param {HTMLElement} element
 * @param {object} now
 * @param {[number, number] | null} now.pointer in pixels of the file
 * @param {number} now.zoom
 * @param {import("../../types/data.d.ts").FileView} now.file
 * @param {number} now.cells
 * @param {import("../host/timings.js").RunRecord | null} now.last
 */
export function drawStatus(element, { pointer, zoom, file, cells, last }) {
  const percent = zoom * 100;
  render(
    html`<span class="at">${pointer ? `${Math.floor(pointer[0])}, ${Math.floor(pointer[1])}` : "–"}</span>
      <span class="zoom">${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %</span>
      <span>${file.width}×${file.height}</span>
      <span class="grow"></span>
      <span>${cells} ${cells === 1 ? "cell" : "cells"} warm</span>
      ${last ? html`<span>event ${milliseconds(last.event + last.queue)} ms</span><span>last run ${milliseconds(last.run_ms)} ms</span>` : nothing}`,
    element,
  );
}
