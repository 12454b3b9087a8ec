// The scripts as cards: state, hooks, live parameters, progress and Stop, the error at its line.

import { html, live, nothing, svg } from "../../vendor/lit.js";
import { icon } from "./icon.js";
import { placeChoice } from "./placing.js";

/** @typedef {import("../host/runner.js").Runner} Runner */
/** @typedef {import("../../types/data.d.ts").Parameter} Parameter */
/**
 * @typedef {object} Offered a command as the page offers it now
 * @property {string} name empty where the script declares none
 * @property {string} title
 * @property {string} description
 * @property {string | null} key as shown
 * @property {string | null} conflict who else has the key
 * @property {string | null} unfit why it is not for what is selected
 */

/**
 * @typedef {object} CardActions
 * @property {(runner: Runner) => void} switchOn
 * @property {(runner: Runner) => void} switchOff
 * @property {(runner: Runner) => Omit<Parameters<typeof placeChoice>[1], "choose">} placing
 * @property {(runner: Runner, place: string) => void} choosePlace
 * @property {(runner: Runner) => Offered[]} commands what it offers for the selected shape
 * @property {(runner: Runner, name: string) => void} command
 * @property {(runner: Runner, name: string, value: unknown) => void} setParam
 * @property {(runner: Runner) => number} findings how many it has on this file
 * @property {() => void} showFindings
 * @property {(runner: Runner) => boolean} hasOverlay
 * @property {(runner: Runner) => void} clearOverlay
 * @property {(runner: Runner) => void} edit
 * @property {() => void} create
 * @property {() => void} exportSession
 */

/**
 * @param {Runner} runner
 * @param {CardActions} actions
 */
