// A script's own page: what it is, what it may do, how it fares.

import { html, nothing, render } from "../../vendor/lit.js";
import { saveAsFile } from "../editor/transfer.js";
import { icon } from "../panels/icon.js";
import { call } from "../store/api.js";
import { fares } from "./script/fares.js";
import { parameterFields } from "./script/fields.js";
import { rights, turned } from "./script/rights.js";
import { recentRuns } from "./script/runs.js";
import { stored } from "./script/stock.js";
import { whereItRuns } from "./script/where.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */

const ROWS = 12;
const AT_ONCE = 8;

const place = /** @type {HTMLElement} */ (document.getElementById("script"));
/** @type {{script: ScriptView, first: string | null, grants: Record<string, string>}} */
const page = JSON.parse(document.getElementById("page")?.textContent ?? "{}");
const path = `/api/scripts/${encodeURIComponent(page.script.id)}`;

let script = page.script;
let wrong = "";
let configured = Promise.resolve();
/** @type {Map<string, {value: unknown}>} */
const setting = new Map();
/** @type {import("./script/charts.js").Count[] | null} */
let counts = null;
/** @type {import("./script/runs.js").RunView[] | null} */
let runs = null;
/** @type {string | null} */
let further = null;
/** @type {import("../../types/data.d.ts").PlaceView[] | null} */
let places = null;
let unconfined = "";
let isRead = false; // what is below something that is still to come waits for it, and so never jumps
/** @type {import("./script/stock.js").Stock | null} */
let stock = null;

/** Do something, and say what went wrong. @param {() => Promise<unknown>} action */
async function attempt(action) {
  wrong = "";
  await tried(action);
}

/** @param {() => Promise<unknown>} action */
async function tried(action) {
  await action().catch((error) => {
    wrong ||= error.message;
  });
  draw();
}

/**
 * What is set quickly one after the other goes one after the other, each on top of the last.
 * @param {() => object} patch
 * @param {() => void} [over] it is stored, or refused
 */
function configure(patch, over) {
  configured = configured.then(() =>
    attempt(async () => {
      script = await call("PATCH", path, patch()).finally(over);
      await readPlaces();
    }),
  );
}

/** Until it is stored a value is shown as it was set. @param {string} name @param {unknown} value */
function setParameter(name, value) {
  const mine = { value };
  setting.set(name, mine);
  configure(
    () => ({ params: { ...script.params, [name]: value } }),
    () => void (setting.get(name) === mine && setting.delete(name)),
  );
}

/** The script with what is on its way to the server. */
function withSettings() {
  const params = Object.fromEntries([...setting].map(([name, { value }]) => [name, value]));
  return { ...script, params: { ...script.params, ...params } };
}

async function load() {
  wrong = "";
  await Promise.all([
    tried(async () => (script = await call("GET", path))),
    tried(async () => ({ items: counts } = await call("GET", `${path}/statistics`))),
    tried(async () => ({ items: runs, next: further } = await call("GET", `${path}/runs?limit=${ROWS}`))),
    tried(readPlaces),
    tried(async () => (stock = await call("GET", `${path}/storage`))),
  ]);
  isRead = true;
  draw();
}

async function readPlaces() {
  const { items } = await call("GET", `/api/projects/${encodeURIComponent(script.project)}/places`);
  const { server } = await call("GET", "/api/places");
  unconfined = server.confined ? "" : server.reason;
  places = items.find((/** @type {import("../../types/data.d.ts").ScriptPlaces} */ one) => one.script === script.id)?.places ?? [];
}

function showMore() {
  return attempt(async () => {
    const { items, next } = await call("GET", `${path}/runs?limit=${ROWS}&cursor=${further}`);
    runs = [...(runs ?? []), ...items];
    further = next;
  });
}

/** @param {string} version */
function take(version) {
  return attempt(async () => {
    const { items } = await call("GET", `${path}/versions`);
    const found = items.find((/** @type {{version: string}} */ one) => one.version === version);
    saveAsFile(version === script.version ? script.filename : script.filename.replace(/(\.\w+)$/, `.${version.slice(7, 15)}$1`), found.source);
  });
}

