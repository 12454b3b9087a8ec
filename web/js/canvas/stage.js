// The stage: three layers, a view on the image, and the pointer, which goes to the tool in hand.

import { drawAbout } from "./about.js";
import { verbsOf } from "../shapes/registry.js";
import { placesOf } from "./damage.js";
import { createEqualiser } from "./equaliser.js";
import { createFlash } from "./flash.js";
import { createLayer, drawGhost, drawHandles, drawImage, drawLabel, drawShape } from "./layers.js";
import { either } from "./look.js";
import { createShapes } from "./resting.js";
import { readTextScale } from "./letters.js";
import { listenToPointer } from "./pointing.js";
import { createSpatial, pickOf } from "./spatial.js";
import { createViewport } from "./viewport.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Tool} Tool */
/** @typedef {import("../../types/local.d.ts").Pointed} Pointed */
/** @typedef {ReturnType<typeof createStage>} Stage */

const [ERASER, ERASER_END] = [32, 5]; // the other end of a pen, as its bit and as its button

/**
 * @param {HTMLElement} element
 * @param {object} page
 * @param {() => import("../../types/local.d.ts").Seen} page.seen how everything is to be seen
 * @param {() => unknown} page.labels another object once colours have changed
 * @param {(label: string | null | undefined) => string | null} page.title of a label, as people read it
 * @param {() => Instance | null} page.selected the one above all
 * @param {() => Instance[]} page.lifted all that is selected and not too many, the one above all last
 * @param {import("../pages/selection.js").Selection} page.selection
 * @param {{veils(instance: Instance): boolean, mark(): unknown, passes(instance: Instance): boolean}} page.sight what is out of sight, and what the pointer goes through
 * @param {() => import("../../types/local.d.ts").Handle[]} page.handles those of the shape in hand
 * @param {() => ReadonlySet<string>} page.hot the handles to show large
 * @param {() => Tool} page.tool
 * @param {() => Instance[]} page.ghosts what scripts suggest
 * @param {() => Instance[]} page.drawn what scripts make of the shape in hand
 * @param {(context: CanvasRenderingContext2D) => void} page.under draws below the shapes, in pixels of the file
 * @param {(text: string) => void} page.onFail
 * @param {() => import("../../types/data.d.ts").Instance[]} page.about what a question is about
 * @param {(x: number, y: number) => void} page.onPoint
 * @param {() => void} page.onView
 * @param {(context: CanvasRenderingContext2D) => void} page.above draws above the shapes, in pixels of the stage
 */
