// Measure a distance: drag from one place to another; either end can be taken up again.

import { within } from "../../shapes/rings.js";
import { written } from "../units.js";

/** @typedef {import("../../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {{from: Pair, to: Pair}} Measure in pixels of the file */

const REACH = 9;
const TICK = 6;
const STEEP = Math.PI / 4;

/**
 * @param {import("../../../types/local.d.ts").Bench} bench
 * @param {object} page
 * @param {() => import("../units.js").PixelSize | null} page.scale
 * @param {(measure: Measure | null) => void} page.onMeasure
 * @param {(text: string, x: number, y: number) => void} page.say writes beside a place of the stage, or nothing where the text is empty
 */
export function createRulerTool(bench, { scale, onMeasure, say }) {
  /** @type {Measure | null} */
  let measure = null;
  let held = false;

  /** @param {Measure | null} next */
  function take(next) {
    measure = next;
    onMeasure(next);
    if (!next) say("", 0, 0);
    bench.redraw();
  }

  /** @param {Pointed} pointed @returns {Pair} */
  function placeOf({ x, y }) {
    return within([x, y], bench.document.file.width, bench.document.file.height);
  }

  /** @param {Pair} end @param {Pointed} pointed */
  function isNear(end, { sx, sy }) {
    const [ex, ey] = bench.view.toStage(...end);
    return Math.hypot(ex - sx, ey - sy) <= REACH;
  }

  return {
    name: "ruler",
    cursor: "crosshair",
    presses: () => true,
    /** @param {Pointed} pointed */
    down(pointed) {
      held = true;
      if (measure && isNear(measure.from, pointed)) return take({ from: measure.to, to: measure.from });
      if (!measure || !isNear(measure.to, pointed)) take({ from: placeOf(pointed), to: placeOf(pointed) });
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      if (!held || !measure) return;
      const to = placeOf(pointed);
      take({ from: measure.from, to: pointed.shift ? placeOf({ ...pointed, ...asPlace(straightened(measure.from, to)) }) : to });
    },
    up() {
      held = false;
      if (measure && Math.hypot(measure.to[0] - measure.from[0], measure.to[1] - measure.from[1]) === 0) take(null);
    },
    /** @param {KeyboardEvent} event */
    key({ key }) {
      if (key !== "Escape" || !measure) return false;
      held = false;
      take(null);
      return true;
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (!measure) return;
      drawMeasure(context, measure, bench.view);
      const [x, y] = bench.view.toStage((measure.from[0] + measure.to[0]) / 2, (measure.from[1] + measure.to[1]) / 2);
      say(textOf(measure, scale()), x, y);
    },
    busy: () => held,
    cancel() {
      held = false;
      take(null);
    },
  };
}

/** @param {Pair} place */
function asPlace([x, y]) {
  return { x, y };
}

/** Turn the end of a line to the nearest multiple of 45 degrees. @param {Pair} from @param {Pair} to @returns {Pair} */
export function straightened([x0, y0], [x1, y1]) {
  const angle = Math.round(Math.atan2(y1 - y0, x1 - x0) / STEEP) * STEEP;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const length = (x1 - x0) * cos + (y1 - y0) * sin;
  return [x0 + length * cos, y0 + length * sin];
}

/**
 * Write a measure: its length, how far across and down, and its angle, counter-clockwise from the right as on paper.
 * @param {Measure} measure
 * @param {import("../units.js").PixelSize | null} scale
 */
export function textOf({ from, to }, scale) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const angle = ((Math.atan2(-dy, dx) * 180) / Math.PI + 360) % 360;
  return `${written(Math.hypot(dx, dy), scale)}  ↔ ${written(Math.abs(dx), scale)}  ↕ ${written(Math.abs(dy), scale)}  ∠ ${angle.toFixed(1)}°`;
}

/**
 * @param {CanvasRenderingContext2D} context in pixels of the stage
 * @param {Measure} measure
 * @param {import("../viewport.js").Viewport} view
 */
function drawMeasure(context, { from, to }, view) {
  const [[x0, y0], [x1, y1]] = [view.toStage(...from), view.toStage(...to)];
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const [tx, ty] = [-Math.sin(angle) * TICK, Math.cos(angle) * TICK];
  context.save();
  context.lineCap = "round";
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  for (const [x, y] of [[x0, y0], [x1, y1]]) {
    context.moveTo(x - tx, y - ty);
    context.lineTo(x + tx, y + ty);
  }
  for (const [color, width] of /** @type {const} */ ([["rgb(0 0 0 / .7)", 4], ["#ffffff", 1.75]])) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  }
  context.restore();
}
