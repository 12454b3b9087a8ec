// The annotation page: puts the parts together. Each part knows only what it is handed here.

import { createStage } from "../canvas/stage.js";
import { createOverlays } from "../canvas/overlays.js";
import { createPromptTool } from "../canvas/tools/prompt.js";
import { createHost } from "../host/host.js";
import { createRecorder } from "../host/recorder.js";
import { createGuard } from "../ontology/ruling.js";
import { drawStatus } from "../panels/bars.js";
import { confirmGrants } from "../panels/dialogs.js";
import { createDrawer } from "../panels/drawer.js";
import { createInspector } from "../panels/inspector.js";
import { createInstancesPanel } from "../panels/instances.js";
import { createLabelsPanel } from "../panels/labels.js";
import { createNotices } from "../panels/notices.js";
import { createSuggestionsBar } from "../panels/suggestions.js";
import { verbsOf } from "../shapes/registry.js";
import { call } from "../store/api.js";
import { createGhosts } from "../store/ghosts.js";
import { local } from "../store/pockets.js";
import { createActions } from "./actions.js";
import { createAsking } from "./asking.js";
import { createBench, createHeld } from "./bench.js";
import { pageActions, toolActions } from "./bindings.js";
import { createCommanding } from "./commanding.js";
import { createCompleting } from "./completing.js";
import { createDesk } from "./desk.js";
import { download } from "./downloading.js";
import { createEditing } from "./editing.js";
import { createFeatures } from "./features.js";
import { createFiles } from "./files.js";
import { createFinding } from "./finding.js";
import { createKeeping } from "./keeping.js";
import { listenToKeys } from "./keys.js";
import { followServer } from "./news.js";
import { createPrompting } from "./prompting.js";
import { createSeeing } from "./seeing.js";
import { createRuled } from "./ruled.js";
import { createSuggesting } from "./suggesting.js";
import { exposeSurface } from "./surface.js";
import { createToolbox } from "./toolbox.js";
import { createTools } from "./tools.js";
import { createWork, human } from "./work.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../host/runner.js").Runner} Runner */

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {import("../../types/local.d.ts").PageData} */
const page = JSON.parse(element("page").textContent ?? "{}");
/** @type {[number, number] | null} */
let pointer = null;
let unlisten = () => {};
let refreshing = false;

