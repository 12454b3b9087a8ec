// The scripts as cards: state, hooks, live parameters, progress and Stop, the error at its line.

import { html, live, nothing, svg } from "../../vendor/lit.js";
import { icon } from "./icon.js";

/** @typedef {import("../host/runner.js").Runner} Runner */
/** @typedef {import("../../types/data.d.ts").Parameter} Parameter */

/**
 * @typedef {object} CardActions
 * @property {(runner: Runner) => void} switchOn
 * @property {(runner: Runner) => void} switchOff
 * @property {(runner: Runner) => void} command
 * @property {(runner: Runner, name: string, value: unknown) => void} setParam
 */

/**
 * @param {Runner} runner
 * @param {CardActions} actions
 */
export function card(runner, actions) {
  const { state, error } = runner.view;
  const script = runner.script();
  const tone = state === "failed" || error ? "bad" : state === "ready" || state === "running" ? "on" : "";
  return html`<article class="card ${tone}" aria-label=${script.name}>
    <header>
      <b class="cut" title=${script.description}>${script.name}</b>
      <span class="place">${icon("globe", 12)}browser</span>
      ${stateOf(runner)} ${buttons(runner, actions)}
    </header>
    <span class="hook cut">${hooksOf(runner)}</span>
    <div class="slot">${state === "running" || state === "loading" ? bar(runner) : nothing}</div>
    ${error ? html`<div class="err">${error.line === null ? "" : `line ${error.line}: `}${error.message}</div>` : params(runner, actions)}
    <footer>${spark(runner.view.spark)}<span>${runner.view.lastMs === null ? "" : `${milliseconds(runner.view.lastMs)} ms`}</span></footer>
  </article>`;
}

/** @param {Runner} runner */
function stateOf({ view, waiting }) {
  const seconds = ((performance.now() - view.since) / 1000).toFixed(1);
  const queued = waiting() ? ` · ${waiting()} waiting` : "";
  const words = { off: "off", loading: `loading ${seconds} s`, ready: "ready", running: `running ${seconds} s`, stopping: "stopping", failed: "failed" };
  return html`<span class="state ${view.state}">${words[view.state]}${queued}</span>`;
}

/**
 * @param {Runner} runner
 * @param {CardActions} actions
 */
function buttons(runner, actions) {
  const { state } = runner.view;
  const name = runner.script().name;
  if (state === "running" || state === "stopping") {
    return html`<button class="stop" @click=${runner.stop} ?disabled=${state === "stopping"} title="Stop" aria-label="Stop ${name}">${icon("circle-stop", 12)}</button>`;
  }
  if (state === "off") return html`<button class="ghostb s line" @click=${() => actions.switchOn(runner)} aria-label="Switch ${name} on">${icon("power", 12)}Turn on</button>`;
  if (state === "failed") return html`<button class="ghostb s line" @click=${runner.restart} aria-label="Try ${name} again">${icon("rotate-ccw", 12)}Try again</button>`;
  const command = runner.hooks().some((hook) => hook.event === "command");
  const key = runner.script().hotkey;
  return html`${command ? html`<button class="ghostb s" @click=${() => actions.command(runner)} ?disabled=${state !== "ready"} title="Run on the selected instance${key ? ` (${key.toUpperCase()})` : ""}" aria-label="Run ${name}">${icon("play", 12)}</button>` : nothing}
    <button class="ghostb s" @click=${() => actions.switchOff(runner)} title="Turn off" aria-label="Switch ${name} off">${icon("power", 12)}</button>`;
}

/** @param {Runner} runner */
function hooksOf(runner) {
  const hooks = runner.hooks().map(({ event, kinds, labels }) => [event, ...(kinds ?? []), ...(labels ?? [])].join(" · "));
  return hooks.length ? `on ${hooks.join(", ")}` : runner.script().description;
}

/** @param {Runner} runner */
function bar({ view }) {
  const { progress } = view;
  return progress ? html`<progress max="1" .value=${progress.fraction} aria-label=${progress.text || "Progress"}></progress>` : html`<progress aria-label="Busy"></progress>`;
}

/**
 * @param {Runner} runner
 * @param {CardActions} actions
 */
function params(runner, actions) {
  const script = runner.script();
  const off = runner.view.state === "off";
  return html`<div class="params">
    ${script.parameters.map((parameter) => control(parameter, script.params[parameter.name] ?? parameter.default, off, (value) => actions.setParam(runner, parameter.name, value)))}
  </div>`;
}

/**
 * @param {Parameter} parameter
 * @param {any} value
 * @param {boolean} off
 * @param {(value: unknown) => void} set
 */
function control({ name, type, title, description, minimum, maximum, step, unit }, value, off, set) {
  const label = title || name;
  /** @param {Event} event */
  const input = (event) => /** @type {HTMLInputElement} */ (event.target);
  if (type === "boolean") {
    return html`<label class="param" title=${description}><span class="cut">${label}</span><input type="checkbox" .checked=${live(Boolean(value))} ?disabled=${off} @change=${(/** @type {Event} */ e) => set(input(e).checked)} /></label>`;
  }
  if (type === "string") {
    return html`<label class="param" title=${description}><span class="cut">${label}</span><input class="field" .value=${live(String(value ?? ""))} ?disabled=${off} @change=${(/** @type {Event} */ e) => set(input(e).value)} /></label>`;
  }
  const size = step ?? (type === "integer" ? 1 : "any");
  return html`<label class="param" title=${description}>
    <span class="cut">${label}</span>
    <input type="range" min=${minimum ?? 0} max=${maximum ?? 100} step=${size} .value=${live(String(value))} ?disabled=${off}
      @input=${(/** @type {Event} */ e) => showValue(input(e), unit)} @change=${(/** @type {Event} */ e) => set(Number(input(e).value))} />
    <output>${short(Number(value))} ${unit}</output>
  </label>`;
}

/**
 * Show the value while the slider moves; it is set when it is let go.
 * @param {HTMLInputElement} slider
 * @param {string} unit
 */
function showValue(slider, unit) {
  const output = slider.parentElement?.querySelector("output");
  if (output) output.textContent = `${short(Number(slider.value))} ${unit}`;
}

/** @param {number[]} values */
function spark(values) {
  const most = Math.max(...values, 1);
  const bars = values.map((value, i) => svg`<rect x=${i * 6} y=${14 - Math.max(1, (14 * value) / most)} width="4" height=${Math.max(1, (14 * value) / most)} rx="1"></rect>`);
  return html`<span class="spark"><svg width=${values.length * 6} height="14" role="img" aria-label="The last ${values.length} runs">${bars}</svg></span>`;
}

/** @param {number} value */
function short(value) {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** @param {number} value */
export function milliseconds(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
