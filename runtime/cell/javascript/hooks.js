// Hooks: which function of a script answers which event. `on` declares them while the script loads.

import { HookError } from "./errors.js";
import { KINDS } from "../../../web/js/shapes/registry.js";
import { compact } from "./values.js";

export const EVENTS = [
  "open_file",
  "leave_file",
  "change_frame",
  "draw_instance",
  "create_instance",
  "update_instance",
  "delete_instance",
  "restore_instance",
  "select_instance",
  "deselect_instance",
  "command",
  "prompt",
  "change_params",
  "before_save",
  "complete_file",
];
const ACTORS = ["human", "script", "import", "remote", "undo"];
const SCHEDULES = ["latest", "queue", "drop"];
const LATEST_BY_DEFAULT = ["update_instance", "prompt", "change_params"];

/** @typedef {(event: any, canvas: any) => any} Handler */
/** @typedef {{hook: import("../../../web/types/data.d.ts").Hook, handler: Handler, when: ((event: any) => boolean) | null}} Bound */
/**
 * @typedef {object} Filters
 * @property {string | string[]} [kind]
 * @property {string | string[]} [label]
 * @property {string | string[]} [actor]
 * @property {Record<string, unknown>} [attributes]
 * @property {string | string[]} [command]
 * @property {(event: any) => boolean} [when]
 * @property {"latest" | "queue" | "drop"} [schedule]
 */

/** The hooks of the script that loads now. @type {Bound[] | null} */
let gathering = null;

/**
 * Declare a function as the answer to one or several events: `on("command", handler)`, or with filters
 * `on(["create_instance", "update_instance"], { kind: "box" }, handler)`. Gives the function back.
 * Throws `HookError` where an event, a kind, an actor or a schedule is not one of those there are, or where a
 * command is asked for of an event that has none.
 * @template {Handler} H
 * @param {string | string[]} events
 * @param {Filters | H} filters
 * @param {H} [handler]
 * @returns {H}
 */
export function on(events, filters, handler) {
  const [given, answer] = typeof filters === "function" ? [{}, filters] : [filters ?? {}, handler];
  if (typeof answer !== "function") throw new HookError("on: it takes the events, filters if any, and a function");
  const { kind, label, actor, attributes, command, when = null, schedule } = /** @type {Filters} */ (given);
  known("event", several(events), EVENTS);
  known("kind", several(kind), KINDS);
  known("actor", several(actor), ACTORS);
  known("schedule", several(schedule), SCHEDULES);
  known("filter", Object.keys(given), ["kind", "label", "actor", "attributes", "command", "when", "schedule"]);
  if (several(command).length && several(events).some((event) => event !== "command")) {
    throw new HookError('on: the filter "command" is for the event "command" only');
  }
  if (!gathering) throw new HookError("on: hooks are declared while the script loads, not later");
  const name = answer.name || "hook";
  for (const event of several(events)) {
    const filtered = { kinds: several(kind), labels: several(label), actors: several(actor), attributes, commands: several(command) };
    const scheduled = schedule ?? (LATEST_BY_DEFAULT.includes(event) ? "latest" : "queue");
    const hook = compact({ id: `${name}:${event}`, event, function: name, ...filtered, schedule: scheduled });
    gathering.push({ hook: /** @type {import("../../../web/types/data.d.ts").Hook} */ (hook), handler: answer, when });
  }
  return /** @type {H} */ (answer);
}

/**
 * Gather the hooks that are declared while `load` runs, by id.
 * @param {() => Promise<unknown>} load
 */
export async function gathered(load) {
  /** @type {Bound[]} */
  const found = [];
  gathering = found;
  try {
    await load();
  } finally {
    gathering = null;
  }
  return distinct(found);
}

/**
 * Give hooks by id; those of one name and event are counted.
 * @param {Bound[]} found
 */
export function distinct(found) {
  /** @type {Map<string, Bound>} */
  const bound = new Map();
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const one of found) {
    const count = (counts.get(one.hook.id) ?? 0) + 1;
    counts.set(one.hook.id, count);
    const id = count === 1 ? one.hook.id : `${one.hook.id}:${count}`;
    bound.set(id, { ...one, hook: { ...one.hook, id } });
  }
  return bound;
}

/** @param {string | string[] | undefined} value */
function several(value) {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** @param {string} what @param {unknown[]} given @param {string[]} all */
function known(what, given, all) {
  if (what === "event" && !given.length) throw new HookError(`on: it names no event, choose from ${all.join(", ")}`);
  const stray = given.find((name) => !all.includes(/** @type {string} */ (name)));
  if (stray !== undefined) throw new HookError(`on: ${what} '${String(stray)}' does not exist, choose from ${all.join(", ")}`);
}
