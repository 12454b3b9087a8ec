// What a script may do, in plain words, with what takes it back or allows it: at once.

import { html, nothing } from "../../../vendor/lit.js";
import { icon } from "../../panels/icon.js";

/** @typedef {import("../../../types/data.d.ts").ScriptView} ScriptView */

/**
 * @param {ScriptView} script
 * @param {Record<string, string>} meaning of each grant
 * @param {(grant: string) => void} turn allows it, or takes it back
 */
export function rights(script, meaning, turn) {
  const { grants } = script;
  if (!grants.length) return html`<p class="dim">It asks for nothing: it can neither see the image nor change anything.</p>`;
  return html`<ul class="rights">
      ${grants.map((grant) => right(grant, meaning[grant] ?? grant, isAllowed(script, grant), script, () => turn(grant)))}
    </ul>
    <p class="dim small">Without all of them the script is off.</p>`;
}

/**
 * @param {string} grant
 * @param {string} words
 * @param {boolean} allowed
 * @param {ScriptView} script
 * @param {() => void} turn
 */
function right(grant, words, allowed, script, turn) {
  return html`<li class=${allowed ? "" : "open"}>
    <span class="grow">${words[0].toUpperCase()}${words.slice(1)}${grant === "network" ? hosts(script) : nothing}<code>${grant}</code></span>
    <span class="verdict">${allowed ? html`${icon("check", 12)}allowed` : "not allowed"}</span>
    <button class="ghostb s line ${allowed ? "bad" : ""}" @click=${turn} aria-label="${allowed ? "Revoke" : "Allow"} ${grant}">${allowed ? "Revoke" : "Allow"}</button>
  </li>`;
}

/** @param {ScriptView} script */
function hosts({ connect, confirmed_connect: confirmed }) {
  if (!connect.length) return html`: <b>none named</b>`;
  return html`: ${connect.map((host) => html`<b class="host">${host}${confirmed.includes(host) ? nothing : html` <em>new</em>`}</b> `)}`;
}

/**
 * Give the grants that are confirmed once one of them is turned.
 * @param {ScriptView} script
 * @param {string} grant
 */
export function turned(script, grant) {
  const others = script.confirmed_grants.filter((one) => one !== grant);
  return isAllowed(script, grant) ? others : [...others, grant];
}

/** The network counts as allowed only with the hosts named now. @param {ScriptView} script @param {string} grant */
function isAllowed({ confirmed_grants: grants, connect, confirmed_connect: hosts }, grant) {
  return grants.includes(grant) && (grant !== "network" || connect.every((host) => hosts.includes(host)));
}
