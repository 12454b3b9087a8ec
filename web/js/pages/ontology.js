// The labels, attributes and rules of a project: a draft that is tried out, checked by the server, and saved whole.

import { html, nothing, render } from "../../vendor/lit.js";
import {
  addAttribute, addLabel, changeAttribute, changeLabel, draftOf, dropLabel, moveAttribute, moveLabel, putOf, removeAttribute, removeLabel,
} from "../ontology/draft.js";
import { treeOf } from "../ontology/ontology.js";
import { icon } from "../panels/icon.js";
import { call } from "../store/api.js";
import { keyOf } from "./layouts.js";
import { createAttributeSheet } from "./ontology/attribute.js";
import { createLabelSheet } from "./ontology/label.js";
import { createPreview } from "./ontology/preview.js";
import { createRulesSheet } from "./ontology/rules.js";
import { createTree } from "./ontology/tree.js";
import { effects } from "./ontology/words.js";

/** @typedef {import("../ontology/draft.js").Draft} Draft */
/** @typedef {import("./ontology/tree.js").Picked} Picked */

const WAIT = 250;
const DEPTH = 200;
const TEXTS = "textarea, input:not([type=checkbox], [type=radio], [type=range], [type=color])";
/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const { project, ontology } = JSON.parse(element("page").textContent ?? "{}");
const path = `/api/projects/${encodeURIComponent(project.id)}/ontology`;

let kept = ontology;
let draft = draftOf(ontology);
/** @type {Draft[]} */
let done = [];
/** @type {Draft[]} */
let undone = [];
/** @type {Picked} */
let picked = firstOf(draft);
/** @type {import("../../types/data.d.ts").OntologyChange | null} what saving would do */
let change = null;
let wrong = "";
let saving = false;
let typing = false;
let late = false;
let asked = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** @param {Draft} of @returns {Picked} */
function firstOf(of) {
  const first = treeOf(of.labels)[0]?.label;
  return first ? { kind: "label", name: first.name } : { kind: "rules", name: "" };
}

const isChanged = () => JSON.stringify(putOf(draft)) !== JSON.stringify(putOf(draftOf(kept)));

/**
 * Put another draft in the place of this one; `going` while it is one movement of the hand.
 * @param {Draft} next
 * @param {boolean} [going]
 */
function commit(next, going = false) {
  if (JSON.stringify(next) === JSON.stringify(draft)) return draw();
  if (!going) done = [...done.slice(-DEPTH), draft];
  undone = [];
  take(next);
}

/** @param {Draft} next */
function take(next) {
  draft = next;
  const known = { label: draft.labels, attribute: draft.attributes, rules: [{ name: "" }] }[picked.kind];
  if (!known.some(({ name }) => name === picked.name)) picked = firstOf(draft);
  draw();
  clearTimeout(waiting);
  waiting = setTimeout(tryOut, WAIT);
}

/** Ask the server what saving would do, and what is wrong. */
async function tryOut() {
  const mine = (asked += 1);
  try {
    const said = await call("PUT", `${path}?dry=1`, putOf(draft));
    if (mine !== asked) return;
    [change, wrong] = [said, ""];
  } catch (error) {
    if (mine !== asked) return;
    [change, wrong] = [null, /** @type {Error} */ (error).message];
  }
  drawBetween();
}

/** Draw once nobody is typing: a field that is drawn anew would lose what is in it. */
function drawBetween() {
  if (typing) late = true;
  else draw();
}

/** @param {boolean} now */
function setTyping(now) {
  typing = now;
  if (now || !late) return;
  late = false;
  draw();
}

/** @param {"undo" | "redo"} way */
function turn(way) {
  const [from, to] = way === "undo" ? [done, undone] : [undone, done];
  const next = from.pop();
  if (!next) return;
  to.push(draft);
  take(next);
}

async function save() {
  if (saving || !isChanged()) return;
  saving = true;
  wrong = "";
  draw();
  try {
    const there = await call("GET", path);
    const same = JSON.stringify(putOf(draftOf(there))) === JSON.stringify(putOf(draftOf(kept)));
    if (!same && !confirm("Somebody else has changed the labels since you opened this page. Save yours in their place?")) return;
    await call("PUT", path, putOf(draft));
    kept = await call("GET", path);
    draft = draftOf(kept);
    [done, undone, change] = [[], [], null];
    take(draft);
  } catch (error) {
    wrong = /** @type {Error} */ (error).message;
  } finally {
    saving = false;
    draw();
  }
}

