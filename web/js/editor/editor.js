// The script editor beside the image: opens a script, checks it while it is written, saves versions.

import { html, nothing, render } from "../../vendor/lit.js";
import { ask } from "../panels/dialogs.js";
import { local } from "../store/pockets.js";
import { banner, bar, bareBar, foot, keptWords } from "./bar.js";
import { createChecking } from "./checking.js";
import { createDrafts } from "./drafts.js";
import { counted } from "./marks.js";
import { filenameOf, isScript } from "./names.js";
import { createStarts } from "./starts.js";
import { readScript, saveAsFile, takeDrops } from "./transfer.js";
import { createVersions, shortOf } from "./versions.js";
import { createWidth, LEAST } from "./width.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {{filename: string, source: string}} Post */
/** @typedef {{script: ScriptView | null, filename: string, saved: string, key: string}} Work */
/** @typedef {ReturnType<typeof createEditor>} Editor */

/**
 * @typedef {object} EditorPage
 * @property {string} project
 * @property {(id: string, post: Post) => Promise<ScriptView>} save
 * @property {(post: Post) => Promise<ScriptView>} create
 * @property {(post: Post) => Promise<import("./marks.js").Problem[]>} check
 * @property {(id: string) => Promise<import("./versions.js").Version[]>} versions
 * @property {(id: string) => Promise<import("./versions.js").Count[]>} statistics
 * @property {() => Promise<import("./starts.js").Template[]>} templates
 * @property {(id: string) => void} runLast runs the script on the last event
 * @property {(id: string) => void} runSelected runs it on the selected instance
 * @property {(id: string) => import("./marks.js").Failure | null} failure its last run's error
 * @property {(level: string, text: string) => void} notify
 * @property {(script: string | null) => void} onOpen the editor shows this script, or a new one
 * @property {() => void} onClose
 */

/**
 * @param {HTMLElement} element the editor's column; hidden while nothing is open
 * @param {EditorPage} page
 */
