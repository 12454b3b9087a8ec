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
import { createDesk } from "./desk.js";
import { listenToKeys } from "./keys.js";

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
  /** @type {() => void} */ unfollow: () => {},
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
    if (entry.file === state.file.id) openFile(entry.file);
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
  if (state.selected === null && trigger && change.deleted?.includes(trigger) && change.created?.length) select(change.created[0].id);
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

/** @param {string} id */
async function openFile(id) {
  const left = state.open;
  tools[state.tool].cancel();
  if (left) host.bus.publish(left.document, human("Leave"), { name: "leave_file" });
  state.unfollow();
  Object.assign(state, { selected: null, preview: null, open: null });
  stage.show(null, null);
  veil("Loading the image…");
  try {
    state.open = await desk.open(id);
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") return;
    veil(`This file could not be opened: ${/** @type {Error} */ (error).message}.`, () => openFile(id));
    return;
  }
  const { document: opened, picture } = state.open;
  state.file = opened.file;
  // The panels and the bus go on hearing a document that was left, for runs that land late.
  const unshow = opened.listen(changed);
  if (!followed.has(opened)) host.bus.follow(opened);
  followed.add(opened);
  state.unfollow = unshow;
  showName();
  stage.show(opened, picture);
  veil(null);
  changed();
  await stage.drawn();
  host.bus.publish(opened, human("Open"), { name: "open_file" });
}
/** @type {WeakSet<import("../store/document.js").FileDocument>} */
const followed = new WeakSet();

function showName() {
  const index = page.order.indexOf(state.file.id);
  element("file-name").textContent = state.file.name;
  element("file-position").textContent = `${index + 1} of ${page.order.length}`;
  element("stage").setAttribute("aria-label", `The image, ${state.file.name}`);
  element("complete-word").textContent = state.file.state === "done" ? "Done" : "Complete";
  document.title = `${state.file.name} · Limner`;
  for (const [action, at] of /** @type {const} */ ([["previous", index - 1], ["next", index + 1]])) {
    /** @type {HTMLButtonElement} */ (document.querySelector(`[data-action=${action}]`)).disabled = !page.order[at];
  }
}

/** @param {string | null} text @param {() => void} [retry] */
function veil(text, retry) {
  const box = element("veil");
  box.hidden = text === null;
  const inner = document.createElement("div");
  inner.setAttribute("role", retry ? "alert" : "status");
  inner.append(text ?? "");
  if (retry) {
    const button = Object.assign(document.createElement("button"), { className: "primary", textContent: "Try again", onclick: retry });
    inner.append(button);
  }
  box.replaceChildren(inner);
}

/** @param {number} by */
function step(by) {
  const id = page.order[page.order.indexOf(state.file.id) + by];
  if (!id) return;
  history.pushState(null, "", `/files/${id}`);
  state.file = { ...state.file, id };
  openFile(id);
}

