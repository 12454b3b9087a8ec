// The annotation page: puts the parts together. Each part knows only what it is handed here.

import { createBoxTool } from "../canvas/tools/box.js";
import { createPolygonTool } from "../canvas/tools/polygon.js";
import { createSelectTool } from "../canvas/tools/select.js";
import { createStage } from "../canvas/stage.js";
import { createHost } from "../host/host.js";
import { drawSaved, drawStatus } from "../panels/bars.js";
import { confirmGrants, showKeys } from "../panels/dialogs.js";
import { createDrawer } from "../panels/drawer.js";
import { createInspector } from "../panels/inspector.js";
import { createInstancesPanel } from "../panels/instances.js";
import { createLabelsPanel } from "../panels/labels.js";
import { createNotices } from "../panels/notices.js";
import { verbsOf } from "../shapes/registry.js";
import { call } from "../store/api.js";
import { newId } from "../store/document.js";
import { createOutbox } from "../store/outbox.js";
import { bindingsOf } from "./bindings.js";
import { createDesk } from "./desk.js";
import { createFiles } from "./files.js";
import { listenToKeys } from "./keys.js";
import { exposeSurface } from "./surface.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Origin} Origin */
/** @typedef {import("../../types/local.d.ts").Tool} Tool */

const NO_LABEL = "#b8c2cf";
/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {import("../../types/local.d.ts").PageData} */
const page = JSON.parse(element("page").textContent ?? "{}");

const state = {
  labels: page.project.labels,
  label: page.project.labels[0]?.name ?? null,
  /** @type {string | null} */ selected: null,
  /** @type {{id: string, geometry: Geometry} | null} */ preview: null,
  /** @type {string | null} */ hot: null,
  tool: "select",
  /** @type {[number, number] | null} */ pointer: null,
  /** @type {import("./desk.js").OpenFile | null} */ open: null,
  file: page.file,
  /** @type {() => void} */ unlisten: () => {},
};

const notices = createNotices(element("notices"));
const outbox = createOutbox({
  onState: (now, unsaved) => drawSaved(element("saved"), now, unsaved),
  onSaved: (entry, reply) => {
    desk.acknowledge(entry.file, reply);
    refresh();
  },
  onRejected: (entry, error) => {
    notices.add("error", `The server refused a change: ${error.message}. It is kept in this browser; the file is shown as the server has it.`);
    if (entry.file === state.file.id) files.open(entry.file);
  },
});
const desk = createDesk({ send: outbox.add });
const host = createHost({
  project: page.project.id,
  cell: page.cell,
  labels: () => state.labels.map(({ name }) => name),
  pictureOf: desk.pictureOf,
  notify: notices.add,
  onApplied: follow,
  onChange: refresh,
});

const stage = createStage(element("stage"), {
  color,
  selected,
  hot: () => state.hot,
  tool: () => tools[state.tool],
  onPoint(x, y) {
    state.pointer = [x, y];
    refreshStatus();
  },
  onView: refreshStatus,
});

/** @type {import("../../types/local.d.ts").Bench} */
const bench = {
  get document() {
    if (!state.open) throw new Error("no file is open");
    return state.open.document;
  },
  view: stage.view,
  pick: stage.pick,
  selected,
  select,
  hover: () => {},
  label: () => activeLabel(),
  redraw: stage.redraw,
  cursor: stage.cursor,
  say: (text) => notices.add("info", text),
  create(geometry, at) {
    const instance = newInstance(geometry);
    bench.document.commit({ created: [instance] }, human(`Draw ${geometry.kind}`, at));
    if (bench.document.get(instance.id)) select(instance.id, at);
  },
  update(id, fields, title, at) {
    const clamped = fields.geometry && verbsOf(fields.geometry).clamp(fields.geometry, state.file.width, state.file.height);
    bench.document.commit({ updated: [{ id, fields: clamped ? { ...fields, geometry: clamped } : fields }] }, human(title, at));
  },
};

const activeColor = () => activeLabel()?.color ?? NO_LABEL;
/** @type {Record<string, Tool>} */
const tools = {
  select: createSelectTool(bench, {
    preview(id, geometry) {
      state.preview = { id, geometry };
      stage.redraw();
    },
    endPreview() {
      state.preview = null;
      stage.redraw();
    },
    heat(handle) {
      if (handle !== state.hot) stage.redraw();
      state.hot = handle;
    },
  }),
  pan: { name: "pan", cursor: "grab", busy: () => false, cancel: () => {} },
  box: createBoxTool(bench, activeColor),
  polygon: createPolygonTool(bench, activeColor),
};