const actions = createActions(local);
const notices = createNotices(element("notices"));
const overlays = createOverlays(() => stage.refresh());
const recorder = createRecorder();
const ghosts = createGhosts({
  onChange: changed,
  onVerdict({ script, run }, verdict) {
    call("POST", `/api/scripts/${encodeURIComponent(script.id)}/runs/${encodeURIComponent(run)}/verdict`, verdict).catch(() => {});
  },
});
const { outbox, patches } = createKeeping({
  saved: element("saved"),
  documentOf: (id) => desk.documentOf(id),
  file: () => files.file(),
  take: (file) => files.take(file),
  settle: () => work.settle(),
  refresh,
  notify: notices.add,
});
const guard = createGuard({ ontology: () => work.ontology(), layers: () => work.layers, say: (text) => notices.add("warning", text) });
const desk = createDesk({
  send: outbox.add,
  unsent: outbox.waiting,
  isUnsent: outbox.has,
  onRecalled: refresh,
  guard,
  isBusy: (document) => outbox.holds(document.file.id) || host.runners().some((runner) => runner.holds(document)),
});
const work = createWork({
  project: page.project,
  publish: (document, origin, happened) => host.bus.publish(document, origin, happened),
  ghosts,
  onChange: changed,
});
const finding = createFinding({
  work,
  isOn: (id) => (host.runner(id)?.view.state ?? "off") !== "off",
  stage: () => stage,
  notify: notices.add,
  onChange: refresh,
});
const host = createHost({
  project: page.project.id,
  cell: page.cell,
  labels: () => work.leaves().map(({ name }) => name),
  activeLabel: () => work.activeLabel()?.name ?? null,
  document: work.document,
  pictureOf: desk.pictureOf,
  ghosts,
  ask: (...asked) => asking.ask(...asked),
  compare: (...shown) => asking.compare(...shown),
  settings: () => ({ ...seeing.display.values(), tool: toolbox.name(), label: work.activeLabel()?.name ?? null }),
  onSettings(_, { document }, values) {
    seeing.display.set(document, values);
    if (document !== work.document()) return;
    if (typeof values.tool === "string" && toolbox.has(values.tool)) toolbox.choose(values.tool);
    if (typeof values.label === "string" && work.leaves().some(({ name }) => name === values.label)) work.chooseLabel(values.label, false);
  },
  onOverlay({ id, name }, { document }, overlay, buffer) {
    try {
      overlays.show(document, id, overlay, buffer);
    } catch (error) {
      notices.add("error", /** @type {Error} */ (error).message, name);
    }
  },
  onReport: finding.take,
  onEnd: (script) => asking.withdraw(script),
  notify: notices.add,
  onApplied: (_, change, job) => work.follow(change, job),
  onEvent: recorder.event,
  onRun: recorder.run,
  onDrawing: () => stage.redraw(),
  onLoad: () => editing.follow(),
  onChange: refresh,
});
const stage = createStage(element("stage"), {
  seen: () => seeing,
  labels: work.labels,
  title: work.title,
  selected: work.selected,
  lifted: work.lifted,
  selection: work.marks,
  sight: work.sight,
  handles: () => bench.handles(),
  hot: () => held.hot(),
  tool: () => toolbox.current(),
  ghosts: () => ghosts.shown(work.document()).map(({ instance }) => instance),
  drawn: () => host.drawing.shown(),
  about: () => asking.about(),
  under: (context) => overlays.draw(work.document(), context),
  onPoint(x, y) {
    pointer = [x, y];
    refreshStatus();
  },
  onFail: (text) => notices.add("warning", text),
  onView: refreshStatus,
  above: (context) => features.draw(context),
});

const toolbox = createToolbox({ cursor: stage.cursor, changed });
const asking = createAsking({ element, document: work.document, isBusy: () => toolbox.current().busy(), reveal: stage.view.bring, select: work.select, onChange: changed });
const editing = createEditing(element("editor"), { project: page.project.id, host, work, notify: notices.add, onClose: () => element("stage").focus({ preventScroll: true }) });
const seeing = createSeeing({ panel: element("display"), stage, document: work.document, color: work.color, choose: toolbox.choose, onFail: (text) => notices.add("warning", text), onChange: refresh });

const bench = createBench({ work, stage, host, refresh, say: (text) => notices.add("info", text), refused: (geometry) => !guard({ created: [work.drafted(geometry)] }, "human", work.opened()).created?.length });
const held = createHeld({ work, stage, host });
const prompted = createPrompting({ work, host, ghosts, say: (text) => notices.add("info", text) });
const prompting = createPromptTool(bench, prompted.ask, prompted.end);
const suggesting = createSuggesting({
  work,
  ghosts,
  renewPrompt: () => prompting.renew(),
  why: guard.why,
  show: goTo,
  notify: notices.add,
});
const commanding = createCommanding({ host, work, own: actions.all, notify: notices.add, kept: local });
toolbox.add({ ...createTools(bench, held, work), prompt: prompting, ruler: seeing.ruler(bench) });