async function clear() {
  const keys = stock?.items.map(({ key }) => key) ?? [];
  if (!confirm("Clear everything this script keeps?")) return;
  await attempt(async () => {
    for (let start = 0; start < keys.length; start += AT_ONCE) {
      await Promise.all(keys.slice(start, start + AT_ONCE).map((key) => call("DELETE", `${path}/storage/${encodeURIComponent(key)}`)));
    }
  });
  await tried(async () => (stock = await call("GET", `${path}/storage`)));
}

async function remove() {
  if (!confirm("Delete this script with its versions and its history of runs?")) return;
  await attempt(async () => {
    await call("DELETE", path);
    location.href = `/projects/${script.project}/scripts`;
  });
}

function turn() {
  configure(() => (script.enabled ? { enabled: false } : { enabled: true, confirmed_grants: script.grants }));
}

function headline() {
  const edit = page.first ? `/files/${page.first}?edit=${script.id}` : `/projects/${script.project}`;
  return html`<div class="headline script-head">
      <div class="grow">
        <h1>${script.name} <span class="outcome ${script.enabled ? "ok" : ""}">${script.enabled ? "on" : "off"}</span></h1>
        ${script.description ? html`<p>${script.description}</p>` : nothing}
        <p class="mono dim">${script.identity} · ${script.declared_version} · ${script.version.slice(7, 15)} · ${script.filename}</p>
      </div>
      <button class="ghostb bad" @click=${remove}>${icon("trash-2")}Delete</button>
      <button class="ghostb line" @click=${() => saveAsFile(script.filename, script.source)}>${icon("download")}Export</button>
      <button class="ghostb line" @click=${turn}>${icon("power")}${script.enabled ? "Turn off" : script.grants.length ? "Allow and turn on" : "Turn on"}</button>
      <a class="primary" href=${edit} title=${page.first ? "Open it in the editor beside an image" : "The project has no image yet; add one first"}>${icon("pencil")}Edit</a>
    </div>
    <p class="warn" role="alert" ?hidden=${!wrong}>${wrong}</p>
    ${script.problems.map(({ line, message }) => html`<p class="warn mono">line ${line}: ${message}</p>`)}`;
}

function facts() {
  const rows = /** @type {[string, unknown][]} */ ([
    ["Hosts", script.connect.join(", ") || "none"],
    ["Time for a run", `${script.timeout} s`],
    script.commands.length
      ? ["Commands", html`${script.commands.map(({ title, hotkey, description }) => html`<span title=${description}>${title}${hotkey ? html` <kbd>${hotkey}</kbd>` : ""}</span> `)}`]
      : ["Key", script.hotkey ? html`<kbd>${script.hotkey.toUpperCase()}</kbd>` : "none"],
    ["Language", script.language === "python" ? "Python" : "JavaScript"],
    ["Needs", [...script.dependencies, ...script.modules, ...script.assets].join(", ") || "nothing more"],
  ]);
  return html`<dl class="script-facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** @param {string} title @param {unknown} body */
function section(title, body) {
  return html`<section class="sheet" aria-label=${title}><h2>${title}</h2>${body}</section>`;
}

/** @param {unknown} answer @param {unknown} body */
function answered(answer, body) {
  return answer || !isRead ? body : html`<p class="dim">This could not be read. <button class="ghostb s line" @click=${load}>Try again</button></p>`;
}

function draw() {
  render(
    html`${headline()}
      <div class="script-grid">
        <div>${section("Versions and how they fare", answered(counts, fares(counts, script.version, take)))} ${counts || isRead ? section("Recent runs", answered(runs, recentRuns(runs, further !== null, showMore))) : nothing}</div>
        <div>
          ${section("What it may do", rights(script, page.grants, (grant) => configure(() => ({ confirmed_grants: turned(script, grant) }))))}
          ${section("What it needs", facts())}
          ${section("Parameters", parameterFields(withSettings(), setParameter))}
          ${section("Where it runs", answered(places, whereItRuns(script, places, unconfined, (place) => configure(() => ({ place })), (trusted) => configure(() => ({ trusted })))))}
          ${places || isRead ? section("Storage", answered(stock, stored(stock, clear))) : nothing}
        </div>
      </div>`,
    place,
  );
}

// What runs in another tab goes on; coming back shows it.
addEventListener("focus", load);
draw();
load();