export function card(runner, actions) {
  const { state, error } = runner.view;
  const script = runner.script();
  const offered = actions.commands(runner);
  const tone = state === "failed" || error ? "bad" : state === "ready" || state === "running" ? "on" : "";
  return html`<article class="card ${tone}" aria-label=${script.name}>
    <header>
      <b class="cut" title=${script.description}>${script.name}</b>
      ${placeChoice(script, { ...actions.placing(runner), choose: (place) => actions.choosePlace(runner, place) })}
      ${stateOf(runner)} ${buttons(runner, offered, actions)}
    </header>
    ${aboutOf(runner, offered)}
    <div class="slot">${state === "running" || state === "loading" ? bar(runner) : nothing}</div>
    <div class="able">
      ${error ? html`<div class="err">${error.line === null ? "" : `line ${error.line}: `}${error.message}</div>` : params(runner, actions)}
      ${commands(runner, offered, actions)}
    </div>
    <footer>${spark(runner.view.spark)}<span class="grow"></span>${found(actions.findings(runner), actions)}
      ${actions.hasOverlay(runner) ? html`<button class="ghostb s" @click=${() => actions.clearOverlay(runner)} title="Take its overlay off the image">${icon("eye-off", 12)}Overlay</button>` : nothing}
      <button class="ghostb s" @click=${() => actions.edit(runner)} aria-label="Edit ${script.name}" title="Edit the script">${icon("pencil", 12)}</button><span>${runner.view.lastMs === null ? "" : `${milliseconds(runner.view.lastMs)} ms`}</span></footer>
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
 * @param {Offered[]} offered
 * @param {CardActions} actions
 */
function buttons(runner, offered, actions) {
  const { state } = runner.view;
  const name = runner.script().name;
  if (state === "running" || state === "stopping") {
    return html`<button class="stop" data-picture @click=${runner.stop} ?disabled=${state === "stopping"} title="Stop" aria-label="Stop ${name}">${icon("circle-stop", 12)}</button>`;
  }
  if (state === "off") {
    const more = asksForMore(runner.script());
    return html`<button class="ghostb s line" @click=${() => actions.switchOn(runner)} aria-label="${more ? "Review" : "Turn on"}: ${name}" title=${more ? "This version asks for more than was allowed" : ""}>${icon(more ? "shield" : "power", 12)}${more ? "Review" : "Turn on"}</button>`;
  }
  if (state === "failed") return html`<button class="ghostb s line" @click=${runner.restart} aria-label="Try ${name} again">${icon("rotate-ccw", 12)}Try again</button>`;
  const hears = runner.hooks().some((hook) => hook.event === "command");
  const [plain] = offered.filter((one) => one.name === "" && hears);
  return html`${plain ? html`<button class="ghostb s" data-picture @click=${() => actions.command(runner, "")} ?disabled=${state !== "ready"} title=${titleOf(plain)} aria-label="Run ${name}">${icon("play", 12)}</button>` : nothing}
    <button class="ghostb s" @click=${() => actions.switchOff(runner)} title="Turn off" aria-label="Switch ${name} off">${icon("power", 12)}</button>`;
}

/**
 * @param {Runner} runner
 * @param {Offered[]} offered
 * @param {CardActions} actions
 */
function commands(runner, offered, actions) {
  const named = offered.filter(({ name }) => name);
  if (!named.length) return nothing;
  const isReady = runner.view.state === "ready";
  return html`<div class="commands" role="group" aria-label="Commands of ${runner.script().name}">
    ${named.map((one) => html`<button class="ghostb s line" data-picture @click=${() => actions.command(runner, one.name)} ?disabled=${!isReady || one.unfit !== null} title=${titleOf(one)} aria-label="${one.title}, ${runner.script().name}">${one.title}${one.key ? html`<kbd class=${one.conflict ? "taken" : ""}>${one.key.replace("Shift+", "⇧")}</kbd>` : nothing}</button>`)}
  </div>`;
}

/** @param {Offered} command */
function titleOf({ title, description, key, conflict, unfit }) {
  const name = `${description || title}${key && !conflict ? ` (${key})` : ""}`;
  return [unfit ?? name, conflict && `${conflict}. Under ? it can be given another.`].filter(Boolean).join(" ");
}

/** What the script listens for, unless one of its keys needs a word. @param {Runner} runner @param {Offered[]} offered */
function aboutOf(runner, offered) {
  const conflicts = offered.flatMap(({ conflict }) => conflict ?? []);
  if (conflicts.length) return html`<span class="hook cut taken" title=${conflicts.join("\n")}>${conflicts.join("; ")}</span>`;
  return html`<span class="hook cut">${hooksOf(runner)}</span>`;
}

/** @param {Runner} runner */
function hooksOf(runner) {
  const hooks = runner.hooks().map(({ event, kinds, labels }) => [event, ...(kinds ?? []), ...(labels ?? [])].join(" · "));
  return hooks.length ? `on ${[...new Set(hooks)].join(", ")}` : runner.script().description;
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
function control({ name, type, title, description, minimum, maximum, step, unit, enum: choices }, value, off, set) {
  const label = title || name;
  /** @param {Event} event */
  const input = (event) => /** @type {HTMLInputElement} */ (event.target);
  if (type === "boolean") {
    return html`<label class="param" title=${description}><span class="cut">${label}</span><input type="checkbox" .checked=${live(Boolean(value))} ?disabled=${off} @change=${(/** @type {Event} */ e) => set(input(e).checked)} /></label>`;
  }
  if (choices) {
    const chosen = choices.findIndex((/** @type {unknown} */ choice) => choice === value);
    return html`<label class="param" title=${description}><span class="cut">${label}</span><select ?disabled=${off} @change=${(/** @type {Event} */ e) => set(choices[Number(input(e).value)])}>
      ${choices.map((/** @type {unknown} */ choice, /** @type {number} */ index) => html`<option value=${index} ?selected=${index === chosen}>${String(choice)}</option>`)}
    </select></label>`;
  }
  if (type === "string") {
    return html`<label class="param" title=${description}><span class="cut">${label}</span><input class="field" .value=${live(String(value ?? ""))} ?disabled=${off} @change=${(/** @type {Event} */ e) => set(input(e).value)} /></label>`;
  }
  const size = step ?? (type === "integer" ? 1 : "any");
  return html`<label class="param" title=${description}>
    <span class="cut">${label}</span>
    <input type="range" min=${minimum ?? 0} max=${maximum ?? 100} step=${size} .value=${live(String(value))} ?disabled=${off}
      @input=${(/** @type {Event} */ e) => set(Number(input(e).value))} />
    <output>${short(Number(value))} ${unit}</output>
  </label>`;
}

/** Say whether the version at hand asks for more than a person has allowed. @param {import("../../types/data.d.ts").ScriptView} script */
export function asksForMore({ grants, confirmed_grants: allowed, connect, confirmed_connect: hosts }) {
  return allowed.length > 0 && !(grants.every((grant) => allowed.includes(grant)) && connect.every((host) => hosts.includes(host)));
}

/** @param {number} count @param {CardActions} actions */
function found(count, actions) {
  return count ? html`<button class="ghostb s found" @click=${actions.showFindings} title="Show them (F8)">${icon("triangle-alert", 12)}${count.toLocaleString("en")} ${count === 1 ? "finding" : "findings"}</button>` : nothing;
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