async function complete() {
  const done = state.file.state !== "done";
  const file = await call("PATCH", `/api/files/${state.file.id}`, { state: done ? "done" : "todo" });
  Object.assign(state.file, { state: file.state });
  showName();
  if (done) step(1);
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

/** @param {string} key */
function scriptFor(key) {
  return host.runners().find((runner) => runner.view.state !== "off" && runner.script().hotkey?.toLowerCase() === key.toLowerCase());
}

/** @type {import("./keys.js").Binding[]} */
const bindings = [
  { keys: "V", what: "Select", run: () => chooseTool("select") },
  { keys: "B", what: "Box", run: () => chooseTool("box") },
  { keys: "P", what: "Polygon", run: () => chooseTool("polygon") },
  { keys: "Space", what: "Pan while held" },
  { keys: "F", what: "Fit the image", run: () => stage.view.fit() },
  { keys: "+ =", what: "Zoom in", run: () => stage.view.zoomBy(1.25) },
  { keys: "-", what: "Zoom out", run: () => stage.view.zoomBy(0.8) },
  { keys: "0", what: "Zoom to 100 %", run: () => stage.view.zoomTo(1) },
  ...Array.from({ length: 9 }, (_, index) => ({
    keys: String(index + 1),
    what: `Label ${index + 1}`,
    run: () => state.labels[index] && chooseLabel(state.labels[index].name),
  })),
  { keys: "Enter", what: "Finish the shape" },
  { keys: "Escape", what: "Cancel, deselect", run: () => (state.tool === "select" ? select(null) : chooseTool("select")) },
  { keys: "Delete Backspace", what: "Delete", run: () => state.selected && remove(state.selected) },
  { keys: "Ctrl+Z", what: "Undo", run: () => turn("undo") },
  { keys: "Ctrl+Shift+Z Ctrl+Y", what: "Redo", run: () => turn("redo") },
  { keys: "Tab", what: "Next instance", run: () => cycle(1) },
  { keys: "Shift+Tab", what: "Previous instance", run: () => cycle(-1) },
  { keys: "H", what: "Hide or show", run: () => withSelected((one) => bench.update(one.id, { hidden: !one.hidden }, one.hidden ? "Show" : "Hide")) },
  { keys: "A", what: "Previous file", run: () => step(-1) },
  { keys: "D", what: "Next file", run: () => step(1) },
  { keys: "Ctrl+S", what: "Save now", run: () => outbox.flush() },
  { keys: "Ctrl+Enter", what: "Complete", run: () => attempt(complete) },
  { keys: "?", what: "All keys", run: () => showAllKeys() },
];

/** @param {(instance: Instance) => void} action */
function withSelected(action) {
  const instance = selected();
  if (instance) action(instance);
}

function showAllKeys() {
  const scripts = host.runners().flatMap((runner) => (runner.script().hotkey ? [{ keys: runner.script().hotkey?.toUpperCase() ?? "", what: runner.script().name }] : []));
  return showKeys(element("dialogs"), [...bindings, ...scripts]);
}

listenToKeys(bindings, (event) => {
  // Tab moves between the controls as everywhere; on the picture it moves between the instances.
  if (event.key === "Tab" && document.activeElement !== element("stage") && document.activeElement !== document.body) return false;
  if (tools[state.tool].key?.(event)) return true;
  const runner = event.ctrlKey || event.metaKey || event.altKey || !bindingFree(event.key) ? undefined : scriptFor(event.key);
  if (runner) command(runner);
  return Boolean(runner);
});

/** @param {string} key */
function bindingFree(key) {
  return !bindings.some(({ keys }) => keys.split(" ").some((one) => one.toLowerCase() === key.toLowerCase()));
}

const actions = {
  undo: () => turn("undo"),
  redo: () => turn("redo"),
  previous: () => step(-1),
  next: () => step(1),
  fit: () => stage.view.fit(),
  keys: showAllKeys,
  complete: () => attempt(complete),
};
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  const { tool, action } = button?.dataset ?? {};
  if (tool) chooseTool(tool);
  if (action && Object.hasOwn(actions, action)) actions[/** @type {keyof typeof actions} */ (action)]();
  if (tool || action === "fit") element("stage").focus({ preventScroll: true });
});
addEventListener("popstate", () => {
  const id = location.pathname.split("/").at(-1) ?? "";
  state.file = { ...state.file, id };
  openFile(id);
});
addEventListener("beforeunload", (event) => {
  if (outbox.unsaved()) event.preventDefault();
});

async function begin() {
  chooseTool("select");
  refresh();
  // Cells start while the image loads; what an earlier visit left unsent goes first.
  const scripts = host.load().catch((error) => notices.add("error", `The scripts could not be loaded: ${error.message}`));
  await outbox.resume();
  await openFile(page.file.id);
  await scripts;
  await host.settled();
}

const ready = begin();

/** What people in the console, and tests, may read. */
Object.defineProperty(window, "limner", {
  value: Object.freeze({
    ready,
    instances: () => structuredClone(state.open?.document.all() ?? []),
    scripts: () =>
      host.runners().map(({ view, script }) => ({
        name: script().name,
        state: view.state,
        place: script().place,
        lastMs: view.lastMs,
        error: view.error?.message ?? null,
      })),
    toScreen: (/** @type {[number, number]} */ [x, y]) => {
      const box = element("stage").getBoundingClientRect();
      const [sx, sy] = stage.view.toStage(x, y);
      return [sx + box.left, sy + box.top];
    },
    toImage: (/** @type {[number, number]} */ [cx, cy]) => {
      const box = element("stage").getBoundingClientRect();
      return stage.view.toImage(cx - box.left, cy - box.top);
    },
    timings: () => host.timings.all(),
    unsaved: () => outbox.unsaved(),
  }),
});
