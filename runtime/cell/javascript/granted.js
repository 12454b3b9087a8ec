// What each grant adds to the canvas.

import { boundsFrom, rectOf } from "./bounds.js";
import { ChangeError, HostError, shown } from "./errors.js";
import { instanceFrom } from "./events.js";
import { isGeometry, shapeOf } from "./geometry.js";
import { overlaid, picture } from "./pixels.js";
import { displayed, fetched, stored } from "./services.js";
import { compact, frozen, newId, plain } from "./values.js";

/** @typedef {import("./run.js").Run} Run */
/** @typedef {string | {id: string}} Target */
/** @typedef {{label?: string | null, attributes?: object | null, score?: number | null}} Told */

const pause = setTimeout;

/** @param {Run} run */
function imageRead(run) {
  return {
    /**
     * Give the pixels inside `bounds`, by default all of the file, as an `ImageData`; `channels` "gray" gives
     * one byte a pixel, "rgb" and "bgr" three. Bounds grow by `margin`, a fraction of each side.
     * @param {import("./bounds.js").Place | null} [bounds]
     * @param {{margin?: number, scale?: number, channels?: import("./pixels.js").Channels}} [options]
     */
    async image(bounds = null, { margin = 0, scale = 1, channels = "rgba" } = {}) {
      const { file } = run.event;
      const wanted = bounds === null ? [0, 0, file.width, file.height] : rectOf(bounds, "image bounds");
      const region = boundsFrom(wanted).expand(margin, { within: file });
      if (!(region.width >= 1 && region.height >= 1)) {
        throw new HostError(`image(${wanted.join(", ")}) lies outside the file, which is ${file.width} x ${file.height}`);
      }
      const { value, frames } = await run.call("image", { bounds: [...region], scale: Number(scale) });
      return picture(value, frames[0], channels);
    },
  };
}

/** @param {Run} run */
function instancesRead(run) {
  return {
    /**
     * Give the instances that fit all of what is asked, oldest first; with `at` `[x, y]`, the smallest first.
     * @param {{kind?: string, label?: string, attributes?: object, script?: string, within?: import("./bounds.js").Place, at?: Iterable<number>}} [asked]
     */
    async instances({ kind, label, attributes, script, within, at } = {}) {
      const places = { within: within ? rectOf(within, "within") : null, at: at ? [...at] : null };
      const args = { kind: kind ?? null, label: label ?? null, attributes: plain(attributes), script: script ?? null, ...places };
      const { value } = await run.call("instances", args);
      return value.map(instanceFrom);
    },
  };
}

/** @param {Run} run */
function instancesSuggest(run) {
  return {
    /**
     * Show a shape as a ghost, which the annotator accepts, changes or rejects; give its id.
     * @param {any} geometry
     * @param {Told & {replaces?: Target | null}} [options]
     */
    suggest(geometry, { replaces = null, ...told } = {}) {
      const item = { ...described(run, geometry, told), replaces: replaces === null ? null : idOf(replaces) };
      run.suggested.push(compact(item));
      return item.id;
    },
  };
}

/** @param {Run} run */
function instancesWrite(run) {
  const canvas = {
    ...instancesSuggest(run),
    /**
     * Create an instance and give its id. Without a label it takes the trigger's.
     * @param {any} geometry
     * @param {Told} [options]
     * @returns {string}
     */
    create(geometry, options = {}) {
      const item = { ...described(run, geometry, options), frame: 0, locked: false, hidden: false, order: 0, links: [] };
      run.created.push(compact(item));
      return item.id;
    },
    /**
     * Change what is given of an instance. An attribute set to null is removed.
     * @param {Target} instance
     * @param {{geometry?: any, label?: string | null, attributes?: object | null}} fields
     */
    update(instance, { geometry = null, label = null, attributes = null } = {}) {
      run.assertLive();
      const id = idOf(instance);
      const shape = geometry === null ? null : read(geometry);
      const change = compact({ id, geometry: shape, label, attributes: attributesOf(attributes, null) });
      const own = run.created.findIndex((item) => item.id === id);
      if (own < 0) run.updated.push(change);
      else run.created[own] = merged(run.created[own], change);
    },
    /** Delete an instance. @param {Target} instance */
    delete(instance) {
      run.assertLive();
      const id = idOf(instance);
      const own = run.created.findIndex((item) => item.id === id);
      if (own < 0) run.deleted.push(id);
      else run.created.splice(own, 1);
    },
    /**
     * Put shapes in an instance's place: they take its label and attributes. Give their ids. The last argument
     * may be options: `replace(box, outline, { score: 0.9 })`.
     * @param {{id: string, label?: string | null, attributes?: object}} instance
     * @param {any[]} given
     * @returns {string[]}
     */
    replace(instance, ...given) {
      const last = given.at(-1);
      const isTold = last && typeof last === "object" && !Array.isArray(last) && !("kind" in last);
      const { score = null } = isTold ? given.pop() : {};
      canvas.delete(instance);
      const kept = { label: instance.label, attributes: instance.attributes, score };
      return given.flat().map((one) => canvas.create(one, kept));
    },
    /** Give an instance another label. @param {Target} instance @param {string} label */
    setLabel: (instance, label) => canvas.update(instance, { label }),
    /** Set attributes of an instance; the others stay. @param {Target} instance @param {object} attributes */
    setAttributes: (instance, attributes) => canvas.update(instance, { attributes }),
    /** Apply what the run has changed so far: one undo step with the rest of it. */
    async flush() {
      run.flush();
      await new Promise((resolve) => pause(resolve));
    },
  };
  return canvas;
}