export function createStage(element, page) {
  const canvases = [...element.querySelectorAll("canvas")];
  const [image, shapes, active] = canvases.map(createLayer);
  const view = createViewport(() => {
    redraw();
    page.seen().moved();
    page.onView();
  });
  /** @type {import("../../types/local.d.ts").Picture | null} */
  let picture = null;
  /** @type {ReturnType<typeof createSpatial> | null} */
  let spatial = null;
  let ratio = devicePixelRatio;
  let asked = false;
  let imageAt = "";
  let limit = 0;
  let unfollow = () => {};
  const equaliser = createEqualiser({ onChange: redrawImage, onFail: page.onFail });
  /** @type {(() => void)[]} */
  let waiting = [];

  const flash = createFlash(redraw);
  const resting = createShapes(shapes, {
    placed: (rect) => spatial?.placed(rect) ?? [],
    color: (instance) => page.seen().color(instance),
    labels: either(either(page.labels, () => page.seen().look()), either(page.selection.mark, page.sight.mark)),
    look: () => page.seen().look(),
    title: page.title,
    lifted: page.lifted,
    marked: page.selection.marks,
    veiled: page.sight.veils,
    again: redraw,
    under: page.under,
    ghosts: page.ghosts,
  });

  function redraw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(draw);
  }

  function redrawImage() {
    imageAt = "";
    redraw();
  }

  /** @param {number} level */
  function treated(level) {
    const middle = picture ? view.toImage(0, view.state.height / 2)[1] / picture.height : 0;
    const { canvases, done } = picture ? equaliser.levels(picture, limit, level, middle) : { canvases: [], done: true };
    image.canvas.dataset.clahe = done ? String(limit) : "busy";
    if (!picture || canvases.length) return canvases;
    const other = page.seen().instead(picture.levels[level]);
    image.canvas.dataset.tones = other.shows;
    return other.canvases;
  }

  function draw() {
    asked = false;
    const at = `${view.state.x},${view.state.y},${view.state.scale},${picture?.levels.length}`;
    if (at !== imageAt) drawImage(image, picture, view.state, ratio, treated);
    imageAt = at;
    resting.draw(view.state, ratio);
    drawActive();
    shapes.canvas.dataset.shapes = resting.isDone() ? "drawn" : "busy";
    if (resting.isDone()) waiting.splice(0).forEach((resolve) => resolve());
  }

  function drawActive() {
    const { context } = active;
    const look = page.seen().look();
    active.clear();
    active.onStage(ratio);
    page.seen().guides(context);
    const [instance = null, ...others] = page.lifted().toReversed();
    active.inImage(view.state, ratio);
    for (const one of others) if (!one.hidden) drawShape(context, one, page.seen().color(one), view.state.scale, true, look);
    if (instance && !instance.hidden) {
      const color = page.seen().color(instance);
      active.inImage(view.state, ratio);
      if (page.ghosts().includes(instance)) drawGhost(context, instance, color, view.state.scale, true);
      else drawShape(context, instance, color, view.state.scale, true, look);
      active.onStage(ratio);
      if (look.texts !== "off") drawLabel(context, instance, color, view.state, page.title(instance.label));
      if (page.tool().name === "select") drawHandles(context, page.handles(), color, view, page.hot());
    }
    active.inImage(view.state, ratio);
    for (const one of page.drawn()) drawGhost(context, one, page.seen().color(one), view.state.scale, true);
    active.onStage(ratio);
    const hovered = page.seen().hovered();
    if (hovered && hovered.id !== instance?.id) drawLabel(context, hovered, page.seen().color(hovered), view.state, page.title(hovered.label));
    drawAbout(active, page.about(), view.state, ratio);
    active.onStage(ratio);
    if (picture) page.above(context);
    if (picture) page.tool().draw?.(context);
    flash.draw(context, view);
  }

  /** @param {import("../../types/local.d.ts").Rect} rect @returns {Instance[]} */
  const within = (rect) => (spatial?.within(rect) ?? []).filter((one) => !page.sight.veils(one));

  /** @param {PointerEvent | MouseEvent} event @returns {Pointed} */
  function pointed(event) {
    const box = element.getBoundingClientRect();
    const [sx, sy] = [event.clientX - box.left, event.clientY - box.top];
    const [x, y] = view.toImage(sx, sy);
    const erases = Boolean(event.buttons & ERASER) || event.button === ERASER_END;
    return { x, y, sx, sy, shift: event.shiftKey, alt: event.altKey || erases, ctrl: event.ctrlKey || event.metaKey, blunt: "pointerType" in event && event.pointerType === "touch", button: event.button === ERASER_END ? 0 : event.button, at: event.timeStamp };
  }

  const pointing = listenToPointer(element, { page, view, pointed, shown: () => picture !== null });
  new ResizeObserver(() => {
    const { width, height } = element.getBoundingClientRect();
    ratio = devicePixelRatio;
    readTextScale();
    for (const layer of [image, shapes, active]) layer.resize(width, height, ratio);
    imageAt = "";
    resting.resized();
    view.resize(width, height);
    draw();
  }).observe(element);

  return {
    view,
    redraw,
    /** Something other than the mouse points at a place of the file. @param {number} x @param {number} y */
    point(x, y) {
      page.onPoint(x, y);
      page.seen().point(x, y);
    },
    /** The image is to be shown otherwise. */
    repaint: redrawImage,
    flash: flash.show,
    /** What is below the shapes, or among what is suggested, changed. */
    refresh() {
      resting.stale();
      redraw();
    },
    /** Even out the contrast of the displayed image. @param {number} next the clip limit, 0 for not at all */
    even(next) {
      if (next === limit) return;
      limit = next;
      redrawImage();
    },
    /** Resolves when what is known now has been drawn. @returns {Promise<void>} */
    drawn: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        redraw();
      }),
    /**
     * Show another file.
     * @param {import("../store/document.js").FileDocument | null} document
     * @param {import("../../types/local.d.ts").Picture | null} next
     */
    show(document, next) {
      spatial?.stop();
      unfollow();
      spatial = document && createSpatial(document);
      unfollow = document?.listen((applied) => resting.stale(placesOf(applied))) ?? (() => {});
      picture = next;
      imageAt = "";
      resting.forget();
      if (next) view.show(next);
      redraw();
    },
    /** @param {number} x @param {number} y */
    pick(x, y) {
      const reach = pointing.reach() / view.state.scale;
      const near = within([x - reach, y - reach, 2 * reach, 2 * reach]);
      return pickOf(page.ghosts(), x, y, reach) ?? pickOf(near.filter((one) => !page.sight.passes(one)), x, y, reach) ?? pickOf(near, x, y, reach);
    },
    /** Give what is at a place, lowest first. @param {import("../../types/local.d.ts").Rect} rect @returns {Instance[]} */
    within,
    /** Give what may lie above or below a shape, lowest first. @param {import("../../types/local.d.ts").Geometry} shape */
    near: (shape) => within(verbsOf(shape).bounds(shape)),
    layers: canvases,
    /** @param {string} name */
    cursor(name) {
      element.style.cursor = name;
    },
    element,
  };
}
