// The versions of a script: when, which, how often they ran; any of them beside the text.

import { html, nothing } from "../../vendor/lit.js";
import { icon } from "../panels/icon.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {{version: string, source: string, created_at: string}} Version */
/** @typedef {{version: string, declared_version: string, runs: number, failed: number}} Count */

/**
 * @param {object} page
 * @param {(id: string) => Promise<Version[]>} page.versions
 * @param {(id: string) => Promise<Count[]>} page.statistics
 * @param {(version: Version | null) => void} page.choose shows what differs from it
 * @param {() => void} page.redraw
 */
export function createVersions({ versions, statistics, choose, redraw }) {
  /** @type {Version[] | null} */
  let list = null;
  /** @type {Map<string, Count>} */
  let counts = new Map();
  /** @type {Version | null} */
  let chosen = null;
  let wrong = "";
  let isOpen = false;
  let asked = 0;

  /** @param {string} id */
  async function load(id) {
    const mine = ++asked;
    wrong = "";
    try {
      const [found, counted] = await Promise.all([versions(id), statistics(id).catch(() => [])]);
      if (mine !== asked) return;
      list = found;
      counts = new Map(counted.map((count) => [count.version, count]));
    } catch (error) {
      if (mine === asked) wrong = /** @type {Error} */ (error).message;
    }
    redraw();
  }

  /** @param {Version | null} version */
  function pick(version) {
    chosen = version;
    choose(version);
    redraw();
  }

  function close() {
    isOpen = false;
    list = null;
    asked += 1;
    if (chosen) pick(null);
  }

  /** @param {Version} version @param {ScriptView} script */
  function row(version, script) {
    const count = counts.get(version.version);
    const now = version.version === script.version;
    const runs = count ? `${count.runs.toLocaleString("en")} run${count.runs === 1 ? "" : "s"}${count.failed ? `, ${count.failed.toLocaleString("en")} failed` : ""}` : "";
    return html`<li>
      <button class="version" aria-pressed=${version === chosen} @click=${() => pick(version === chosen ? null : version)} title="Compare with the text">
        <time datetime=${version.created_at}>${timeOf(version.created_at)}</time><code>${shortOf(version.version)}</code>
        <span>${count?.declared_version ?? ""}</span><span class="runs">${runs}</span>${now ? html`<em>saved last</em>` : nothing}
      </button>
    </li>`;
  }

  return {
    isOpen: () => isOpen,
    chosen: () => chosen,
    close,
    drop: () => pick(null),
    reload: (/** @type {string} */ id) => (isOpen ? load(id) : undefined),
    /** @param {ScriptView} script */
    toggle(script) {
      if (isOpen) close();
      else {
        isOpen = true;
        load(script.id);
      }
      redraw();
    },
    /** @param {ScriptView} script */
    view(script) {
      if (wrong) return html`<section class="versions"><p class="editor-wrong" role="alert">The versions could not be loaded: ${wrong} <button class="ghostb s line" @click=${() => load(script.id)}>Try again</button></p></section>`;
      if (!list) return html`<section class="versions"><p class="hint">Loading the versions…</p></section>`;
      return html`<section class="versions" aria-label="Versions"><ul>${list.map((version) => row(version, script))}</ul></section>`;
    },
    /**
     * What is compared, and what can be done with it.
     * @param {object} deeds
     * @param {string} deeds.text
     * @param {() => void} deeds.previous
     * @param {() => void} deeds.next
     * @param {(version: Version) => void} deeds.restore
     */
    strip({ text, previous, next, restore }) {
      if (!chosen) return nothing;
      const version = chosen;
      const same = version.source === text;
      return html`<div class="editor-strip" role="group" aria-label="Comparison">
        <span class="grow">${same ? html`The same as <code>${shortOf(version.version)}</code>` : html`Changes since <code>${shortOf(version.version)}</code>`}</span>
        <button class="ghostb s" ?disabled=${same} @click=${previous} title="Previous change" aria-label="Previous change">${icon("chevron-up")}</button>
        <button class="ghostb s" ?disabled=${same} @click=${next} title="Next change" aria-label="Next change">${icon("chevron-down")}</button>
        <button class="ghostb s line" ?disabled=${same} @click=${() => restore(version)} title="Put this version's text into the editor">${icon("rotate-ccw", 12)}Restore</button>
        <button class="ghostb s" @click=${() => pick(null)} title="End the comparison" aria-label="End the comparison">${icon("x")}</button>
      </div>`;
    },
  };
}

/** @param {string} version */
export function shortOf(version) {
  return version.replace("sha256:", "").slice(0, 8);
}

/** The time of today, or the day. @param {string} at ISO 8601 */
export function timeOf(at) {
  const date = new Date(at);
  const clock = date.toTimeString().slice(0, 5);
  const [day, today] = [date, new Date()].map((one) => one.toLocaleDateString("sv"));
  return day === today ? clock : `${day} ${clock}`;
}
