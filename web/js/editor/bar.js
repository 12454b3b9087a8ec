// The editor's own lines: what is open and what can be done above the text, how it stands below it.

import { html } from "../../vendor/lit.js";
import { icon } from "../panels/icon.js";
import { timeOf } from "./versions.js";

/**
 * @param {object} shown
 * @param {string} shown.filename
 * @param {string | null} shown.script its id, null for one that was never saved
 * @param {boolean} shown.dirty
 * @param {boolean} shown.saving
 * @param {boolean} shown.versions
 * @param {Record<"save" | "runLast" | "runSelected" | "versions" | "export" | "create" | "close", () => void> & {rename: (name: string) => void}} deeds
 */
export function bar({ filename, script, dirty, saving, versions }, deeds) {
  return html`<header class="editor-bar">
    ${script
      ? html`<b class="cut" title=${filename}>${filename}</b>`
      : html`<input class="field editor-name" .value=${filename} aria-label="File name" spellcheck="false" @change=${(/** @type {Event} */ event) => deeds.rename(/** @type {HTMLInputElement} */ (event.target).value.trim())} />`}
    <span class="dot" ?hidden=${!dirty} title="Not saved" role="img" aria-label="Not saved"></span>
    <span class="grow"></span>
    <button class="ghostb" @click=${deeds.runLast} title="Run on the last event (Ctrl+Enter)" aria-label="Run on the last event">${icon("play")}</button>
    <button class="ghostb" @click=${deeds.runSelected} title="Run on the selected instance (Ctrl+Shift+Enter)" aria-label="Run on the selected instance">${icon("zap")}</button>
    <button class="ghostb" @click=${deeds.versions} ?disabled=${!script} aria-pressed=${versions} title="Versions" aria-label="Versions">${icon("history")}</button>
    <button class="ghostb" @click=${deeds.export} title="Save as a file of your own" aria-label="Export as a file">${icon("download")}</button>
    <button class="ghostb" @click=${deeds.create} title="New script" aria-label="New script">${icon("file-plus")}</button>
    <button class="primary" @click=${deeds.save} ?disabled=${saving || (!dirty && Boolean(script))} title="Save a new version (Ctrl+S)">${icon("save")}Save</button>
    <button class="ghostb" @click=${deeds.close} title="Close the editor" aria-label="Close the editor">${icon("x")}</button>
  </header>`;
}

/** @param {() => void} close */
export function bareBar(close) {
  return html`<header class="editor-bar"><span class="grow"></span><button class="ghostb" @click=${close} title="Close the editor" aria-label="Close the editor">${icon("x")}</button></header>`;
}

/**
 * A question the editor keeps open above the text.
 * @param {string} text
 * @param {{label: string, run: () => void}[]} answers
 */
export function banner(text, answers) {
  return html`<div class="editor-banner" role="status"><span class="grow">${text}</span>${answers.map(({ label, run }) => html`<button class="ghostb s line" @click=${run}>${label}</button>`)}</div>`;
}

/** @param {import("./drafts.js").Draft} draft */
export function keptWords({ at }) {
  return `Text that was not saved was kept here (${timeOf(new Date(at).toISOString())}).`;
}

/**
 * @param {object} shown
 * @param {{line: number, column: number, here: {severity: string, message: string}[]}} shown.cursor
 * @param {string} shown.language
 * @param {string} shown.problems in words
 * @param {boolean} shown.clean
 * @param {{level: string, text: string} | null} shown.said
 * @param {() => void} next goes to the next problem
 */
export function foot({ cursor, language, problems, clean, said }, next) {
  const [here] = cursor.here;
  const words = here ? { level: here.severity, text: here.message } : said;
  return html`<footer class="editor-foot">
    <p class="said ${words?.level ?? ""}" role="status" title=${words?.text ?? ""}>${words?.text ?? ""}</p>
    <div class="editor-state">
      ${clean ? html`<span>${problems}</span>` : html`<button class="ghostb s" @click=${next} title="Next problem (F8)">${icon("triangle-alert", 12)}${problems}</button>`}
      <span class="grow"></span>
      <span title="Line and column">${cursor.line}:${cursor.column}</span><span>${language}</span><span class="wide-only" title="Tab indents in the text">Esc, Tab leaves</span>
    </div>
  </footer>`;
}