const panels = [
  createLabelsPanel(element("labels"), { labels: () => state.labels, active: activeLabel, choose: chooseLabel, add: addLabel }),
  createInstancesPanel(element("instances"), {
    instances: () => state.open?.document.all() ?? [],
    selected: () => state.selected,
    color,
    select: (id) => {
      select(id);
      const instance = selected();
      if (instance) stage.view.reveal(verbsOf(instance.geometry).bounds(instance.geometry));
    },
    hide: (id, hidden) => bench.update(id, { hidden }, hidden ? "Hide" : "Show"),
  }),
  createInspector(element("inspector"), { selected, labels: () => state.labels, update: bench.update, remove }),
  createDrawer(element("drawer"), {
    host,
    scriptsUrl: `/projects/${page.project.id}/scripts`,
    actions: {
      switchOn: (runner) => attempt(() => switchOn(runner)),
      switchOff: (runner) => attempt(() => host.configure(runner.script().id, { enabled: false })),
      command,
      setParam: (runner, name, value) =>
        attempt(() => host.configure(runner.script().id, { params: { ...runner.script().params, [name]: value } })),
    },
  }),
];

/** @param {string | null | undefined} label */
function color(label) {
  return state.labels.find(({ name }) => name === label)?.color ?? NO_LABEL;
}

function activeLabel() {
  return state.labels.find(({ name }) => name === state.label) ?? null;
}

/** The selected instance, as it is under the pointer while it is dragged. @returns {Instance | null} */
function selected() {
  const instance = (state.selected && state.open?.document.get(state.selected)) || null;
  return instance && state.preview?.id === instance.id ? { ...instance, geometry: state.preview.geometry } : instance;
}

/**
 * @param {string} title
 * @param {number} [at]
 * @returns {Origin}
 */
function human(title, at) {
  return { actor: "human", title, at };
}

/** @param {Geometry} geometry @returns {Instance} */
function newInstance(geometry) {
  return {
    id: newId(),
    file: state.file.id,
    geometry,
    label: state.label,
    frame: 0,
    attributes: {},
    score: null,
    locked: false,
    hidden: false,
    version: 1,
    provenance: { actor: "human", actor_id: "local", edited_by: [] },
  };
}

/** @param {string | null} id @param {number} [at] */
function select(id, at) {
  if (id === state.selected) return;
  const before = selected();
  state.selected = id;
  state.hot = null;
  const now = selected();
  const document = state.open?.document;
  if (document && before) host.bus.publish(document, human("Deselect", at), { name: "deselect_instance", instance: before });
  if (document && now) host.bus.publish(document, human("Select", at), { name: "select_instance", instance: now });
  changed();
}

/** Keep the selection where a script put something in the selected instance's place. */
/** @type {Parameters<typeof createHost>[0]["onApplied"]} */
function follow(_, change, job) {
  if (job.document !== state.open?.document) return;
  const trigger = "instance" in job.event ? job.event.instance?.id : null;
  if (trigger && state.selected === trigger && change.deleted?.includes(trigger) && change.created?.length) select(change.created[0].id);
}

/** @param {string} name */
function chooseLabel(name) {
  state.label = name;
  const instance = selected();
  if (instance && state.tool === "select" && !instance.locked && instance.label !== name) bench.update(instance.id, { label: name }, "Change label");
  refresh();
}

/** @param {import("../../types/data.d.ts").Label} label */
async function addLabel(label) {
  const project = await call("PATCH", `/api/projects/${page.project.id}`, { labels: [...state.labels, label] });
  state.labels = project.labels;
  state.label = label.name;
  refresh();
}

/** @param {string} id */
function remove(id) {
  const instance = state.open?.document.get(id);
  if (instance && !instance.locked) bench.document.commit({ deleted: [id] }, human(`Delete ${instance.geometry.kind}`));
}

/** @param {import("../host/runner.js").Runner} runner */
function command(runner) {
  if (!state.open) return;
  const instance = selected();
  host.bus.publish(state.open.document, human("Command", performance.now()), { name: "command", ...(instance ? { instance } : {}) }, (one) => one === runner);
}

/** @param {import("../host/runner.js").Runner} runner */
async function switchOn(runner) {
  const script = runner.script();
  if (await confirmGrants(element("dialogs"), script)) await host.configure(script.id, { enabled: true, confirmed_grants: script.grants });
}

/** @param {() => Promise<unknown>} action */
async function attempt(action) {
  await action().catch((error) => notices.add("error", error.message));
  refresh();
}

/** @param {string} name */
function chooseTool(name) {
  tools[state.tool].cancel();
  state.tool = name;
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.setAttribute("aria-pressed", String(button instanceof HTMLElement && button.dataset.tool === name));
  }
  stage.cursor(tools[name].cursor);
  stage.redraw();
}

/** @param {"undo" | "redo"} which */
function turn(which) {
  const title = state.open?.document[which]();
  if (!title) return;
  if (state.selected && !state.open?.document.get(state.selected)) state.selected = null;
  changed();
}

