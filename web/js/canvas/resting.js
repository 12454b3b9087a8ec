// The shapes at rest, as a cached bitmap. A change of some of many draws anew only the places where they are
// and were, so that it costs as much on a crowded file as on an empty one.

import { boundsOf, createDamage, pixelsOf } from "./damage.js";
import { drawGhost, drawLabel, drawShape } from "./layers.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {import("./layers.js").Layer} Layer */
/** @typedef {import("./viewport.js").Viewport} Viewport */

const MANY = 3_000;
const SETTLE_MS = 90;
const LABEL_LIMIT = 60;

/**
 * Few shapes are drawn anew at each move of the view; of many, the last drawing moves with it and is made
 * again when it settles.
 * @param {Layer} layer
 * @param {object} source
 * @param {(rect: Rect) => Instance[]} source.within in drawing order
 * @param {(label: string | null | undefined) => string} source.color
 * @param {() => unknown} source.labels another object once colours have changed
 * @param {() => Instance | null} source.active the instance that the layer above draws
 * @param {() => void} source.settled asks for a drawing of the whole
 * @param {(context: CanvasRenderingContext2D) => void} source.under draws below the shapes
 * @param {() => Instance[]} source.ghosts what is drawn dashed above them
 */
export function createShapes(layer, source) {
  const still = document.createElement("canvas");
  const cache = /** @type {CanvasRenderingContext2D} */ (still.getContext("2d"));
  const damage = createDamage();
  /** @type {{scale: number, x: number, y: number} | null} */
  let drawnAt = null;
  let isKept = false;
  let count = 0;
  /** @type {Instance | null} */
  let active = null;
  /** @type {unknown} */
  let labels = null;
  let ghosts = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Instance[]} shown @param {Viewport["state"]} view */
  function paint(shown, view) {
    source.under(layer.context);
    for (const instance of shown) {
      if (instance.id !== active?.id && !instance.hidden) drawShape(layer.context, instance, source.color(instance.label), view.scale, false);
    }
  }

  /**
   * @param {Viewport["state"]} view
   * @param {number} ratio
   */
  function whole(view, ratio) {
    layer.clear();
    layer.inImage(view, ratio);
    const shown = source.within([-view.x / view.scale, -view.y / view.scale, view.width / view.scale, view.height / view.scale]);
    count = shown.length;
    paint(shown, view);
    const suggested = source.ghosts();
    for (const ghost of suggested) {
      if (ghost.id !== active?.id) drawGhost(layer.context, ghost, source.color(ghost.label), view.scale, false);
    }
    if (shown.length + suggested.length <= LABEL_LIMIT) drawLabels([...shown, ...suggested], view, ratio);
    drawnAt = { scale: view.scale, x: view.x, y: view.y };
    [isKept, labels, ghosts] = [false, source.labels(), suggested.length];
  }

  /**
   * @param {Instance[]} shown
   * @param {Viewport["state"]} view
   * @param {number} ratio
   */
  function drawLabels(shown, view, ratio) {
    layer.onStage(ratio);
    for (const instance of shown) {
      if (instance.label && !instance.hidden) drawLabel(layer.context, instance, source.color(instance.label), view);
    }
  }

  /** Draw one place anew, to the same pixels as a drawing of the whole. @param {Rect} place @param {Viewport["state"]} view @param {number} ratio */
  function mend(place, view, ratio) {
    const { context, canvas } = layer;
    const { pixels, reach } = pixelsOf(place, view, ratio, canvas);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(...pixels);
    context.clip();
    context.clearRect(...pixels);
    layer.inImage(view, ratio);
    paint(source.within(reach), view);
    context.restore();
    isKept = false;
  }

  function keep() {
    still.width = layer.canvas.width;
    still.height = layer.canvas.height;
    cache.drawImage(layer.canvas, 0, 0);
    isKept = true;
  }

  /**
   * @param {Viewport["state"]} view
   * @param {number} ratio
   * @param {{scale: number, x: number, y: number}} from
   */
  function shift(view, ratio, from) {
    if (!isKept) keep();
    const zoom = view.scale / from.scale;
    layer.clear();
    layer.context.setTransform(zoom, 0, 0, zoom, (view.x - from.x * zoom) * ratio, (view.y - from.y * zoom) * ratio);
    layer.context.drawImage(still, 0, 0);
    clearTimeout(timer);
    timer = setTimeout(() => {
      drawnAt = null;
      source.settled();
    }, SETTLE_MS);
  }

  /** Note what is to be seen of another instance being in hand now. */
  function followActive() {
    const next = source.active();
    for (const one of next?.id === active?.id ? [] : [active, next]) if (one) damage.at(boundsOf(one));
    active = next;
  }

  return {
    /** These places must be drawn anew; without any, everything must. @param {Rect[]} [places] */
    stale(places) {
      if (places) places.forEach(damage.at);
      else damage.everywhere();
    },
    /**
     * @param {Viewport["state"]} view
     * @param {number} ratio
     */
    draw(view, ratio) {
      followActive();
      const moved = !drawnAt || drawnAt.scale !== view.scale || drawnAt.x !== view.x || drawnAt.y !== view.y;
      const few = count <= LABEL_LIMIT; // their labels reach beyond their bounds
      if (!moved && (damage.isAny() && few || source.labels() !== labels || source.ghosts().length || ghosts)) damage.everywhere();
      const places = damage.take();
      if (places && !moved) return places.forEach((place) => mend(place, view, ratio));
      if (places && !places.length && drawnAt && count > MANY) return shift(view, ratio, drawnAt);
      return whole(view, ratio);
    },
  };
}
