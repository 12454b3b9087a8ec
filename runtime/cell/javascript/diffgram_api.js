// The global `diffgram` of scripts in that form, and the flat form in which they get instances.

import { LimnerError } from "./errors.js";
import { boundsOf } from "./events.js";
import { Box, Keypoints, Polygon } from "./geometry.js";

/** @typedef {{event: any, canvas: any, image: OffscreenCanvas | null, count: number | null}} Run */

const PIXELS = /\bget_(new_canvas|roi_canvas_from_instance)\b/;
const METADATA = /\bget_metadata\b/;

/**
 * @param {string} source what the script uses of it is fetched before its handlers run, which may ask without waiting
 */
export function createDiffgram(source) {
  /** @type {Run | null} */
  let live = null;
  /** @type {{file: string, pixels: ImageData} | null} */
  let kept = null;

  /** @param {any} canvas @param {string} file */
  async function pixelsOf(canvas, file) {
    if (kept?.file !== file) kept = { file, pixels: await canvas.image() };
    return kept.pixels;
  }

  /** Begin a run, and give its handler's `data`. @param {any} event @param {any} canvas */
  async function run(event, canvas) {
    const image = PIXELS.test(source) ? drawn(await pixelsOf(canvas, event.file.id)) : null;
    const count = METADATA.test(source) ? (await canvas.instances()).length : null;
    live = { event, canvas, image, count };
    return event.instance ? { ...flat(event.instance), ...(event.before && { before: flat(event.before) }) } : { ...event };
  }

  function current() {
    if (live) return live;
    throw new LimnerError("diffgram: nothing can be done before the first event");
  }

  const calls = {
    /** Corners as four numbers, as one array, or as an object of them. @param {any[]} given */
    create_box(...given) {
      const [box, told] = typeof given[0] === "number" ? [boxFrom(given), given[4]] : [boxFrom(given[0]), given[1] ?? given[0]];
      return current().canvas.create(box, labelled(told));
    },
    /** @param {any} given points, or an object that has them @param {any} [told] */
    create_polygon(given, told) {
      return current().canvas.create(Polygon(pairsOf(given?.points ?? given)), labelled(told ?? given));
    },
    /** @param {any} given points by number or by name @param {any} [told] */
    create_instance_from_keypoints(given, told) {
      const points = given?.keypoints ?? given?.points ?? given;
      const listed = Array.isArray(points) ? points : Object.entries(points).map(([name, one]) => ({ name, ...positionOf(one) }));
      const read = listed.map((one, index) => {
        const { x, y } = positionOf(one);
        return { name: String(one.name ?? one.part ?? one.label ?? index), x, y };
      });
      return current().canvas.create(Keypoints(read, told?.edges ?? given?.edges ?? []), labelled(told ?? given));
    },
    get_metadata() {
      const { event, count } = current();
      const { id, name, width, height, frame } = event.file;
      return { id, file_id: id, file_name: name, name, width, height, frame, instance_count: count, project: event.project, event: event.name };
    },
    get_new_canvas() {
      return copied(imageOf(), 0, 0, imageOf().width, imageOf().height);
    },
    /** @param {any} instance as a handler gets it, or corners */
    get_roi_canvas_from_instance(instance) {
      const { x, y, width, height } = boxFrom(instance?.geometry ? flat(instance) : instance);
      const [left, top] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
      const [right, bottom] = [Math.min(imageOf().width, Math.ceil(x + width)), Math.min(imageOf().height, Math.ceil(y + height))];
      if (right <= left || bottom <= top) throw new LimnerError("diffgram.get_roi_canvas_from_instance: the instance lies outside the file");
      return copied(imageOf(), left, top, right - left, bottom - top);
    },
    /** @param {unknown} text */
    show_snackbar(text) {
      current().canvas.notify(String(text));
    },
  };

  function imageOf() {
    const { image } = current();
    if (image) return image;
    throw new LimnerError("diffgram: the pixels are not there; call get_new_canvas by its name");
  }

  const api = new Proxy(Object.freeze(calls), {
    get(target, name) {
      if (typeof name === "symbol" || name in target || name === "then" || name === "toJSON") return Reflect.get(target, name);
      throw new LimnerError(`diffgram.${name} is not there; there are: ${Object.keys(calls).join(", ")}`);
    },
  });
  return { api, run };
}

/**
 * Give an instance as a plain record without nesting.
 * @param {any} instance
 */
export function flat(instance) {
  const { geometry, id, label, attributes, score } = instance;
  const { x, y, width, height } = boundsOf(geometry);
  const sides = { x_min: x, y_min: y, x_max: x + width, y_max: y + height, width, height };
  const named = { label, label_name: label, label_file: { name: label, label: { name: label } } };
  return { id, type: geometry.kind, ...sides, points: pointsOf(geometry), rotation: geometry.rotation ?? 0, ...named, attributes, score };
}

/** @param {any} geometry @returns {{x: number, y: number}[]} */
function pointsOf({ kind, parts, points, x, y }) {
  if (kind === "polygon") return parts[0]?.outer.map(positionOf) ?? [];
  if (kind === "point") return [{ x, y }];
  return (points ?? []).map((/** @type {any} */ one) => (Array.isArray(one) ? positionOf(one) : { ...one }));
}

/** @param {any} given @returns {{x: number, y: number}} */
function positionOf(given) {
  const [x, y] = Array.isArray(given) ? given : [given?.x ?? given?.position?.x, given?.y ?? given?.position?.y];
  return { x: Number(x), y: Number(y) };
}

/** @param {any} points */
function pairsOf(points) {
  const isFlat = typeof points?.[0] === "number";
  return isFlat ? Float64Array.from(points) : Array.from(points ?? [], positionOf);
}

/** @param {any} given corners, or corner and size */
function boxFrom(given) {
  const [left, top, right, bottom] = Array.isArray(given)
    ? given
    : [given?.x_min ?? given?.x, given?.y_min ?? given?.y, given?.x_max ?? given?.x + given?.width, given?.y_max ?? given?.y + given?.height];
  return Box(Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top));
}

/** @param {any} told a label, or an object that names one */
function labelled(told) {
  if (typeof told === "string") return { label: told };
  const { label, label_name, label_file, attributes, score } = told ?? {};
  const name = label ?? label_name ?? label_file?.label?.name ?? label_file?.name ?? label_file;
  return { label: typeof name === "string" ? name : null, attributes: attributes ?? null, score: score ?? null };
}

/** @param {ImageData} pixels */
function drawn(pixels) {
  const canvas = new OffscreenCanvas(pixels.width, pixels.height);
  contextOf(canvas).putImageData(pixels, 0, 0);
  return canvas;
}

/** @param {OffscreenCanvas} image @param {number} x @param {number} y @param {number} width @param {number} height */
function copied(image, x, y, width, height) {
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).drawImage(image, -x, -y);
  return canvas;
}

/** @param {OffscreenCanvas} canvas */
function contextOf(canvas) {
  return /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
}
