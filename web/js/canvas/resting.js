// The shapes at rest. A change of some of many draws anew only the places where they are and were, and very many
// are drawn in slices, so that no frame waits for all of them.

import { createBitmap, isAt, servesFor } from "./bitmap.js";
import { boundsOf, createDamage, pixelsOf } from "./damage.js";
import { drawGhost, drawLabel, drawShape, drawSpeck, isSpeck } from "./layers.js";
import { createPace } from "./pace.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {import("../../types/local.d.ts").Placed} Placed */
/** @typedef {import("./bitmap.js").At} At */
/** @typedef {import("./layers.js").Layer} Layer */
/** @typedef {import("./viewport.js").Viewport} Viewport */
/** @typedef {{items: Placed[], next: number, at: At, since: Rect[], outdated: boolean}} Job a drawing under way */

const MANY = 1_500; // more are drawn in slices
const MANY_MOVING = 400; // the same while the view moves
const LABEL_LIMIT = 60;
const FIRST_MS = 24; // of a frame, where nothing is shown yet
const SETTLE_MS = 90;
const STRIDE = 64; // shapes between two looks at the clock
const MOST_OWED = 24;

/**
 * Few shapes are drawn anew at each move of the view; of many, the last drawing moves with it until the next is made.
 * @param {Layer} layer
 * @param {object} source
 * @param {(rect: Rect) => Placed[]} source.placed in drawing order
 * @param {(instance: Instance) => string} source.color
 * @param {() => unknown} source.labels another object once colours have changed, or how shapes look
 * @param {() => import("../../types/local.d.ts").Look} source.look
 * @param {(label: string | null | undefined) => string | null} source.title of a label, as people read it
 * @param {() => Instance[]} source.lifted what the layer above draws
 * @param {(instance: Instance) => boolean} source.veiled whether it is out of sight for a while
 * @param {(id: string) => boolean} source.marked whether to draw it as one that is selected
 * @param {() => void} source.again asks for the next frame of a drawing under way
 * @param {(context: CanvasRenderingContext2D) => void} source.under draws below the shapes
 * @param {() => Instance[]} source.ghosts what is drawn dashed above them
 */
