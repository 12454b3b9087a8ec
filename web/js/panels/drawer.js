// The drawer below the image: scripts, findings, console, events. It folds away to one line.

import { html, nothing, render, repeat } from "../../vendor/lit.js";
import { readTextScale } from "../canvas/letters.js";
import { local } from "../store/pockets.js";
import { card } from "./cards.js";
import { icon } from "./icon.js";

/** @typedef {"scripts" | "findings" | "console" | "events"} Tab */

const SHOWN = 200;
const TICK_MS = 100;
const LOW = 640; // the height of a window, at the usual size of text, below which the picture needs the room

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {import("../host/host.js").Host} page.host
 * @param {import("./cards.js").CardActions} page.actions
 * @param {import("../pages/finding.js").FindingPart} page.finding
 * @param {string} page.scriptsUrl
 */
export function createDrawer(element, { host, actions, finding, scriptsUrl }) {
  /** @type {Tab} */
  let tab = "scripts";
  let folded = (local.getItem("limner-drawer") ?? (innerHeight < LOW * readTextScale() ? "folded" : "")) === "folded";
  /** @type {ReturnType<typeof setInterval> | null} */
  let ticking = null;

  /** @param {Tab} next */
  function choose(next) {
    if (tab === next && !folded) return fold(true);
    tab = next;
    if (next === "console") host.read();
    return fold(false);
  }

  /** @param {boolean} next */
  function fold(next) {
    folded = next;
    local.setItem("limner-drawer", folded ? "folded" : "open");
    draw();
  }

  function cards() {
    const runners = host.runners();
    if (!runners.length) return html`<p class="hint">No scripts in this project yet. <button class="ghostb s line" @click=${actions.create}>Write one</button>, <a href=${scriptsUrl}>add a file</a>, or take one from the <a href="/library">library</a>.</p>`;
    return html`<div class="cards">${repeat(runners, (runner) => runner.script().id, (runner) => card(runner, actions))}</div>`;
  }

  function consoleLines() {
    const lines = host.lines();
    if (!lines.length) return html`<p class="hint">What scripts print appears here.</p>`;
    return html`<ol class="lines" role="log">
      ${lines.slice(-SHOWN).map(({ at, script, level, text, values }) => html`<li class=${level}><time>${clock(at)}</time><span class="src cut">${script}</span><span>${values?.length ? values.map((value) => unfold(value)) : text}</span></li>`)}
    </ol>`;
  }

  function events() {
    const log = host.bus.log();
    if (!log.length) return html`<p class="hint">What happens on the page appears here.</p>`;
    return html`<div class="linebar"><button class="ghostb s line" @click=${actions.exportSession} title="A recording of this session, to test scripts against">${icon("download", 12)}Export the session</button></div><ol class="lines">
      ${log.slice(-SHOWN).toReversed().map(({ event, heard }) => html`<li><time>${clock(Date.parse(event.at))}</time><span>${event.name}</span><span class="src cut">${about(event)}</span><span class="src">${event.actor.kind}${heard ? ` · ${heard} heard` : ""}</span></li>`)}
    </ol>`;
  }

  /** @param {Tab} name @param {string} label @param {unknown} [extra] */
  function tabButton(name, label, extra = nothing) {
    return html`<button class="tab" role="tab" id="tab-${name}" aria-selected=${tab === name && !folded} aria-controls="pane" @click=${() => choose(name)}>${label}${extra}</button>`;
  }

  function comeForward() {
    tab = "findings";
    folded = false;
    local.setItem("limner-drawer", "open");
  }

  function draw() {
    tick();
    if (finding.isWanted()) comeForward();
    element.classList.toggle("folded", folded);
    const unread = tab === "console" && !folded ? 0 : host.unread();
    const [pane, found] = [{ scripts: cards, findings: () => finding.list.draw(), console: consoleLines, events }[tab], finding.count()];
    render(
      html`<div class="tabs">
          <div role="tablist" aria-label="Scripts">${tabButton("scripts", "Scripts")} ${tabButton("findings", "Findings", found ? html`<span class="count">${found.toLocaleString("en")}</span>` : nothing)} ${tabButton("console", "Console", unread ? html`<em>${unread}</em>` : nothing)} ${tabButton("events", "Events")}</div>
          <span class="grow"></span>
          <button class="ghostb s" @click=${actions.create} aria-label="New script" title="New script">${icon("file-plus")}<span class="word">New script</span></button>
          <a class="ghostb s" href=${scriptsUrl}>${icon("file-code")}All scripts</a>
          <a class="ghostb s" href="/library">Library</a>
          <button class="ghostb s" @click=${() => fold(!folded)} aria-expanded=${!folded} title=${folded ? "Open the drawer" : "Fold the drawer"} aria-label=${folded ? "Open the drawer" : "Fold the drawer"}>${icon(folded ? "chevron-up" : "chevron-down")}</button>
        </div>
        <div class="pane" id="pane" role="tabpanel" aria-labelledby="tab-${tab}">${folded ? nothing : pane()}</div>`,
      element,
    );
    if (tab === "console" && !folded) element.querySelector(".pane")?.scrollTo(0, 1e9);
  }

  // Elapsed seconds move only while something runs.
  function tick() {
    const busy = host.runners().some(({ view }) => view.state === "running" || view.state === "loading");
    if (busy && !ticking) ticking = setInterval(draw, TICK_MS);
    if (!busy && ticking) {
      clearInterval(ticking);
      ticking = null;
    }
  }

  return { draw };
}

/**
 * Show a value; what has parts can be unfolded.
 * @param {unknown} value
 * @param {string} [name]
 * @returns {unknown}
 */
function unfold(value, name) {
  const label = name === undefined ? nothing : html`<span class="src">${name}: </span>`;
  if (value === null || typeof value !== "object") return html`<span>${label}${typeof value === "string" && name !== undefined ? JSON.stringify(value) : String(value)} </span>`;
  const parts = Object.entries(value);
  const short = JSON.stringify(value);
  return html`<details><summary>${label}${short.length > 120 ? `${short.slice(0, 117)}…` : short}</summary>${parts.map(([key, part]) => html`<div>${unfold(part, key)}</div>`)}</details>`;
}

/** @param {number} at */
function clock(at) {
  return new Date(at).toTimeString().slice(0, 8);
}

/** @param {import("../../types/data.d.ts").Event} event */
function about(event) {
  const instance = "instance" in event ? event.instance : null;
  const changed = "changed" in event ? ` · ${event.changed.join(", ")}` : "";
  return instance ? `${instance.geometry.kind}${instance.label ? ` · ${instance.label}` : ""}${changed}` : event.file.name;
}
