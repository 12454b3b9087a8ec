// Where a new script begins: a template in either language, or a file of one's own.

import { html } from "../../vendor/lit.js";
import { icon } from "../panels/icon.js";
import { filenameOf, named } from "./names.js";

/** @typedef {{id: string, title: string, language: string, source: string}} Template */
/** @typedef {ReturnType<typeof createStarts>} Starts */

/**
 * @param {object} page
 * @param {() => Promise<Template[]>} page.templates
 * @param {(text: {filename: string, source: string}) => void} page.begin
 * @param {(file: File) => void} page.bring
 * @param {() => void} page.redraw
 */
export function createStarts({ templates, begin, bring, redraw }) {
  /** @type {Template[] | null} */
  let list = null;
  let wrong = "";
  let language = "python";
  let name = "";

  async function load() {
    wrong = "";
    try {
      list = await templates();
    } catch (error) {
      wrong = `The templates could not be loaded: ${/** @type {Error} */ (error).message}`;
    }
    redraw();
  }

  /** @param {Template} template */
  function choose(template) {
    const title = name.trim() || template.title;
    begin({ filename: filenameOf(title, template.language), source: named(template.source, title) });
  }

  /** @param {"python" | "javascript"} value @param {string} label */
  function choice(value, label) {
    return html`<label class="editor-choice"><input type="radio" name="editor-language" value=${value} .checked=${language === value} @change=${() => ((language = value), redraw())} />${label}</label>`;
  }

  function offered() {
    if (wrong) return html`<p class="editor-wrong" role="alert">${wrong} <button class="ghostb s line" @click=${load}>Try again</button></p>`;
    if (!list) return html`<p class="hint">Loading the templates…</p>`;
    const fitting = list.filter((one) => one.language === language);
    if (!fitting.length) return html`<p class="hint">There is no template in this language yet; bring a file instead.</p>`;
    return html`<ul class="starts">
      ${fitting.map((one) => html`<li><button class="start" @click=${() => choose(one)}>${icon("file-code", 16)}<b>${one.title}</b><span>${saidOf(one.source)}</span></button></li>`)}
    </ul>`;
  }

  return {
    open() {
      name = "";
      if (!list) load();
    },
    view: () => html`<section class="editor-new" aria-label="New script">
      <h2>New script</h2>
      <div class="editor-form">
        <label>Name <input class="field" maxlength="80" placeholder="as the template" .value=${name} @input=${(/** @type {Event} */ event) => (name = /** @type {HTMLInputElement} */ (event.target).value)} /></label>
        <fieldset class="editor-choices"><legend class="sr">Language</legend>${choice("python", "Python")}${choice("javascript", "JavaScript")}</fieldset>
      </div>
      ${offered()}
      <p class="editor-bring">
        <label class="ghostb line">${icon("upload")}Bring a file<input class="sr" type="file" accept=".py,.js,.mjs" @change=${(/** @type {Event} */ event) => taken(event, bring)} /></label>
        <span class="dim">or drop one here</span>
      </p>
    </section>`,
  };
}

/** @param {Event} event @param {(file: File) => void} bring */
function taken(event, bring) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const file = input.files?.[0];
  input.value = ""; // the same file may be chosen again
  if (file) bring(file);
}

/** What a source says of itself. @param {string} source */
function saidOf(source) {
  const found = /^(?:#|\/\/) description = (".*")$/m.exec(source);
  try {
    return found ? String(JSON.parse(found[1])) : "";
  } catch {
    return "";
  }
}