/** @param {Run} run */
function overlays(run) {
  return {
    /**
     * Show pixels over the image, inside `bounds` or all of it; null takes them away. `pixels` is an
     * `ImageData` or `{width, height, data}` with a byte or a float from 0 to 1 a pixel, shown as a heat map.
     * @param {import("./pixels.js").Shown | null} pixels
     * @param {{bounds?: import("./bounds.js").Place | null, opacity?: number}} [options]
     */
    overlay(pixels, { bounds = null, opacity = 0.6 } = {}) {
      if (pixels === null) return run.tell("overlay", { width: 0, height: 0, channels: 1, opacity, binary: 0 });
      const { frame, ...size } = overlaid(pixels);
      const { width, height } = run.event.file;
      const place = bounds === null ? [0, 0, width, height] : rectOf(bounds, "overlay bounds");
      return run.tell("overlay", { bounds: place, opacity: Number(opacity), ...size, binary: 1 }, [frame]);
    },
  };
}

/** @param {Run} run */
function asking(run) {
  return {
    /**
     * Ask the annotator and give the choice, or null where the question was put away. `about` are the
     * instances the question is about: brought into sight, numbered and outlined while it is open.
     * @param {unknown} question
     * @param {Iterable<unknown>} [choices]
     * @param {{about?: Iterable<Target> | {id: string}}} [options]
     * @returns {Promise<string | null>}
     */
    async ask(question, choices = ["Yes", "No"], { about = [] } = {}) {
      const given = [...choices].map(String);
      if (!given.length) throw new HostError("canvas.ask needs at least one choice");
      const shown = (typeof about === "object" && Symbol.iterator in about ? [...about] : [about]).map(idOf);
      return (await run.call("ask", { question: String(question), choices: given, ...(shown.length && { about: shown }) })).value ?? null;
    },
  };
}

/** @param {Run} run */
function filesRead(run) {
  return {
    /**
     * Give the files of the project that look like the open one, nearest first.
     * @param {number} [limit]
     * @returns {Promise<{file: import("../../../web/types/data.d.ts").File, distance: number}[]>}
     */
    async similar(limit = 5) {
      const { value } = await run.call("similar", { limit: Math.trunc(limit) });
      return value.map((/** @type {any} */ { file, distance }) => frozen({ file: { kind: "image", frame: 0, pixel_size: null, ...file }, distance }));
    },
    /**
     * Show another file of the project beside the open one until the annotator closes it; give the one of the
     * choices, which are its buttons, that was pressed, or null.
     * @param {Target} file
     * @param {unknown} [message]
     * @param {{choices?: Iterable<unknown>}} [options]
     * @returns {Promise<string | null>}
     */
    async compare(file, message = "", { choices = [] } = {}) {
      const given = [...choices].map(String);
      const named = typeof file === "object" ? file.id : String(file);
      return (await run.call("compare", { file: named, message: String(message), ...(given.length && { choices: given }) })).value ?? null;
    },
  };
}

/** What each grant brings. @type {Record<string, (run: Run) => object>} */
export const GRANTED = {
  "image:read": imageRead,
  "instances:read": instancesRead,
  "instances:suggest": instancesSuggest,
  "instances:write": instancesWrite,
  overlay: overlays,
  "files:read": filesRead,
  ask: asking,
  storage: (run) => ({ storage: stored(run) }),
  settings: (run) => ({ settings: displayed(run) }),
  network: (run) => ({ fetch: fetched(run) }),
};

/** @param {Run} run @param {any} geometry @param {Told} told */
function described(run, geometry, { label, attributes, score }) {
  run.assertLive();
  const trigger = run.event.instance?.label;
  return { geometry: read(geometry), label: label || trigger || null, attributes: attributesOf(attributes, {}), score: score ?? null, id: newId() };
}

/** @param {any} item @param {any} change */
function merged(item, change) {
  const attributes = Object.entries({ ...item.attributes, ...change.attributes }).filter(([, value]) => value !== null);
  const label = change.label === undefined ? item.label : change.label || null;
  return compact({ ...item, geometry: change.geometry ?? item.geometry, label, attributes: Object.fromEntries(attributes) });
}

/** @param {any} value */
function read(value) {
  if (isGeometry(value)) return shapeOf(value);
  throw new ChangeError(`${shown(value)} is no geometry: use Box, Polygon, Ellipse, …`);
}

/** @param {any} instance @returns {string} */
function idOf(instance) {
  const id = typeof instance === "string" ? instance : instance?.id;
  if (typeof id === "string") return id;
  throw new ChangeError(`${shown(instance)} is no instance or id`);
}

/** @template T @param {any} attributes @param {T} absent @returns {object | T} */
function attributesOf(attributes, absent) {
  if (attributes === null || attributes === undefined) return absent;
  if (typeof attributes !== "object" || Array.isArray(attributes)) throw new ChangeError(`attributes are ${shown(attributes)}, expected an object`);
  try {
    return plain(attributes, "attributes");
  } catch (error) {
    throw new ChangeError(/** @type {Error} */ (error).message);
  }
}
