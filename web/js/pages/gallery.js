// The files of a project: what there is, how far it is, and what is to be done next.

import { html, nothing, render } from "../../vendor/lit.js";
import { icon } from "../panels/icon.js";
import { showKeys } from "../panels/keys.js";
import { call } from "../store/api.js";
import { ownName } from "../store/me.js";
import { local } from "../store/pockets.js";
import { patched } from "../store/patches.js";
import { listenToServer } from "../store/sync.js";
import { createActions } from "./actions.js";
import { createBar } from "./gallery/bar.js";
import { createDeeds } from "./gallery/deeds.js";
import { filterOf, isNarrow, queryOf, STATES } from "./gallery/filter.js";
import { createGrid } from "./gallery/grid.js";
import { createListing } from "./gallery/listing.js";
import { createOverview } from "./gallery/overview.js";
import { createPicks } from "./gallery/picks.js";
import { createRefusals } from "./gallery/refusals.js";
import { createSending } from "./gallery/sending.js";
import { createUploading } from "./gallery/uploading.js";
import { listenToKeys } from "./keys.js";
import { createPalette } from "./palette.js";
import { actionEntries, fileEntries } from "./palette/sources.js";

/** @typedef {import("../../types/data.d.ts").ProjectProgress} Progress */

const SETTLED = 300;
/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {{project: import("../../types/data.d.ts").Project}} */
const { project } = JSON.parse(element("page").textContent ?? "{}");
let filter = filterOf(location.search);
/** @type {Progress | null} */
let progress = null;
let said = "";
/** @type {import("./gallery/refusals.js").Line[]} the files that were left as they are of what was done last */
let left = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let later;
let wanted = location.hash.slice(1);

const refuse = createRefusals(element("refused"));
const sending = createSending(element("saved"), { onWrong: wrong, onSaved: sent, onChange: () => draw() });
const listing = createListing({ project: project.id, call, over: sending.over, onChange: draw });
const picks = createPicks(listing.ids, draw);
const grid = createGrid(element("grid"), { listing, picks, address: (id) => `/files/${id}${queryOf(filter)}`, empty });
const people = () => (progress?.shares ?? []).flatMap(({ assignee }) => assignee ?? []);
const chosen = () => (picks.count() ? picks.all() : [grid.cursor()].filter(Boolean));
const overview = createOverview(element("overview"), { progress: () => progress, filter: () => filter, narrow });
const bar = createBar(element("filters"), { filter: () => filter, narrow, people, labels: () => project.labels.map(({ name }) => name), leave: grid.focus });
const deeds = createDeeds({
  dialogs: element("dialogs"),
  put: (ids, patch) => sending.change(project.id, ids, patch),
  chosen,
  people,
  me: ownName,
  onDone(words) {
    [said, left] = [words, []];
    refuse([]);
    grid.focus();
    draw();
  },
});

/** @param {string[]} ids @param {import("../store/patches.js").Patch} patch @param {import("../../types/data.d.ts").FilesChanged} reply */
function sent(ids, patch, reply) {
  const not = new Set((reply?.left ?? []).map(({ file }) => file));
  listing.change(ids.filter((id) => !not.has(id)), (file) => patched(file, patch));
  for (const { file, message } of reply?.left ?? []) left.push(lineOf(file, message));
  if (not.size) refuse(left, `${left.length === 1 ? "1 file was" : `${left.length.toLocaleString("en")} files were`} not changed`);
  changed(ids);
}

/** @param {string} id @param {string} message */
function lineOf(id, message) {
  const name = listing.file(id)?.name;
  return { text: name && !message.startsWith(name) ? `${name}: ${message}` : message, href: `/files/${id}${queryOf(filter)}` };
}

/** @param {string} message */
function wrong(message) {
  element("wrong").textContent = message;
  element("wrong").hidden = !message;
}

/** @param {Partial<import("./gallery/filter.js").Filter>} change */
function narrow(change) {
  filter = { ...filter, ...change };
  history.replaceState(null, "", location.pathname + queryOf(filter));
  picks.clear();
  element("grid").scrollTop = 0;
  draw();
  reload();
}

async function reload() {
  await Promise.all([listing.load(queryOf(filter)), count()]);
  picks.settle();
  if (wanted) grid.show(wanted);
  wanted = "";
}

async function count() {
  progress = await call("GET", `/api/projects/${encodeURIComponent(project.id)}/progress`).catch(() => progress);
  draw();
}

/** What stands in the grid where no file does. */
function empty() {
  const failed = listing.failed();
  if (listing.isLoading()) return html`<p class="none" role="status">Loading…</p>`;
  if (failed) return html`<div class="none" role="alert"><p>The files could not be listed: ${failed}.</p><button class="primary" @click=${reload}>Try again</button></div>`;
  if (isNarrow(filter)) return html`<div class="none"><h2>No file is like that</h2><p>None of ${(progress?.files ?? 0).toLocaleString("en")} files passes the filters above.</p><button class="primary" @click=${() => narrow({ state: [], assignee: "", label: "", has: "", name: "" })}>Show all</button></div>`;
  return html`<div class="none"><h2>No files yet</h2><p>Add images to begin, or drop them, or a folder of them, anywhere here. They stay on this server; nothing is sent anywhere else.</p><label class="primary" for="pick">${icon("image-up")}Choose images</label></div>`;
}