export function createEditor(element, page) {
  const code = Object.assign(document.createElement("div"), { className: "editor-code" });
  const dialogs = document.createElement("div");
  const drafts = createDrafts(local, crypto.randomUUID());
  const checking = createChecking({ check: page.check, onFound: (found) => text?.problems(found), onFailed: (error) => say("warning", `Not checked: ${error.message}`) });
  const width = createWidth(draw);
  const starts = createStarts({ templates: page.templates, begin: beginNew, bring, redraw: draw });
  const versions = createVersions({ versions: page.versions, statistics: page.statistics, choose: (version) => text?.compare(version?.source ?? null), redraw: draw });
  /** @type {import("./text.js").Text | null} */
  let text = null;
  /** @type {Work | null} */
  let work = null;
  let isOpen = false;
  let isChoosing = false; // what a new script begins with
  let isSaving = false;
  /** @type {import("./drafts.js").Draft | null} */
  let offer = null;
  /** @type {ScriptView | null} */
  let newer = null;
  /** @type {{level: string, text: string} | null} */
  let said = null;
  let failure = "";
  let drawing = false;

  const keys = [
    { key: "Mod-s", run: () => done(save()), preventDefault: true },
    { key: "Mod-Enter", run: () => done(run(page.runLast)) },
    { key: "Mod-Shift-Enter", run: () => done(run(page.runSelected)) },
  ];
  const newKey = `new:${page.project}`;

  const isDirty = () => Boolean(work && text && text.value() !== work.saved);

  /** @param {string} level @param {string} words */
  function say(level, words) {
    said = words ? { level, text: words } : null;
    draw();
  }

  /** The text's module is large and comes with the first script that is opened. */
  async function loaded() {
    if (text) return text;
    const { createText } = await import("./text.js");
    text ??= createText(code, { keys, onChange: changed, onMove: draw });
    return text;
  }

  function changed() {
    if (!work || !text) return;
    if (isDirty()) {
      if (!drafts.keep(work.key, post())) said = { level: "warning", text: "The browser keeps no copy of this text; save it before you leave." };
    } else drafts.drop(work.key);
    checking.soon(post);
  }

  /** @returns {Post} */
  const post = () => ({ filename: work?.filename ?? "", source: text?.value() ?? "" });

  /** @param {Work} next @param {string} source */
  async function begin(next, source) {
    isChoosing = false;
    reveal();
    const view = await loaded();
    versions.close();
    [work, said, newer, failure] = [next, null, null, ""];
    view.show(source, next.filename);
    offer = drafts.offered(next.key, source);
    checking.now(post());
    page.onOpen(next.script?.id ?? null);
    draw();
    queueMicrotask(view.focus); // once it is drawn
  }

  function reveal() {
    isOpen = true;
    element.hidden = false;
    width.apply();
    draw();
  }

  /** @param {Post} start */
  async function beginNew({ filename, source }) {
    await begin({ script: null, filename, saved: source, key: newKey }, source);
  }

  /** @param {File} file */
  async function bring(file) {
    try {
      const brought = await readScript(file);
      if (!(await mayLeave())) return;
      await beginNew(brought);
    } catch (error) {
      page.notify("error", /** @type {Error} */ (error).message);
    }
  }

  /** Ask what becomes of text that was not saved; say whether the editor may go on. */
  async function mayLeave() {
    if (!isDirty() || !work) return true;
    const name = work.filename;
    const answer = await ask(dialogs, "Save the changes?", html`<p><b>${name}</b> has changes that are not saved.</p>`, (close) => html`<footer>
      <button class="ghostb line" @click=${() => close("")}>Go on editing</button>
      <button class="ghostb line bad" @click=${() => close("discard")}>Discard</button>
      <button class="primary" autofocus @click=${() => close("save")}>Save</button>
    </footer>`);
    if (answer === "save") return save();
    if (answer !== "discard") return false;
    if (work) drafts.drop(work.key);
    return true;
  }

  /** Save a new version; say whether it is saved. */
  async function save() {
    if (!work || !text || isSaving) return false;
    if (work.script && !isDirty()) return true;
    const [mine, sent] = [work, post()];
    isSaving = true;
    draw();
    try {
      const script = mine.script ? await page.save(mine.script.id, sent) : await page.create(sent);
      drafts.drop(mine.key);
      if (work?.key === mine.key) saved(mine, script, sent.source); // news of it may have come first and made `work` anew
      return true;
    } catch (error) {
      say("error", `Not saved: ${/** @type {Error} */ (error).message}`);
      return false;
    } finally {
      isSaving = false;
      draw();
    }
  }

  /** @param {Work} mine @param {ScriptView} script @param {string} source */
  function saved(mine, script, source) {
    const wasOn = mine.script?.enabled;
    work = { script, filename: script.filename, saved: source, key: script.id };
    newer = null;
    text?.failed(null, "");
    changed();
    if (!mine.script) page.onOpen(script.id);
    if (wasOn && !script.enabled) say("warning", "Saved, and switched off: it asks for more than was allowed. Turn it on again on its card.");
    else say("ok", `Saved as ${shortOf(script.version)}${script.enabled ? "" : "; it is off, turn it on on its card"}`);
    versions.reload(script.id);
  }

  /** Save what is not saved yet, and run that. @param {(id: string) => void} start */
  async function run(start) {
    if ((await save()) && work?.script) start(work.script.id);
  }

  /** @param {ScriptView} script */
  async function open(script) {
    if (work?.script?.id === script.id && isOpen) {
      take(script);
      text?.focus();
      return true;
    }
    if (!(await mayLeave())) return false;
    await begin({ script, filename: script.filename, saved: script.source, key: script.id }, script.source);
    return true;
  }

  /** Begin a new script; say false where the author goes on editing. */
  async function create() {
    if (!(await mayLeave())) return false;
    versions.close();
    checking.stop();
    [work, offer, newer, said, isChoosing] = [null, drafts.offered(newKey, ""), null, null, true];
    starts.open();
    reveal();
    page.onOpen(null);
    queueMicrotask(() => /** @type {HTMLElement | null} */ (element.querySelector(".editor-new input"))?.focus());
    return true;
  }

  async function close() {
    if (!isOpen) return true;
    if (!(await mayLeave())) return false;
    versions.close();
    checking.stop();
    [work, offer, newer, isOpen] = [null, null, null, false];
    element.hidden = true;
    page.onClose();
    return true;
  }

  /** Hear how the open script is on the server now. @param {ScriptView} script */
  function take(script) {
    if (!work?.script || !text || script.id !== work.script.id) return;
    const isNews = script.version !== work.script.version;
    if (isNews && isDirty() && script.source !== text.value()) newer = script;
    else {
      const fresh = isNews && script.source !== text.value();
      work = { ...work, script, saved: script.source };
      if (fresh) text.replace(script.source);
    }
    draw();
  }

  /** @param {string} source */
  function putBack(source) {
    versions.drop();
    text?.replace(source);
    text?.focus();
  }

  async function takeOffer() {
    const draft = offer;
    if (!draft) return;
    if (!work) await begin({ script: null, filename: draft.filename, saved: "", key: newKey }, "");
    text?.replace(draft.source);
    dropOffer(draft);
    text?.focus();
  }

  /** @param {import("./drafts.js").Draft | null} draft */
  function dropOffer(draft) {
    const key = work?.key ?? newKey;
    if (draft) drafts.drop(key, draft.visit);
    offer = drafts.offered(key, text?.value() ?? "");
    draw();
  }

  function banners() {
    if (offer) return banner(keptWords(offer), [{ label: "Take it back", run: takeOffer }, { label: "Discard it", run: () => dropOffer(offer) }]);
    if (!newer) return nothing;
    const other = newer;
    return banner("Another version was saved meanwhile.", [
      { label: "Take it", run: () => ((newer = null), putBack(other.source), (work = work && { ...work, script: other, saved: other.source }), draw()) },
      { label: "Keep mine", run: () => ((newer = null), (work = work && { ...work, script: other, saved: other.source }), draw()) },
    ]);
  }

  /** @param {string} name */
  function rename(name) {
    if (work) work = { ...work, filename: isScript(name) ? name : filenameOf(name.replace(/\.\w*$/, ""), /js$/.test(name || work.filename) ? "javascript" : "python") };
    draw();
  }

  const deeds = { save, runLast: () => run(page.runLast), runSelected: () => run(page.runSelected), versions: () => work?.script && versions.toggle(work.script), export: () => saveAsFile(post().filename, post().source), create, close, rename };

  /** Draw anew, once for all that happens together. */
  function draw() {
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      if (isOpen) render(column(), element);
    });
  }

  function column() {
    const marks = work && text ? text.marks() : [];
    const handle = html`<div class="editor-handle" role="separator" aria-orientation="vertical" tabindex="0" aria-label="Width of the editor" aria-valuemin=${LEAST} aria-valuemax=${width.most()} aria-valuenow=${width.shown()} @pointerdown=${width.drag} @keydown=${width.key} @dblclick=${width.reset}></div>`;
    if (isChoosing) return html`${handle}${bareBar(close)}${banners()}${starts.view()}${dialogs}`;
    if (!work || !text) return html`${handle}${bareBar(close)}<p class="hint">Loading the editor…</p>${dialogs}`;
    const { script, filename } = work;
    return html`${handle}${bar({ filename, script: script?.id ?? null, dirty: isDirty() || !script, saving: isSaving, versions: versions.isOpen() }, deeds)}
      ${banners()} ${versions.isOpen() && script ? versions.view(script) : nothing}
      ${versions.strip({ text: text.value(), previous: text.previousChange, next: text.nextChange, restore: ({ source }) => putBack(source) })}
      ${code}
      ${foot({ cursor: text.cursor(), language: /js$/.test(filename) ? "JavaScript" : "Python", problems: counted(marks), clean: !marks.length, said }, text.nextProblem)}${dialogs}`;
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    event.stopPropagation(); // the page's keys are for the picture
    if (event.defaultPrevented || !work) return;
    const isMod = event.ctrlKey || event.metaKey;
    if (event.key === "F8") text?.nextProblem();
    else if (isMod && event.key === "Enter") run(event.shiftKey ? page.runSelected : page.runLast);
    else if (isMod && event.key.toLowerCase() === "s") save();
    else return;
    event.preventDefault();
  }

  /** The last run's error, at its line; a good run takes it away. */
  function followFailure() {
    if (!work?.script || !text) return;
    const now = page.failure(work.script.id);
    const told = now ? JSON.stringify([now.message, now.frames.at(-1)?.line, work.script.version]) : "";
    if (told === failure) return;
    failure = told;
    text.failed(now, work.saved);
  }

  element.hidden = true;
  element.addEventListener("keydown", key);
  takeDrops(element, bring);
  addEventListener("beforeunload", (event) => {
    if (isDirty()) event.preventDefault();
  });

  return {
    open,
    create,
    close,
    take,
    isDirty,
    /** The id of the script that is open. */
    opened: () => (isOpen ? (work?.script?.id ?? null) : null),
    /** The keys of texts that an earlier visit left unsaved: ids of scripts. */
    kept: () => drafts.keys().filter((one) => !one.startsWith("new:")),
    draw() {
      followFailure();
      draw();
    },
  };
}

/** A key is taken whatever comes of it. @param {Promise<unknown>} _ */
function done(_) {
  return true;
}