const labels = createLabelsPanel(element("labels"), { labels: work.labels, active: work.activeLabel, choose: chooseLabel, add: work.addLabel, editor: `/projects/${page.project.id}/labels` });
const ruled = createRuled({ work, bench, toolbox, patches, goTo, notify: notices.add, onChange: refresh });
const panels = [
  labels,
  createInstancesPanel(element("instances"), {
    instances: () => work.document()?.all() ?? [],
    selected: () => work.selected()?.id ?? null,
    isSelected: work.isSelected,
    color: seeing.color,
    title: work.title,
    isVeiled: work.sight.veils,
    select: goTo, selectAll: work.selectAll,
    toggle: (id) => work.toggle([id]),
    hide: (id, hidden) => work.update(id, { hidden }, hidden ? "Hide" : "Show"),
  }),
  createInspector(element("inspector"), { selected: work.selected, held: work.held, ontology: work.ontology, picked: () => toolbox.current().vertices?.picked() ?? [], update: work.update, remove: work.remove, idle: ruled.filing.body, more: ruled.relating.body }),
  createDrawer(element("drawer"), {
    host,
    finding,
    scriptsUrl: `/projects/${page.project.id}/scripts`,
    actions: {
      switchOn: (runner) => attempt(() => switchOn(runner)),
      switchOff: (runner) => attempt(() => host.configure(runner.script().id, { enabled: false })),
      placing: (runner) => ({ ...host.places.stateOf(runner.script()), ran: runner.view.ran }),
      choosePlace: (runner, place) => attempt(() => host.configure(runner.script().id, { place })),
      commands: commanding.offered,
      command: commanding.run,
      setParam: host.tune,
      findings: (runner) => finding.count(runner.script().id),
      showFindings: finding.open,
      hasOverlay: (runner) => overlays.has(work.document(), runner.script().id),
      clearOverlay: (runner) => overlays.clear(work.document(), runner.script().id),
      edit: (runner) => editing.open(runner),
      create: () => editing.create(),
      exportSession: () => attempt(async () => download(await recorder.exported(), "session.json")),
    },
  }),
  createSuggestionsBar(element("suggestions"), { document: work.document, ghosts, title: work.title, picked: work.ghost, accept: suggesting.accept, reject: suggesting.reject }),
];
const files = createFiles({ order: page.order, patches, open: desk.open, show, prepare: desk.prepare, element });
const completing = createCompleting({ host, work, files, notices, finding, lacking: ruled.requirements.lacking, remind: () => asking.remind(notices.add), flush: () => outbox.flush() });
actions.add(toolActions(toolbox.choose));
actions.add(seeing.actions);
actions.add(
  pageActions({
    view: stage.view,
    label: (index) => labels.choose(index),
    cancel: () => suggesting.reject() || (toolbox.name() === "select" ? work.select(null) : toolbox.choose("select")),
    accept: () => suggesting.accept(),
    question: () => asking.focus(),
    remove: work.removeSelected,
    turn,
    cycle: (by) => goTo(work.neighbour(by)?.id ?? null),
    hide: work.hideSelected,
    finding: finding.step,
    step: files.step,
    save: () => attempt(completing.save),
    complete: () => attempt(completing.complete),
  }),
);
const line = followServer({ project: page.project.id, desk, work, host, flush: outbox.flush, onNews: (news) => features.news(news) });
const features = createFeatures({ page, line, labelling: { labels, ...ruled }, element, work, stage, bench, toolbox, actions, host, desk, files, outbox, patches, notices, commanding, ghosts, display: seeing.display, tint: seeing.tint, refresh, changed, attempt });

/** @param {string | null} id */
function goTo(id) {
  work.select(id);
  withSelected(({ geometry }) => stage.view.reveal(verbsOf(geometry).bounds(geometry)));
}

/** @param {(instance: Instance) => void} action */
function withSelected(action) {
  const instance = work.selected();
  if (instance) action(instance);
}

/** @param {string} name */
function chooseLabel(name) {
  work.chooseLabel(name, toolbox.name() === "select");
}

/** @param {"undo" | "redo"} which */
function turn(which) {
  if (toolbox.current().busy()) return;
  const document = work.document();
  const recalling = document && !document[`${which}Title`]() ? desk.recalled(document) : null;
  if (!recalling) return work.turn(which);
  recalling.then(() => {
    if (work.document() === document) work.turn(which);
  });
}

/** @param {Runner} runner */
async function switchOn(runner) {
  const script = runner.script();
  if (await confirmGrants(element("dialogs"), script, page.grants)) await host.configure(script.id, { enabled: true, confirmed_grants: script.grants });
}