function drawPicked() {
  const many = picks.count();
  const [failed, all] = [listing.ids().length && listing.failed(), (progress?.files ?? listing.ids().length).toLocaleString("en")];
  const listed = isNarrow(filter) ? `${listing.ids().length.toLocaleString("en")} of ${all} files` : `${all} files`;
  const due = sending.waiting(project.id);
  const waits = due ? ` · ${due.toLocaleString("en")} still to be sent` : "";
  const words = failed ? `The files could not be listed: ${failed}.` : many ? `${many.toLocaleString("en")} picked${waits}` : (said || listed) + waits;
  const one = !many;
  render(
    html`<span role="status" class="grow cut">${words}</span>
      ${failed ? html`<button class="ghostb s line" @click=${reload}>Try again</button>` : nothing}
      <span class="dim hints">${one ? html`<kbd>⏎</kbd> opens <kbd>␣</kbd> picks <kbd>?</kbd> all keys` : html`<kbd>Esc</kbd> lets go`}</span>
      ${STATES.map(([state, name], index) => html`<button class="ghostb s line" data-set=${state} ?disabled=${!chosen().length} title="${name} (${index + 1})" @click=${() => deeds.state(state)}><i class="dot ${state}"></i><span class="sr">Set: </span>${name}<kbd>${index + 1}</kbd></button>`)}
      <button class="ghostb s line" data-set="assignee" ?disabled=${!chosen().length} title="Assign (A)" @click=${deeds.assign}>${icon("user", 12)}Assign<kbd>A</kbd></button>
      ${many ? html`<button class="ghostb s" @click=${picks.clear}>${icon("x", 12)}Let go</button>` : nothing}`,
    element("picked"),
  );
}

function draw() {
  overview.draw();
  bar.draw();
  drawPicked();
  grid.redraw();
}

function open() {
  const id = grid.cursor();
  if (id) location.assign(`/files/${id}${queryOf(filter)}`);
}

function letGo() {
  if (picks.count()) picks.clear();
  else if (isNarrow(filter)) narrow({ state: [], assignee: "", label: "", has: "", name: "" });
}

const actions = createActions(local);
const palette = createPalette({
  dialogs: element("dialogs"),
  settle: grid.focus,
  entries: () => actionEntries(actions),
  more: (typed) => fileEntries(typed, project.id, call, (id) => location.assign(`/files/${id}${queryOf(filter)}`)),
});
actions.add(
  [
    { id: "move", title: "Another file; with Shift, pick on the way", keys: "← ↑ → ↓" },
    { id: "leap", title: "Further at once", keys: "Home End PageUp PageDown" },
    { id: "open", title: "Open", keys: "Enter", run: open },
    { id: "pick", title: "Pick or let go", keys: "Space", run: () => grid.cursor() && picks.toggle(grid.cursor()) },
    { id: "pick.all", title: "Pick all", keys: "Ctrl+A", run: picks.everything },
    ...STATES.map(([state, name], index) => ({ id: `state.${state}`, title: `State: ${name.toLowerCase()}`, keys: `${index + 1}`, run: () => void deeds.state(state) })),
    { id: "assign", title: "Assign", keys: "A", run: () => void deeds.assign() },
    { id: "search", title: "Search by name", keys: "/", run: bar.search },
    { id: "let go", title: "Let go, show all", keys: "Escape", run: letGo },
    { id: "palette", title: "Find a command or a file", keys: "Ctrl+K", everywhere: true, run: palette.open },
    { id: "keys", title: "All keys, and other ones", keys: "?", run: () => showKeys(element("dialogs"), actions) },
  ].map((action) => ({ ...action, id: `gallery.${action.id}`, section: "Files" })),
);

listenToKeys(
  actions,
  (event) => {
    if (event.altKey || ((event.ctrlKey || event.metaKey) && event.key.startsWith("Arrow"))) return "leave";
    return grid.key(event) ? "taken" : "go on";
  },
  () => false,
);

/** Others work here too: show it soon, and not a thousand times a second. @param {string[]} ids @param {boolean} [isNew] */
function changed(ids, isNew = false) {
  listing.renew(ids);
  clearTimeout(later);
  later = setTimeout(() => (isNew && !isNarrow(filter) ? reload() : count()), SETTLED);
}

listenToServer(
  project.id,
  (news) => {
    if (news.type === "files") changed(news.files);
    else if (news.type === "file") changed([news.file], !listing.ids().includes(news.file) || !listing.file(news.file));
    else if (news.type === "changes" || news.type === "comments") changed([news.file]);
  },
  reload,
);

createUploading({ project: project.id, element, refuse, onTaken: reload });
draw();
reload();
grid.focus();
