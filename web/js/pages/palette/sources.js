// What the palette offers besides the actions: labels, the scripts' commands, instances and files.

import { KIND_ICONS } from "../../panels/icon.js";
import { lineOf } from "../../ontology/ontology.js";
import { verbsOf } from "../../shapes/registry.js";
import { matchOf } from "./matching.js";

/** @typedef {import("./ranking.js").Entry} Entry */
/** @typedef {import("../../../types/data.d.ts").Instance} Instance */

const INSTANCES = 24;
const FILES = 8;

/**
 * @param {import("../actions.js").Actions} actions
 * @returns {Entry[]}
 */
export function actionEntries(actions) {
  return actions.all().flatMap(({ id, title, section, keys, run, enabled }) => {
    if (!run || id.endsWith("palette") || id.startsWith("label.")) return [];
    const why = enabled?.() === false ? "not now" : null;
    return { id, title, section, keys, why, run: () => void actions.run(id) };
  });
}

/**
 * @param {Pick<import("../work.js").Work, "ontology" | "leaves" | "title">} work
 * @param {(name: string) => void} choose
 * @returns {Entry[]}
 */
export function labelEntries(work, choose) {
  return work.leaves().map(({ name, color }, index) => ({
    id: `label:${name}`,
    title: `Label: ${lineOf(work.ontology(), name).toReversed().map(work.title).join(" › ")}`,
    section: "Label",
    color: color ?? undefined,
    keys: index < 9 ? String(index + 1) : "",
    run: () => choose(name),
  }));
}

/**
 * @param {import("../../host/host.js").Host} host
 * @param {ReturnType<typeof import("../commanding.js").createCommanding>} commanding
 * @returns {Entry[]}
 */
export function commandEntries(host, commanding) {
  return host.runners().flatMap((runner) => {
    const { id, name } = runner.script();
    const isOff = runner.view.state === "off";
    return commanding.offered(runner).map((command) => ({
      id: `command:${id}:${command.name}`,
      title: `${name}: ${command.title}`,
      section: "Script",
      icon: "file-code",
      aside: command.description,
      keys: command.conflict ? "" : (command.key ?? ""),
      why: isOff ? "is off" : command.unfit ? "not for this shape" : null,
      run: () => commanding.run(runner, command.name),
    }));
  });
}

/**
 * Give the first instances whose label answers what was typed.
 * @param {string} typed
 * @param {Instance[]} all
 * @param {object} page
 * @param {(label: string | null | undefined) => string} page.color
 * @param {(id: string) => void} page.select
 * @returns {Entry[]}
 */
export function instanceEntries(typed, all, { color, select }) {
  if (!typed.trim()) return [];
  /** @type {Map<string, boolean>} */
  const answers = new Map();
  /** @type {Entry[]} */
  const found = [];
  for (const { id, label, geometry } of all) {
    const name = label ?? "no label";
    if (!answers.has(name)) answers.set(name, matchOf(typed, name, "instance") !== null);
    if (!answers.get(name)) continue;
    found.push({ id: `instance:${id}`, title: name, section: "Instance", aside: "instance", color: color(label), icon: KIND_ICONS[geometry.kind], detail: `${geometry.kind} ${verbsOf(geometry).measure(geometry)}`, behind: true, run: () => select(id) });
    if (found.length === INSTANCES) break;
  }
  return found;
}

/**
 * Give the first files whose name holds what was typed.
 * @param {string} typed
 * @param {string} project
 * @param {(method: string, path: string) => Promise<any>} call
 * @param {(id: string) => void} open
 * @returns {Promise<Entry[]>}
 */
export async function fileEntries(typed, project, call, open) {
  if (!typed.trim()) return [];
  const query = new URLSearchParams({ name: typed.trim(), limit: String(FILES) });
  const { items } = await call("GET", `/api/projects/${encodeURIComponent(project)}/files?${query}`);
  return items.map((/** @type {import("../../../types/data.d.ts").FileView} */ { id, name, width, height }) => ({
    id: `file:${id}`,
    title: name,
    section: "File",
    icon: "square",
    detail: `${width}×${height}`,
    run: () => open(id),
  }));
}
