// What is said of a run: whether its result comes too late, what its shapes remember, how its error reads.

/** @typedef {import("./schedule.js").Job} Job */
/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {import("../../types/data.d.ts").Failure} Failure */

/**
 * Say why a result comes too late, or null: its instance changed or went while the run was under way.
 * @param {Job} job
 */
export function lateness({ event, document, began, rerun, step }) {
  const trigger = "instance" in event ? event.instance : null;
  if (began || event.name === "draw_instance") return null; // the shape in hand is in no document
  if (rerun && !document.isIntact(step)) return "The result was dropped: what it would replace changed meanwhile.";
  if (!trigger || event.name === "delete_instance" || (rerun && document.touched(step, trigger.id))) return null;
  const now = document.get(trigger.id);
  if (!now) return "The result was dropped: its instance was deleted meanwhile.";
  const changed = now.geometry !== trigger.geometry || now.label !== trigger.label || now.attributes !== trigger.attributes;
  return changed ? "The result was dropped: its instance changed meanwhile." : null;
}

/**
 * Give what every shape of a run remembers of it.
 * @param {ScriptView} script
 * @param {Job} job
 * @param {number} ms the hook's duration
 * @returns {import("../../types/data.d.ts").Provenance}
 */
export function provenanceOf(script, job, ms) {
  return {
    actor: "script",
    script: script.identity,
    script_version: script.version,
    run: job.id,
    event: job.event.name,
    params: valuesOf(script, job.params ?? script.params),
    place: job.ran?.place ?? "browser",
    ms,
    edited_by: [],
  };
}

/** @param {Failure} error */
export function sentence({ type, message }) {
  return message ? `${type}: ${message}` : type;
}

/** @param {Failure} error */
export function lineOf({ frames }) {
  return frames?.at(-1)?.line ?? null;
}

/**
 * Give the values the script runs with: what was set, else the defaults.
 * @param {ScriptView} script
 * @param {Record<string, unknown>} params
 */
function valuesOf({ parameters }, params) {
  return Object.fromEntries(parameters.map(({ name, default: fallback }) => [name, params[name] ?? fallback]));
}
