// Place a skeleton: drag the box it lies in, then click its points into place one after the other, or drag
// those that are wrong. 0, 1 and 2 say how well the point in turn is seen; Enter ends it, undo takes back the last point.

import { withVisibility } from "../../shapes/visibility.js";
import { drawCross } from "./box.js";
import { letters, textScale } from "../letters.js";
import { createTurns, turnOf } from "./turns.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/data.d.ts").Keypoints} Keypoints */
/** @typedef {import("../../../types/data.d.ts").Skeleton} Skeleton */

const LEAST = 6;
const NEAR = 10;

/**
 * @param {Bench} bench
 * @param {() => string} color
 * @param {() => Skeleton | null} skeleton of the active label
 * @param {() => string} lacking says what to do where there is none
 */
export function createKeypointsTool(bench, color, skeleton, lacking) {
  /** @type {Pointed | null} */
  let start = null;
  /** @type {Pointed | null} */
  let over = null;
  /** @type {Keypoints | null} */
  let shape = null;
  let turn = 0;
  let held = false;
  /** @type {number | null} a point that is dragged out of turn */
  let grabbed = null;
  /** @type {ReturnType<typeof createTurns<{shape: Keypoints | null, turn: number}>>} */
  const turns = createTurns();

  /** @param {Pointed} from @param {Pointed} to @returns {Keypoints | null} */
  function laid(from, to) {
    const { points, edges } = skeleton() ?? { points: [], edges: [] };
    const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
    const placed = points.map(({ name, x, y }) => ({ name, ...within(left + x * width, top + y * height), visible: /** @type {const} */ (2) }));
    return points.length ? bench.limits.stored({ kind: "keypoints", points: placed, edges }) : null;
  }

  /** @param {number} x @param {number} y */
  function within(x, y) {
    const { width, height } = bench.document.file;
    return { x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) };
  }

  /** @param {Keypoints} of @param {Pointed} pointed */
  function nearest(of, pointed) {
    const away = of.points.map(({ x, y }) => {
      const [sx, sy] = bench.view.toStage(x, y);
      return Math.hypot(sx - pointed.sx, sy - pointed.sy);
    });
    const least = Math.min(...away);
    return least < NEAR ? away.indexOf(least) : null;
  }

  /** @param {Keypoints} of @param {Pointed} pointed */
  function moved(of, { x, y }) {
    const index = grabbed ?? turn;
    return { ...of, points: of.points.with(index, { ...of.points[index], ...within(x, y) }) };
  }

  /** @param {number} at */
  function finish(at) {
    if (!shape || bench.refused(shape)) return;
    const made = shape;
    drop();
    note();
    bench.create(made, at);
  }

  function note() {
    bench.unfinished.note("keypoints", shape && { shape, turn });
  }

  function drop() {
    start = shape = grabbed = null;
    held = false;
    turn = 0;
    turns.clear();
    bench.redraw();
  }

  /** Take back what was done last to the unfinished figure, or do it again; say whether there was anything. @param {"undo" | "redo"} way */
  function goBack(way) {
    if (!shape && way === "undo") turns.clear(); // what goes back now is the file's
    const found = turns.go(way, { shape, turn });
    if (found) ({ shape, turn } = found.state);
    note();
    bench.redraw();
    return found !== null || shape !== null;
  }

  return {
    name: "keypoints",
    cursor: "crosshair",
    presses: () => shape === null,
    /** @param {Pointed} pointed */
    down(pointed) {
      if (!skeleton()) return bench.say(lacking());
      held = true;
      if (!shape) return void (start = pointed);
      turns.keep({ shape, turn });
      grabbed = nearest(shape, pointed);
      shape = moved(shape, pointed);
      return bench.redraw();
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      if (held && shape) shape = moved(shape, pointed);
      bench.redraw();
    },
    /** @param {Pointed} pointed */
    up(pointed) {
      if (!held) return;
      held = false;
      if (shape) {
        if (grabbed === null || grabbed === turn) turn += 1;
        grabbed = null;
        if (turn === shape.points.length) finish(pointed.at);
        note();
        return bench.redraw();
      }
      const from = start;
      start = null;
      if (!from) return;
      if (Math.hypot(pointed.sx - from.sx, pointed.sy - from.sy) < LEAST) return bench.say("Drag the box that the whole figure lies in; then click each point into place.");
      turns.keep({ shape: null, turn: 0 });
      shape = laid(from, pointed);
      turn = 0;
      note();
      bench.redraw();
    },
    /** @param {KeyboardEvent} event */
    key(event) {
      const way = turnOf(event);
      if (way) return goBack(way);
      if (!shape) {
        if (event.key !== "Escape" || !start) return false;
        drop();
        return true;
      }
      const seen = withVisibility(shape, turn, event);
      if (seen) {
        turns.keep({ shape, turn });
        shape = seen;
      } else if (event.key === "Enter") finish(event.timeStamp);
      else if (event.key === "Escape") drop();
      else if (event.key === "Backspace" || (event.key === "Tab" && event.shiftKey)) turn = Math.max(0, turn - 1);
      else if (event.key === "Tab") turn = Math.min(shape.points.length - 1, turn + 1);
      else return false;
      note();
      bench.redraw();
      return true;
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (over && !start && !shape) drawCross(context, over, bench);
      const shown = shape ?? (start && over ? laid(start, over) : null);
      if (shown) drawFigure(context, shown, { view: bench.view, color: color(), turn: shape ? (grabbed ?? turn) : -1 });
    },
    shape: () => shape ?? (start && over ? laid(start, over) : null),
    busy: () => shape !== null || start !== null || turns.hasAhead(),
    cancel() {
      over = null;
      if (shape) bench.unfinished.left("keypoints");
      drop();
    },
    resume() {
      const begun = /** @type {{shape: Keypoints, turn: number} | null} */ (bench.unfinished.of("keypoints"));
      if (begun && !shape) ({ shape, turn } = begun);
      bench.redraw();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Keypoints} shape
 * @param {{view: import("../viewport.js").Viewport, color: string, turn: number}} look
 */
function drawFigure(context, { points, edges }, { view, color, turn }) {
  const places = points.map(({ x, y }) => view.toStage(x, y));
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const [from, to] of edges) {
    context.moveTo(...places[from]);
    context.lineTo(...places[to]);
  }
  context.stroke();
  places.forEach(([x, y], index) => {
    context.beginPath();
    context.arc(x, y, index === turn ? 6 : 4, 0, 2 * Math.PI);
    context.globalAlpha = points[index].visible ? 1 : 0.35;
    context.fillStyle = points[index].visible === 1 ? "#08111f" : "#ffffff";
    context.fill();
    context.stroke();
    context.globalAlpha = 1;
  });
  if (turn >= 0 && points[turn]) drawName(context, points[turn], places[turn]);
}

/** @param {CanvasRenderingContext2D} context @param {Keypoints["points"][number]} point @param {[number, number]} place */
function drawName(context, { name, visible }, [x, y]) {
  const text = `${name}${visible === 2 ? "" : visible === 1 ? " · hidden" : " · not there"}`;
  context.font = letters(600);
  const [wide, tall] = [context.measureText(text).width + 12, 18 * textScale()];
  context.fillStyle = "rgb(13 16 20 / .88)";
  context.beginPath();
  context.roundRect(x + 10, y - tall / 2, wide, tall, 3);
  context.fill();
  context.fillStyle = "#e4e9f0";
  context.textBaseline = "middle";
  context.fillText(text, x + 16, y + 0.5);
}
