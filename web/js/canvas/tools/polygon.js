// Draw a polygon point by point: Enter, a double click or the first point closes it, Backspace goes
// back one point, Escape drops it. Holding the button and moving draws freely.

import { drawCross } from "./box.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/local.d.ts").Pair} Pair */

const CLOSE = 9;
const FREEHAND = 8;
const SAME = 2;

/**
 * @param {Bench} bench
 * @param {() => string} color
 */
export function createPolygonTool(bench, color) {
  /** @type {Pair[]} */
  let points = [];
  /** @type {Pointed | null} */
  let over = null;
  let held = false;

  /** @param {Pointed} pointed @returns {Pair} */
  function clamped({ x, y }) {
    const { width, height } = bench.document.file;
    return [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
  }

  /** @param {Pair | undefined} point @param {Pointed} pointed @param {number} reach */
  function near(point, pointed, reach) {
    if (!point) return false;
    const [sx, sy] = bench.view.toStage(...point);
    return Math.hypot(sx - pointed.sx, sy - pointed.sy) < reach;
  }

  /** @param {number} at */
  function finish(at) {
    if (points.length < 3) {
      if (points.length) bench.say("A polygon needs at least 3 points. Escape drops it.");
      return;
    }
    const outer = points;
    drop();
    bench.create({ kind: "polygon", parts: [{ outer, holes: [] }] }, at);
  }

  function drop() {
    points = [];
    held = false;
    bench.redraw();
  }

  return {
    name: "polygon",
    cursor: "crosshair",
    /** @param {Pointed} pointed */
    down(pointed) {
      if (points.length >= 3 && near(points[0], pointed, CLOSE)) return finish(pointed.at);
      if (!near(points.at(-1), pointed, SAME)) points = [...points, clamped(pointed)];
      held = true;
      return bench.redraw();
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      if (held && points.length && !near(points.at(-1), pointed, FREEHAND)) points = [...points, clamped(pointed)];
      bench.redraw();
    },
    up() {
      held = false;
    },
    /** @param {Pointed} pointed */
    twice: (pointed) => finish(pointed.at),
    /** @param {KeyboardEvent} event */
    key(event) {
      if (!points.length) return false;
      if (event.key === "Enter") finish(event.timeStamp);
      else if (event.key === "Escape") drop();
      else if (event.key === "Backspace" || (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey)) {
        points = points.slice(0, -1);
        bench.redraw();
      } else return false;
      return true;
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (over) drawCross(context, over, bench);
      if (!points.length) return;
      const placed = points.map((point) => bench.view.toStage(...point));
      context.strokeStyle = context.fillStyle = color();
      context.lineWidth = 1.5;
      context.beginPath();
      placed.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
      if (over && !held) context.lineTo(over.sx, over.sy);
      context.globalAlpha = 0.12;
      context.fill();
      context.globalAlpha = 1;
      context.stroke();
      placed.forEach(([x, y], i) => {
        context.beginPath();
        context.arc(x, y, i === 0 && placed.length > 2 ? 5 : 3, 0, 2 * Math.PI);
        context.fillStyle = "#ffffff";
        context.fill();
        context.stroke();
      });
    },
    busy: () => points.length > 0,
    cancel() {
      over = null;
      drop();
    },
  };
}
