// The backends: what computes for the projects elsewhere, how it fares, and how one is added or revoked.

import { html, live, nothing, render } from "../../vendor/lit.js";
import { icon } from "../panels/icon.js";
import { call } from "../store/api.js";
import { KINDS, kindOf, table } from "./backends/table.js";

/** @typedef {import("../../types/data.d.ts").BackendView} BackendView */
/** @typedef {import("../../types/data.d.ts").BackendAdded} BackendAdded */

const EVERY_MS = 2_000;

const place = /** @type {HTMLElement} */ (document.getElementById("backends"));
/** @type {{projects: {id: string, name: string}[]}} */
const { projects } = JSON.parse(document.getElementById("page")?.textContent ?? "{}");
const names = Object.fromEntries(projects.map(({ id, name }) => [id, name]));

/** @type {BackendView[] | null} */
let backends = null;
/** @type {BackendAdded | null} the newest, while its token is in sight */
let added = null;
let kind = "socket";
let wrong = "";
let busy = false;
let copied = false;

async function load() {
  ({ items: backends } = await call("GET", "/api/backends"));
}

/** Do something, then show what there is. @param {() => Promise<unknown>} action */
async function attempt(action) {
  wrong = "";
  busy = true;
  draw();
  try {
    await action();
    await load();
  } catch (error) {
    wrong = /** @type {Error} */ (error).message;
  }
  busy = false;
  draw();
}

/** @param {SubmitEvent} event */
function add(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const { name, project, url = "" } = Object.fromEntries(new FormData(form));
  attempt(async () => {
    added = await call("POST", "/api/backends", { name: String(name).trim(), project, kind, url: String(url).trim() });
    copied = false;
    form.reset();
  });
}

/** @param {BackendView} backend */
function revoke(backend) {
  const what = backend.kind === "socket" ? "Its token is good for nothing from then on; who is connected with it is let go." : "It is asked no more.";
  if (!confirm(`Revoke “${backend.name}”? ${what} Its script stays, switched off.`)) return;
  attempt(async () => {
    await call("DELETE", `/api/backends/${encodeURIComponent(backend.id)}`);
    if (added?.backend.id === backend.id) added = null;
  });
}

/** @param {BackendAdded} one */
function commandOf({ backend, token }) {
  return `limner backend my_model.py --server ${location.origin} --token ${token} --name ${backend.name}`;
}

/** @param {string} text */
async function copy(text) {
  await navigator.clipboard.writeText(text).then(() => (copied = true), () => (wrong = "The browser did not let it be copied: select it and copy it by hand."));
  draw();
}

/** @param {BackendAdded} one */
function told(one) {
  const { backend, token } = one;
  const done = () => {
    added = null;
    draw();
  };
  const isSocket = backend.kind === "socket";
  const words = isSocket ? "Start it with this command, on any machine that reaches this server. The token is told only here and only now:" : "What it is sent is signed with this secret. It is told only here and only now:";
  const text = isSocket ? commandOf(one) : token;
  const hint = isSocket || backend.script ? html`Its script is off until you have confirmed what it may do${backend.script ? html`, <a href="/scripts/${backend.script}">on its page</a>` : ", once it has connected"}.` : nothing;
  return html`<section class="sheet token" aria-label="The token of ${backend.name}">
    <p><b>${backend.name}</b> is added. ${token ? words : nothing} ${token ? nothing : hint}</p>
    ${token ? html`<code>${text}</code><p class="dim small">${hint}</p>` : nothing}
    <footer>${token ? html`<button class="primary" @click=${() => copy(text)}>${copied ? html`${icon("check")}Copied` : "Copy"}</button>` : nothing}<button class="ghostb line" @click=${done}>Done</button></footer>
  </section>`;
}

function form() {
  if (!projects.length) return html`<p class="dim">A backend computes for a project: <a href="/">make one</a> first.</p>`;
  return html`<form class="sheet adding" aria-label="Add a backend" @submit=${add}>
    <label>Kind <select class="field" name="kind" .value=${live(kind)} @change=${(/** @type {Event} */ event) => {
      kind = /** @type {HTMLSelectElement} */ (event.target).value;
      draw();
    }}>${Object.entries(KINDS).map(([value, { title }]) => html`<option value=${value} ?selected=${value === kind}>${title}</option>`)}</select></label>
    <label>Name <input class="field" name="name" required maxlength="60" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" title="Letters, digits, dots, hyphens and underscores" /></label>
    <label>Project <select class="field" name="project">${projects.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select></label>
    ${kind === "socket" ? nothing : html`<label class="wide">URL <input class="field" name="url" type="url" required maxlength="2000" title="The address of the model server, such as that of a Label Studio ML backend" /></label>`}
    <button class="primary" ?disabled=${busy}>${busy && kind !== "socket" ? "Asking it…" : "Add"}</button>
    <p>${kindOf(kind).hint} <a href=${kindOf(kind).more}>More about it</a></p>
  </form>`;
}

function listed() {
  if (!backends) return wrong ? nothing : html`<p class="dim" role="status">Loading…</p>`;
  if (backends.length) return table(backends, names, revoke);
  return html`<section class="empty"><h1>No backends yet</h1><p>A backend runs scripts elsewhere: on a machine with a GPU, or a model server you already have. Its shapes arrive like any script's.</p></section>`;
}

function draw() {
  render(
    html`<div class="headline"><h1 class="grow">Backends</h1></div>
      <p class="warn" role="alert" ?hidden=${!wrong}>${wrong}</p>
      ${listed()} ${added ? told(added) : nothing} ${backends || wrong ? form() : nothing}`,
    place,
  );
}

/** Look again for as long as somebody looks. */
async function follow() {
  if (!document.hidden && !busy) {
    const unknown = !backends;
    await load().then(
      () => unknown && (wrong = ""),
      () => {}, // what was there stays in sight
    );
    if (!busy) draw();
  }
  setTimeout(follow, EVERY_MS);
}

draw();
load().then(draw, (error) => {
  wrong = error.message;
  draw();
});
setTimeout(follow, EVERY_MS);