/** @param {() => Promise<unknown>} action */
async function attempt(action) {
  await action().catch((error) => notices.add("error", error.message));
  refresh();
}

/** Shapes or the selection changed. */
function changed() {
  stage.redraw();
  refresh();
}

/** Draw the panels anew, once a frame and behind it: what is on the picture is not to wait for lists. */
function refresh() {
  if (refreshing) return;
  refreshing = true;
  requestAnimationFrame(() => setTimeout(drawPanels));
}

function drawPanels() {
  refreshing = false;
  [...panels, seeing, ...features.panels].forEach((panel) => panel.draw());
  editing.draw();
  refreshStatus();
  enable("undo", work.document()?.undoTitle() ?? null, "Undo");
  enable("redo", work.document()?.redoTitle() ?? null, "Redo");
}

/** @param {string} action @param {string | null} title @param {string} word */
function enable(action, title, word) {
  const keys = actions.keys(action).split(" ")[0];
  const button = /** @type {HTMLButtonElement} */ (document.querySelector(`[data-action=${action}]`));
  button.disabled = title === null;
  button.title = title ? `${word}: ${title} (${keys})` : `${word} (${keys})`;
}

function refreshStatus() {
  const file = work.document()?.file ?? page.file;
  drawStatus(element("status"), { pointer, zoom: stage.view.state.scale, file, cells: host.warm(), last: host.timings.last() });
}

/**
 * Put a file on the stage, or clear it.
 * @param {import("./desk.js").OpenFile | null} open
 */
async function show(open) {
  const left = work.document();
  toolbox.current().cancel();
  if (left) host.bus.publish(left, human("Leave"), { name: "leave_file" });
  if (left) asking.leave(left);
  unlisten();
  work.take(open?.document ?? null);
  stage.show(open?.document ?? null, open?.picture ?? null);
  seeing.show();
  features.shown(open?.document ?? null);
  changed();
  if (!open) return;
  recorder.follow(open.document);
  // The bus goes on hearing a document that was left, for runs that land late; the panels do not.
  host.bus.follow(open.document);
  unlisten = open.document.listen(changed);
  await stage.drawn();
  host.bus.publish(open.document, human("Open"), { name: "open_file" });
}

listenToKeys(
  actions,
  (event, { key }) => {
    // Tab and arrows do in the controls what they do everywhere; on the picture they are for the instances.
    const onPicture = [element("stage"), document.body].some((one) => one === document.activeElement);
    if ((key === "Tab" || /^(Arrow|Page|Home|End)/.test(key)) && !onPicture) return "leave";
    return toolbox.key(event) ? "taken" : "go on";
  },
  commanding.strike,
);

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  const { tool: chosen, action } = button?.dataset ?? {};
  if (chosen) toolbox.choose(chosen);
  if (action) actions.run(action);
  // Who runs a script with the mouse looks at the picture next, and Enter is for what is there, not for the button.
  const isByMouse = event.detail > 0;
  if (chosen || action === "fit" || (isByMouse && button?.hasAttribute("data-picture"))) element("stage").focus({ preventScroll: true });
});
// Scripts may have been changed in another tab; being offline is said elsewhere.
addEventListener("focus", () => host.load().catch(() => {}));
addEventListener("beforeunload", (event) => {
  if (outbox.unkept()) event.preventDefault();
});

async function begin() {
  toolbox.choose("select");
  refresh();
  // Cells start while the image loads; what an earlier visit left unsent is shown at once.
  const scripts = host.load().catch((error) => notices.add("error", `The scripts could not be loaded: ${error.message}`));
  await outbox.resume();
  await files.open(page.file.id);
  await scripts;
  editing.begin();
  await host.settled();
}

exposeSurface({ ready: begin(), host, outbox, view: stage.view, stage: element("stage"), instances: () => work.document()?.all() ?? [] });
