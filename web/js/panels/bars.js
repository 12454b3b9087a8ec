// The top bar's word on saving, and the last line: pointer, zoom, image, cells, latency.

import { html, nothing, render } from "../../vendor/lit.js";
import { icon } from "./icon.js";
import { milliseconds } from "./cards.js";

/**
 * @param {HTMLElement} element
 * @param {import("../store/outbox.js").OutboxState} state
 * @param {number} unsaved
 */
export function drawSaved(element, state, unsaved) {
  if (!element.dataset.live) element.replaceChildren();
  element.dataset.live = "yes"; // what the server rendered gives way to the live word
  const many = `${unsaved} unsaved`;
  const words = {
    saved: html`${icon("check")}All saved`,
    saving: html`${icon("loader-circle")}Saving ${unsaved || ""}`,
    offline: html`${icon("cloud-off")}Offline · ${many}`,
    "signed-out": html`${icon("cloud-off")}Signed out · ${many}`,
  };
  element.className = `saved ${{ saved: "", saving: "busy", offline: "late", "signed-out": "late" }[state]}`;
  render(words[state], element);
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