let refreshing = false;
/** Draw the panels anew, once a frame. */
function refresh() {
  if (refreshing) return;
  refreshing = true;
  requestAnimationFrame(() => {
    refreshing = false;
    panels.forEach((panel) => panel.draw());
    refreshStatus();
    const [undo, redo] = [state.open?.document.undoTitle() ?? null, state.open?.document.redoTitle() ?? null];
    enable("undo", undo, "Undo", "Ctrl+Z");
    enable("redo", redo, "Redo", "Ctrl+Shift+Z");
  });
}

/** @param {string} action @param {string | null} title @param {string} word @param {string} keys */
function enable(action, title, word, keys) {
  const button = /** @type {HTMLButtonElement} */ (document.querySelector(`[data-action=${action}]`));
  button.disabled = title === null;
  button.title = title ? `${word}: ${title} (${keys})` : `${word} (${keys})`;
}

function refreshStatus() {
  drawStatus(element("status"), {
    pointer: state.pointer,
    zoom: stage.view.state.scale,
    file: state.file,
    cells: host.warm(),
    last: host.timings.last(),
  });
}

/** Shapes or the selection changed. */
function changed() {
  stage.refresh();
  refresh();
}

const files = createFiles({ order: page.order, open: desk.open, show, element });

/** @param {import("./desk.js").OpenFile | null} open */
async function show(open) {
  tools[state.tool].cancel();
  if (state.open) host.bus.publish(state.open.document, human("Leave"), { name: "leave_file" });
  state.unlisten();
  Object.assign(state, { selected: null, preview: null, open });
  stage.show(open?.document ?? null, open?.picture ?? null);
  changed();
  if (!open) return;
  state.file = open.document.file;
  // The bus goes on hearing a document that was left, for runs that land late; the panels do not.
  host.bus.follow(open.document);
  state.unlisten = open.document.listen(changed);
  await stage.drawn();
  host.bus.publish(open.document, human("Open"), { name: "open_file" });
}

/** @param {number} by */
function cycle(by) {
  const all = state.open?.document.all() ?? [];
  if (!all.length) return;
  const at = all.findIndex(({ id }) => id === state.selected);
  const next = all[(at + by + all.length) % all.length] ?? all[0];
  select(next.id);
  stage.view.reveal(verbsOf(next.geometry).bounds(next.geometry));
}

const bindings = bindingsOf({
  tool: chooseTool,
  view: stage.view,
  label: (index) => state.labels[index] && chooseLabel(state.labels[index].name),
  cancel: () => (state.tool === "select" ? select(null) : chooseTool("select")),
  remove: () => withSelected((one) => remove(one.id)),
  turn,
  cycle,
  hide: () => withSelected((one) => bench.update(one.id, { hidden: !one.hidden }, one.hidden ? "Show" : "Hide")),
  step: files.step,
  save: () => outbox.flush(),
  complete: () => attempt(files.complete),
  help: showAllKeys,
});

/** @param {(instance: Instance) => void} action */
function withSelected(action) {
  const instance = selected();
  if (instance) action(instance);
}

function showAllKeys() {
  const scripts = host.runners().map((runner) => runner.script()).filter(({ hotkey }) => hotkey);
  return showKeys(element("dialogs"), [...bindings, ...scripts.map(({ hotkey, name }) => ({ keys: hotkey?.toUpperCase() ?? "", what: name }))]);
}

listenToKeys(bindings, (event) => {
  // Tab moves between the controls as everywhere; on the picture it moves between the instances.
  if (event.key === "Tab" && document.activeElement !== element("stage") && document.activeElement !== document.body) return "leave";
  return tools[state.tool].key?.(event) ? "taken" : "go on";
}, (key) => {
  const runner = host.runners().find(({ view, script }) => view.state !== "off" && script().hotkey?.toLowerCase() === key);
  if (runner) command(runner);
  return Boolean(runner);
});

const actions = {
  undo: () => turn("undo"),
  redo: () => turn("redo"),
  previous: () => files.step(-1),
  next: () => files.step(1),
  fit: () => stage.view.fit(),
  keys: showAllKeys,
  complete: () => attempt(files.complete),
};
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  const { tool, action } = button?.dataset ?? {};
  if (tool) chooseTool(tool);
  if (action && Object.hasOwn(actions, action)) actions[/** @type {keyof typeof actions} */ (action)]();
  if (tool || action === "fit") element("stage").focus({ preventScroll: true });
});
// Scripts may have been changed in another tab.
addEventListener("focus", () => attempt(host.load));
addEventListener("beforeunload", (event) => {
  if (outbox.unsaved()) event.preventDefault();
});

async function begin() {
  chooseTool("select");
  refresh();
  // Cells start while the image loads; what an earlier visit left unsent goes first.
  const scripts = host.load().catch((error) => notices.add("error", `The scripts could not be loaded: ${error.message}`));
  await outbox.resume();
  await files.open(page.file.id);
  await scripts;
  await host.settled();
}

const ready = begin();
exposeSurface({ ready, host, outbox, view: stage.view, stage: element("stage"), instances: () => state.open?.document.all() ?? [] });
