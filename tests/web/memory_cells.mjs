// A runner over cells in memory: the test says what the cell says, and reads what the host was told.

import { createLanding } from "../../web/js/host/landing.js";
import { createRunner } from "../../web/js/host/runner.js";
import { createGhosts } from "../../web/js/store/ghosts.js";
import { event, hook, instance, opened, point, script, turn } from "./samples.mjs";

export const GRACE_MS = 250;
export const NUDGE_MS = 20;
export const AGAIN_MS = 100;
export const TRACE = hook({ id: "trace:create_instance", event: "create_instance" });
export const COMMAND = hook({ id: "trace:command", event: "command", schedule: "latest" });

/** A cell in memory. `sent` is what the runner told it; `says` and `dies` are its part. */
export function memoryCell() {
  const cell = { packages: [], ready: Promise.resolve(), sent: [], buffers: [], interrupts: 0, closed: false };
  let [listener, watcher] = [() => {}, () => {}];
  return Object.assign(cell, {
    send(message, buffers = []) {
      if (cell.closed) return;
      cell.sent.push(structuredClone(message));
      cell.buffers.push(buffers);
    },
    listen: (next) => (listener = next),
    watch: (next) => (watcher = next),
    interrupt() {
      cell.interrupts += 1;
      return true;
    },
    close(reason) {
      if (cell.closed) return;
      cell.closed = true;
      if (reason) watcher(reason);
    },
    says: (message, buffers = []) => listener(message, buffers),
    dies: (reason) => cell.close(reason),
    last: (type) => cell.sent.findLast((message) => message.type === type),
    count: (type) => cell.sent.filter((message) => message.type === type).length,
  });
}

/** A pool of such cells; `refuse` makes the next one not start, `hold` makes it come later. */
export function memoryPool() {
  const pool = { cells: [], dropped: [], asked: [], refuse: null, hold: null };
  return Object.assign(pool, {
    async take(packages) {
      pool.asked.push(packages);
      const { refuse } = pool;
      pool.refuse = null;
      await pool.hold;
      if (refuse) throw new Error(refuse);
      const cell = memoryCell();
      pool.cells.push(cell);
      return cell;
    },
    drop(cell) {
      pool.dropped.push(cell);
      cell.close();
    },
  });
}

/** A runner with a host that notes all it is told, on a document with one box. */
export function made({ onDrawn = () => {}, ...fields } = {}) {
  const pool = memoryPool();
  const noted = { lines: [], notices: [], results: [], runs: [], jobs: [], states: [], settings: [], overlays: [], reports: [], questions: [], comparisons: [], verdicts: [], ends: 0 };
  const drawn = instance();
  const { document, sent, told } = opened([drawn]);
  const ghosts = createGhosts({ onChange: () => {}, onVerdict: (ghost, verdict) => noted.verdicts.push([ghost.instance.id, verdict]) });
  const labels = () => ["cat", "dog"];
  const host = {
    places: { take: ({ dependencies }) => pool.take(dependencies), drop: pool.drop, stateOf: () => ({ lost: false, why: "" }) },
    landing: createLanding({ labels, activeLabel: () => "dog", ghosts, onDrawn: (_, job, shown) => onDrawn(job, shown), onApplied: (_, change) => noted.results.push(change) }),
    settings: () => ({ brightness: 1, tool: "box" }),
    pictureOf: () => null,
    onChange: ({ view }) => noted.states.at(-1) !== view.state && noted.states.push(view.state),
    onLine: (_, level, text, values) => noted.lines.push([level, text, values ?? null]),
    onNotice: (_, level, text) => noted.notices.push([level, text]),
    ask: (_, question, choices, about) => new Promise((answer) => noted.questions.push({ question, choices, about, answer })),
    compare: (_, file, message, choices) => new Promise((answer) => noted.comparisons.push({ file, message, choices, answer })),
    onSettings: (_, __, values) => noted.settings.push(values),
    onOverlay: (_, __, overlay, buffer) => noted.overlays.push([overlay, buffer]),
    onReport: (_, __, report) => noted.reports.push(report),
    onEnd: () => (noted.ends += 1),
    onRun(_, record, done) {
      noted.runs.push(record);
      noted.jobs.push(done);
    },
  };
  const runner = createRunner(script(fields), host);
  const job = (more = {}) => ({ document, chain: [], offered: performance.now(), at: performance.now(), ...more });
  const offer = (happened = event("create_instance", { instance: document.get(drawn.id) }), more = {}) => runner.offer(happened, job(more));
  return Object.assign(noted, { runner, pool, ghosts, drawn, document, sent, told, offer, command: () => offer(event("command")), cell: () => pool.cells.at(-1) });
}

/** Let the last cell take its script. */
export async function load(one, hooks = [TRACE, COMMAND]) {
  await turn();
  one.cell().says({ type: "initialized", hooks });
}

export async function ready(fields) {
  const one = made(fields);
  one.runner.configure(script(fields));
  await load(one);
  return one;
}

/** Start a run and give its id. */
export function started(one) {
  one.offer();
  return one.cell().last("event").run;
}

export const result = (run, changes = {}) => ({ type: "result", run, changes: { created: [], updated: [], deleted: [], ...changes }, ms: 5, skipped: false });
export const created = (fields = {}) => ({ geometry: point(1, 1), label: "cat", attributes: {}, id: "a1b2c3d4", frame: 0, locked: false, hidden: false, ...fields });
export const failure = (type, message = "", line = null) => ({ type, message, frames: line ? [{ line: 1, function: "a", text: "" }, { line, function: "b", text: "" }] : [] });
export const error = (run, fault = failure("ValueError", "no", 7), stopped = false) => ({ type: "error", run, error: fault, stopped });

export function fails(one, times, fault) {
  for (let i = 0; i < times; i++) {
    one.command();
    one.cell().says(error(one.cell().last("event").run, fault));
  }
}
