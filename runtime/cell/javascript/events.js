// Events and instances as a script gets them: frozen JSON with the defaults filled in, and `bounds`.

import { isKnown, verbsOf, whole } from "../../../web/js/shapes/registry.js";
import { boundsFrom } from "./bounds.js";
import { ProtocolError, shown } from "./errors.js";
import { EVENTS } from "./hooks.js";
import { frozen } from "./values.js";

/** @typedef {import("../../../web/types/data.d.ts").Instance} Instance */
/** @typedef {import("../../../web/types/local.d.ts").Geometry} Geometry */
/** @typedef {Instance & {bounds: import("./bounds.js").Bounds}} Bounded */

const INSTANCES = ["instance", "before"];
const HAVING_ONE = new Set(EVENTS.filter((name) => name.endsWith("_instance")));

/**
 * @param {any} data an event as it travels
 * @returns {any}
 */
export function eventFrom(data) {
  if (!EVENTS.includes(data?.name)) throw new ProtocolError(`event.event.name is ${shown(data?.name)}, expected one of ${EVENTS.join(", ")}`);
  const event = { revision: 0, ...data, file: { kind: "image", frame: 0, pixel_size: null, ...data.file } };
  if (HAVING_ONE.has(event.name) && !event.instance) throw new ProtocolError("event.event lacks instance");
  for (const name of INSTANCES) {
    if (event[name]?.geometry) event[name] = instanceFrom(event[name]);
  }
  if (event.name === "command" || event.name === "prompt") event.instance ??= null;
  if (event.name === "draw_instance") event.before ??= null;
  if (event.name === "command") event.command ??= "";
  if (event.name === "prompt") {
    event.points = (event.points ?? []).map((/** @type {object} */ point) => ({ positive: true, ...point }));
    event.strokes = (event.strokes ?? []).map((/** @type {object} */ stroke) => ({ positive: true, ...stroke }));
    event.box = event.box ? boundsFrom(event.box) : null;
  }
  return frozen(event);
}

/**
 * @param {any} data an instance as it travels
 * @returns {Bounded}
 */
export function instanceFrom(data) {
  if (!isKnown(data.geometry)) throw new ProtocolError(`instance ${shown(data.id)} is of no known kind`);
  const defaults = { label: null, frame: 0, attributes: {}, score: null, locked: false, hidden: false, group: null, order: 0, links: [], version: 1, provenance: {} };
  const instance = { ...defaults, ...data, geometry: whole(data.geometry) };
  // Not enumerable, so that the instance is still the JSON it came as.
  Object.defineProperty(instance, "bounds", { value: boundsOf(instance.geometry) });
  return frozen(instance);
}

/** @param {Geometry} shape */
export function boundsOf(shape) {
  return boundsFrom(verbsOf(shape).bounds(shape));
}