function exported() {
  const { labels, attributes, rules } = putOf(draft);
  const text = JSON.stringify({ labels, attributes, rules }, (_, value) => (value === null || (Array.isArray(value) && !value.length) ? undefined : value), 2);
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: `${project.name}.labels.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {File | undefined} file */
async function imported(file) {
  if (!file) return;
  try {
    const read = JSON.parse(await file.text());
    if (!read || typeof read !== "object" || !(Array.isArray(read.labels) || Array.isArray(read.attributes))) throw new Error('it has neither "labels" nor "attributes": expected what Export writes');
    const before = draftOf(kept);
    commit(draftOf(read, (kind, name) => (kind === "label" ? before.labels : before.attributes).some((one) => one.name === name)));
    preview.reset();
  } catch (error) {
    wrong = `${file.name} was not taken: ${/** @type {Error} */ (error).message}`;
    draw();
  }
}

/** @param {string} name @param {string} next @param {"label" | "attribute"} kind */
function renamed(name, next, kind) {
  const names = (kind === "label" ? draft.labels : draft.attributes).map((one) => one.name);
  if (!next) return "A name is needed.";
  if (next === name) return null;
  if (names.includes(next)) return `There is already ${kind === "label" ? "a label" : "an attribute"} of that name.`;
  picked = { kind, name: next };
  commit(kind === "label" ? changeLabel(draft, name, { name: next }) : changeAttribute(draft, name, { name: next }));
  return null;
}

function remove() {
  if (picked.kind === "label") commit(removeLabel(draft, picked.name));
  else if (picked.kind === "attribute") commit(removeAttribute(draft, picked.name));
}

/** Type a name for what was just added. */
function named() {
  requestAnimationFrame(() => {
    const input = document.getElementById("name");
    if (input instanceof HTMLInputElement) input.select();
  });
}

/** @param {[Draft, string]} made @param {"label" | "attribute"} kind */
function added([next, name], kind) {
  picked = { kind, name };
  tree.reveal();
  commit(next);
  named();
}

const tree = createTree({
  draft: () => draft,
  picked: () => picked,
  pick(one) {
    picked = one;
    draw();
  },
  addLabel: (parent) => added(addLabel(draft, parent), "label"),
  addAttribute: () => added(addAttribute(draft), "attribute"),
  move: (name, way) => commit(moveLabel(draft, name, way)),
  drop: (name, target, place) => commit(dropLabel(draft, name, target, place)),
  moveAttribute: (name, by) => commit(moveAttribute(draft, name, by)),
  remove,
  rename: named,
  redraw: draw,
  faulty: () => new Set((change?.faults ?? []).flatMap((fault) => fault.match(/^(?:label|attribute) '([^']*)'/)?.[1] ?? [])),
});
const label = createLabelSheet({ draft: () => draft, change: (name, fields, going) => commit(changeLabel(draft, name, fields), going), rename: (name, next) => renamed(name, next, "label"), remove });
const attribute = createAttributeSheet({ draft: () => draft, change: (name, fields) => commit(changeAttribute(draft, name, fields)), rename: (name, next) => renamed(name, next, "attribute"), remove });
const rules = createRulesSheet({ draft: () => draft, change: (next) => commit({ ...draft, rules: next }) });
const preview = createPreview({ draft: () => draft, picked: () => picked, redraw: draw });

function sheet() {
  if (picked.kind === "rules") return rules.body();
  const found = (picked.kind === "label" ? draft.labels : draft.attributes).find((one) => one.name === picked.name);
  if (!found) return nothing;
  return picked.kind === "label" ? label.body(/** @type {any} */ (found)) : attribute.body(/** @type {any} */ (found));
}

function state() {
  const faults = change?.faults ?? [];
  if (wrong) return html`<p class="warn" role="alert">${wrong}</p>`;
  if (faults.length) return html`<ul class="warn" role="alert">${faults.map((fault) => html`<li>${fault}</li>`)}</ul>`;
  if (!isChanged()) return html`<p class="dim">${icon("check", 14)} Saved. Changing labels never takes anything away from what has been annotated.</p>`;
  return html`<p>${change ? effects(change) : "Unsaved changes."}</p>`;
}

function draw() {
  const changed = isChanged();
  render(
    html`<div class="onto-state" id="onto-state" aria-live="polite">${state()}</div>
      <div class="onto">
        <nav class="onto-side" aria-label="What there is">${tree.body()}</nav>
        <section class="sheet onto-sheet" aria-label="What is chosen">${sheet()}</section>
        <aside class="onto-preview" aria-label="Preview">${preview.body()}</aside>
      </div>`,
    element("ontology"),
  );
  for (const [action, on] of /** @type {const} */ ([["undo", done.length > 0], ["redo", undone.length > 0], ["save", changed && !saving && !change?.faults.length]])) {
    /** @type {HTMLButtonElement} */ (document.querySelector(`[data-deed=${action}]`)).disabled = !on;
  }
}

document.addEventListener("click", (event) => {
  const action = event.target instanceof Element ? event.target.closest("[data-deed]")?.getAttribute("data-deed") : null;
  if (action === "undo" || action === "redo") turn(action);
  if (action === "save") save();
  if (action === "export") exported();
});
element("ontology").addEventListener("input", ({ target }) => setTyping(target instanceof Element && target.matches(TEXTS)));
for (const over of ["change", "focusout"]) element("ontology").addEventListener(over, () => setTyping(false));
element("import").addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  imported(input.files?.[0]).then(() => (input.value = ""));
});
addEventListener("keydown", (event) => {
  const key = keyOf(event).toLowerCase();
  const typing = event.target instanceof Element && event.target.closest(TEXTS);
  if (event.key === "/" && !typing) {
    event.preventDefault();
    tree.find();
  }
  if (!event.ctrlKey && !event.metaKey) return;
  if (key === "s") {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    save();
  } else if ((key === "z" || key === "y") && !typing) {
    event.preventDefault();
    turn(key === "y" || event.shiftKey ? "redo" : "undo");
  }
});
addEventListener("beforeunload", (event) => {
  if (isChanged()) event.preventDefault();
});
draw();
