// Draw a polygon or a polyline point by point: Enter, a double click or a polygon's first point ends it,
// Backspace or undo goes back one point, redo forward again, Escape drops it. Holding the button and moving
// draws freely.

import { drawCross } from "./box.js";
import { turnOf } from "./turns.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/local.d.ts").Pair} Pair */

const CLOSE = 9;
const FREEHAND = 8;
const SAME = 2;

/** @type {Record<string, {least: number, closes: boolean, shapeOf: (points: Pair[]) => import("../../../types/local.d.ts").Geometry}>} */
const FORMS = {
  polygon: { least: 3, closes: true, shapeOf: (outer) => ({ kind: "polygon", parts: [{ outer, holes: [] }] }) },
  polyline: { least: 2, closes: false, shapeOf: (points) => ({ kind: "polyline", points }) },
};

/**
 * @param {Bench} bench
 * @param {() => string} color
 * @param {"polygon" | "polyline"} [name]
 */
export function createPolygonTool(bench, color, name = "polygon") {
  const { least, closes, shapeOf } = FORMS[name];
  /** @type {Pair[]} */
  let points = [];
  /** @type {Pair[]} those that were taken back, the last one last */
  let ahead = [];
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
    if (points.length < least) {
      if (points.length) bench.say(`A ${name} needs at least ${least} points. Escape drops it.`);
      return;
    }
    const shape = shapeOf(points);
    if (bench.refused(shape)) return;
    drop();
    note();
    bench.create(shape, at);
  }

  /** @param {Pointed} pointed */
  function add(pointed) {
    points = [...points, clamped(pointed)];
    ahead = [];
  }

  /** Take a point back, or put it there again. @param {Pair[]} from @param {Pair[]} to */
  function step(from, to) {
    if (from.length) to.push(/** @type {Pair} */ (from.pop()));
    bench.redraw();
  }

  function drop() {
    points = [];
    ahead = [];
    held = false;
    bench.redraw();
  }

  function note() {
    bench.unfinished.note(name, points.length > 1 ? points : null);
  }

  return {
    name,
    cursor: "crosshair",
    /** @param {Pointed} pointed */
    down(pointed) {
      if (closes && points.length >= least && near(points[0], pointed, CLOSE)) return finish(pointed.at);
      if (!near(points.at(-1), pointed, SAME)) add(pointed);
      held = true;
      return bench.redraw();
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      if (held && points.length && !near(points.at(-1), pointed, FREEHAND)) add(pointed);
      bench.redraw();
    },
    up() {
      held = false;
      note();
    },
    /** @param {Pointed} pointed */
    twice: (pointed) => finish(pointed.at),
    /** @param {KeyboardEvent} event */
    key(event) {
      const turn = turnOf(event);
      if (!points.length && turn === "undo") ahead = []; // what goes back now is the file's
      if (!points.length && !ahead.length) return false;
      if (event.key === "Enter") finish(event.timeStamp);
      else if (event.key === "Escape") drop();
      else if (event.key === "Backspace" || turn === "undo") step(points, ahead);
      else if (turn === "redo") step(ahead, points);
      else return false;
      note();
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
      if (closes) context.fill();
      context.globalAlpha = 1;
      context.stroke();
      placed.forEach(([x, y], i) => {
        context.beginPath();
        context.arc(x, y, closes && i === 0 && placed.length >= least ? 5 : 3, 0, 2 * Math.PI);
        context.fillStyle = "#ffffff";
        context.fill();
        context.stroke();
      });
    },
    busy: () => points.length > 0 || ahead.length > 0,
    shape: () => (points.length >= least ? shapeOf(points) : null),
    cancel() {
      over = null;
      if (points.length) bench.unfinished.left(name);
      drop();
    },
    resume() {
      const begun = /** @type {Pair[] | null} */ (bench.unfinished.of(name));
      if (begun && !points.length) points = begun.map(([x, y]) => [x, y]);
      bench.redraw();
    },
  };
}
