// The backends as rows: who is there, in which version, what they compute, how long it takes, what went wrong last.

import { html, nothing } from "../../../vendor/lit.js";
import { icon } from "../../panels/icon.js";
import { timeWords } from "../script/charts.js";

/** @typedef {import("../../../types/data.d.ts").BackendView} BackendView */

/** What each kind is, in words. */
export const KINDS = /** @type {const} */ ({
  socket: { title: "Python backend", icon: "cpu", hint: "A process with your model, on any machine: it connects to this server with a token of its own. You get the token and the command once it is added.", more: "/docs/backends.md" },
  "label-studio": { title: "Label Studio ML backend", icon: "sparkles", hint: "A running model server that speaks Label Studio's protocol: its URL is asked for its health first.", more: "/docs/model-servers.md" },
  webhook: { title: "Webhook", icon: "zap", hint: "Events are posted to the URL as JSON, signed with a secret that you are told once; the answer is a change set.", more: "/docs/model-servers.md" },
});

/**
 * @param {BackendView[]} backends
 * @param {Record<string, string>} projects their names by id
 * @param {(backend: BackendView) => void} revoke
 */
export function table(backends, projects, revoke) {
  return html`<div class="sheet"><table class="figures backends">
    <thead><tr><th>Name</th><th>Project</th><th>Connected</th><th>Version</th><th class="number" title="Runs under way, and those that wait">In flight</th><th class="number" title="Half of the newest runs were quicker">p50</th><th class="number" title="95 % of the newest runs were quicker">p95</th><th>Last error</th><th></th></tr></thead>
    <tbody>${backends.map((one) => row(one, projects, () => revoke(one)))}</tbody>
  </table></div>`;
}

/** @param {BackendView} backend @param {Record<string, string>} projects @param {() => void} revoke */
function row(backend, projects, revoke) {
  const { name, kind, url, project, script, version, in_flight: busy, waiting, ms_p50: middle, ms_p95: slow, last_error: wrong } = backend;
  const known = kindOf(kind);
  return html`<tr>
    <td><span class="which" title=${known.title}>${icon(known.icon, 14)}${script ? html`<a href="/scripts/${script}" title="Its script: what it may do, its parameters, its runs">${name}</a>` : name}</span>${url ? html`<span class="address cut" title=${url}>${url}</span>` : html`<span class="address">${known.title}</span>`}</td>
    <td><a href="/projects/${project}">${projects[project] ?? "another project"}</a></td>
    <td>${connected(backend)}</td>
    <td class="mono">${version ? version.replace("sha256:", "").slice(0, 8) : html`<span class="none">–</span>`}</td>
    <td class="number">${busy}${waiting ? html` <span class="dim">+ ${waiting} waiting</span>` : nothing}</td>
    <td class="number">${middle == null ? "–" : timeWords(middle)}</td><td class="number">${slow == null ? "–" : timeWords(slow)}</td>
    <td class="wrong">${wrong}</td>
    <td><button class="ghostb s line bad" @click=${revoke} aria-label="Revoke ${name}">Revoke</button></td>
  </tr>`;
}

/** @param {BackendView} backend */
function connected({ kind, replicas = 0 }) {
  if (kind !== "socket") return html`<span class="there ok">asked by URL</span>`;
  if (!replicas) return html`<span class="there none">none</span>`;
  return html`<span class="there ok">${replicas} ${replicas === 1 ? "replica" : "replicas"}</span>`;
}

/** @param {string} kind @returns {{title: string, icon: string, hint: string, more: string}} */
export function kindOf(kind) {
  return KINDS[/** @type {keyof typeof KINDS} */ (kind)] ?? { title: kind, icon: "cpu", hint: "", more: "/docs/scripts/places.md" };
}