export function createShapes(layer, source) {
  const damage = createDamage();
  const pace = createPace();
  let [base, back] = [createBitmap(), createBitmap()];
  /** Places that changed since the base was drawn. @type {Rect[]} */
  let owed = [];
  /** @type {Job | null} */
  let job = null;
  /** @type {At | null} */
  let shown = null;
  let isExact = false;
  let isMoving = false;
  let isStale = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let count = 0;
  /** @type {Map<string, Instance>} */
  let lifted = new Map();
  /** @type {unknown} */
  let labels = null;
  /** @type {Map<Instance, Placed>} */
  let ghosts = new Map();

  /** Say whether something is not drawn here. @param {Instance} instance */
  const isOut = (instance) => instance.hidden || lifted.has(instance.id) || source.veiled(instance);

  /**
   * @param {CanvasRenderingContext2D} context in pixels of the file
   * @param {Placed} item
   * @param {At} at
   */
  function drawItem(context, item, at) {
    const { instance, isGhost } = item;
    if (isOut(instance)) return;
    const color = source.color(instance);
    if (isGhost) drawGhost(context, instance, color, at.scale, false);
    else if (isSpeck(item, at.scale)) drawSpeck(context, item, color, at, source.marked(instance.id), source.look());
    else drawShape(context, instance, color, at.scale, source.marked(instance.id), source.look());
  }

  /** Give what is to be seen at a place, suggestions above the rest. @param {Rect} rect @returns {Placed[]} */
  function itemsIn([x, y, width, height]) {
    const above = [...ghosts.values()].filter((one) => one.minX <= x + width && one.maxX >= x && one.minY <= y + height && one.maxY >= y);
    const items = source.placed([x, y, width, height]);
    return above.length ? [...items, ...above] : items;
  }

  /** @param {Viewport["state"]} view @param {At} at */
  function begin(view, at) {
    const items = itemsIn([-view.x / view.scale, -view.y / view.scale, view.width / view.scale, view.height / view.scale]);
    count = items.length;
    labels = source.labels();
    if (count > (isMoving ? MANY_MOVING : MANY)) beginSlices(items, at);
    else drawWhole(items, view, at);
  }

  /** @param {Placed[]} items @param {At} at */
  function beginSlices(items, at) {
    keepShown();
    job = { items, next: 0, at, since: [], outdated: false };
    back.begin(layer.canvas, at);
    inImage(back.context, at);
    source.under(back.context);
  }

  /** @param {Placed[]} items @param {Viewport["state"]} view @param {At} at */
  function drawWhole(items, view, at) {
    job = null;
    owed = [];
    base.forget();
    back.forget();
    layer.clear();
    inImage(layer.context, at);
    source.under(layer.context);
    for (const item of items) drawItem(layer.context, item, at);
    if (items.length <= LABEL_LIMIT && source.look().texts === "always") drawLabels(items, view, at.ratio);
    [shown, isExact] = [at, true];
  }

  /** @param {Placed[]} items @param {Viewport["state"]} view @param {number} ratio */
  function drawLabels(items, view, ratio) {
    layer.onStage(ratio);
    for (const { instance } of items) {
      if (instance.label && !isOut(instance)) drawLabel(layer.context, instance, source.color(instance), view, source.title(instance.label));
    }
  }

  /** Draw one place anew, to the same pixels as a drawing of the whole. @param {Rect} place @param {Viewport["state"]} view @param {At} at */
  function mend(place, view, at) {
    const { context, canvas } = layer;
    const { pixels, reach } = pixelsOf(place, view, at.ratio, canvas);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(...pixels);
    context.clip();
    context.clearRect(...pixels);
    inImage(context, at);
    source.under(context);
    for (const item of itemsIn(reach)) drawItem(context, item, at);
    context.restore();
  }

  /** Show the last drawing for another view, with what has changed since. @param {Viewport["state"]} view @param {At} at */
  function shift(view, at) {
    layer.clear();
    base.drawOn(layer.context, at);
    owed.forEach((place) => mend(place, view, at));
    [shown, isExact] = [at, isAt(base.at(), at)];
  }

  /** Wait for the view to come to rest, unless what is shown meanwhile is too little. @param {At} at */
  function settle(at) {
    isMoving = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isMoving = false;
      source.again();
    }, SETTLE_MS);
    if (serves(at)) job = null;
  }

  /** Say whether the last drawing will do while the view moves. @param {At} at */
  function serves(at) {
    return !isStale && servesFor(base, at);
  }

  function keepShown() {
    if (!base.at() && shown && isExact) base.copy(layer.canvas, shown);
  }

  /** Take in what changed among many. @param {Rect[]} places @param {Viewport["state"]} view @param {At} at */
  function follow(places, view, at) {
    job?.since.push(...places);
    keepShown();
    owed.push(...places);
    if (!isAt(shown, at)) {
      settle(at);
      shift(view, at);
    } else places.forEach((place) => mend(place, view, at));
    if (job) return;
    if (!isExact && !(isMoving && serves(at))) begin(view, at);
    if (!isExact || owed.length <= MOST_OWED) return;
    base.copy(layer.canvas, at);
    owed = [];
  }

  /** Draw on where a drawing is under way. @param {Viewport["state"]} view @param {At} at */
  function proceed(view, at) {
    if (!job) return;
    const now = performance.now();
    const until = base.at() ? pace.until(now) : now + FIRST_MS;
    while (job.next < job.items.length && performance.now() < until) {
      const end = Math.min(job.items.length, job.next + STRIDE);
      while (job.next < end) drawItem(back.context, job.items[job.next++], job.at);
    }
    if (job.next < job.items.length) {
      if (!base.at()) showUnfinished(at);
      return source.again();
    }
    const { since, outdated } = job;
    [base, back] = [back, base];
    [job, owed, isStale] = [null, since, outdated];
    shift(view, at);
    if (outdated) begin(view, at);
    if (job || !isExact) source.again();
  }

  /** @param {At} at */
  function showUnfinished(at) {
    layer.clear();
    back.drawOn(layer.context, at);
  }

  /** @param {Viewport["state"]} view @param {At} at */
  function renew(view, at) {
    begin(view, at);
    isStale = job !== null;
  }

  function followLifted() {
    const next = source.lifted();
    if (!next.length && !lifted.size) return;
    const now = new Map(next.map((one) => [one.id, one]));
    for (const [id, one] of lifted) if (!now.has(id)) damage.at(boundsOf(one));
    for (const [id, one] of now) if (!lifted.has(id)) damage.at(boundsOf(one));
    lifted = now;
  }

  /** Note where something else is in hand, or suggested, than before. */
  function followOthers() {
    followLifted();
    const suggested = source.ghosts();
    if (!suggested.length && !ghosts.size) return;
    const now = new Map(suggested.map((one) => [one, ghosts.get(one) ?? placedGhost(one)]));
    for (const one of ghosts.keys()) if (!now.has(one)) damage.at(boundsOf(one));
    for (const one of now.keys()) if (!ghosts.has(one)) damage.at(boundsOf(one));
    ghosts = now;
  }

  return {
    /** These places must be drawn anew; without any, everything must. @param {Rect[]} [places] */
    stale(places) {
      if (places) places.forEach(damage.at);
      else damage.everywhere();
    },
    /** What was drawn is of another file. */
    forget() {
      [job, shown, isExact, owed, count] = [null, null, false, [], 0];
      base.forget();
      back.forget();
      damage.everywhere();
    },
    /** The layer is empty, of another size. */
    resized() {
      [shown, isExact] = [null, false];
      damage.everywhere();
    },
    /** Say whether all is drawn as it is. */
    isDone: () => job === null && isExact,
    /**
     * @param {Viewport["state"]} view
     * @param {number} ratio
     */
    draw(view, ratio) {
      followOthers();
      const at = { scale: view.scale, x: view.x, y: view.y, ratio };
      if (source.labels() !== labels || (damage.isAny() && count <= LABEL_LIMIT)) damage.everywhere(); // labels reach beyond bounds
      const places = damage.take();
      const isAside = !isAt(shown, at);
      if (places && (count > (isAside ? MANY_MOVING : MANY) || base.at())) follow(places, view, at);
      else if (places && !isAside) places.forEach((place) => mend(place, view, at));
      else if (job && base.at()) [job.outdated, labels] = [true, source.labels()];
      else renew(view, at);
      if (job && !isAt(shown, at)) shift(view, at);
      proceed(view, at);
    },
  };
}

/** @param {CanvasRenderingContext2D} context @param {At} at */
function inImage(context, { scale, x, y, ratio }) {
  context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
}

/** @param {Instance} instance @returns {Placed} */
function placedGhost(instance) {
  const [x, y, width, height] = boundsOf(instance);
  return { minX: x, minY: y, maxX: x + width, maxY: y + height, instance, isGhost: true };
}
