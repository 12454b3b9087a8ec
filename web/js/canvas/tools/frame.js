// The frame round what is selected: its grips scale, the one above turns. Shift keeps proportions or steps of 15
// degrees, Alt keeps the centre where it is.

import { verbsOf } from "../../shapes/registry.js";
import { boundsRound, scaled, turned } from "../../shapes/transforming.js";
import { drawHandles } from "../layers.js";
import { withTurnInSight } from "../turning.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../../types/local.d.ts").Handle} Handle */
/** @typedef {import("../../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../../types/local.d.ts").Rect} Rect */
/** @typedef {import("../../../types/data.d.ts").Box} Box */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {(shape: Geometry, pointed: Pointed) => Geometry} Change */

const STEP = 15;
const COLOR = "#6ea8fe";
const NONE = new Set();

/** @param {Bench} bench */
export function createFrame(bench) {
  /** @type {{key: unknown, rect: Rect | null, turns: boolean}} */
  let known = { key: null, rect: null, turns: true };

  /** Give the bounds of what can be changed, where there is a frame round it. @returns {Rect | null} */
  function rect() {
    if (!bench.isFramed()) return null;
    const key = bench.stamp();
    if (key !== known.key) {
      const all = bench.editable().filter(({ hidden }) => !hidden);
      known = { key, rect: boundsRound(all.map(({ geometry }) => geometry)), turns: all.every(bench.turns) };
    }
    return known.rect;
  }

  /** @returns {Handle[]} */
  function handles() {
    const now = rect();
    if (!now) return [];
    const box = boxOf(now);
    return withTurnInSight(verbsOf(box).handles(box, 1 / bench.view.state.scale), bench.view).filter(({ role }) => role !== "turn" || known.turns);
  }

  return {
    handles,
    /**
     * Give what dragging a handle does to each shape.
     * @param {string} handle
     * @param {Pointed} start
     * @returns {Change}
     */
    change(handle, start) {
      const from = /** @type {Rect} */ (rect());
      return handle === "turn" ? turning(from, start) : scaling(from, handle);
    },
    /** @param {CanvasRenderingContext2D} context @param {((shape: Box) => Geometry) | null} change what is done to it now */
    draw(context, change) {
      const now = rect();
      if (!now) return;
      const shape = change ? change(boxOf(now)) : boxOf(now);
      const points = verbsOf(shape).outline(shape)[0].map(([x, y]) => bench.view.toStage(x, y));
      context.save();
      context.beginPath();
      for (const [x, y] of points) context.lineTo(x, y);
      context.closePath();
      context.lineWidth = 1;
      context.strokeStyle = "rgb(0 0 0 / .5)";
      context.stroke();
      context.setLineDash([5, 4]);
      context.strokeStyle = "#fff";
      context.stroke();
      context.restore();
      if (!change) drawHandles(context, handles(), COLOR, bench.view, NONE);
    },
  };
}

/** @param {Rect} rect @returns {Box} */
function boxOf([x, y, width, height]) {
  return { kind: "box", x, y, width: Math.max(width, 1e-3), height: Math.max(height, 1e-3), rotation: 0 };
}

/** @param {Rect} rect @param {Pointed} start @returns {Change} */
function turning([x, y, width, height], start) {
  /** @type {Pair} */
  const centre = [x + width / 2, y + height / 2];
  /** @param {Pointed} at */
  const heading = (at) => (Math.atan2(at.y - centre[1], at.x - centre[0]) * 180) / Math.PI;
  return (shape, pointed) => {
    const degrees = heading(pointed) - heading(start);
    return turned(shape, pointed.shift ? Math.round(degrees / STEP) * STEP : degrees, centre);
  };
}

/** @param {Rect} rect @param {string} handle compass letters, as a box has them @returns {Change} */
function scaling([x, y, width, height], handle) {
  const across = handle.includes("w") ? -1 : handle.includes("e") ? 1 : 0;
  const down = handle.includes("n") ? -1 : handle.includes("s") ? 1 : 0;
  return (shape, pointed) => {
    const [px, py] = [sideOf(x, width, pointed.alt ? 0 : -across), sideOf(y, height, pointed.alt ? 0 : -down)];
    const fx = across ? factor(pointed.x - px, sideOf(x, width, across) - px, width) : 1;
    const fy = down ? factor(pointed.y - py, sideOf(y, height, down) - py, height) : 1;
    if (!pointed.shift) return scaled(shape, fx, fy, [px, py]);
    const even = across && down ? Math.max(Math.abs(fx), Math.abs(fy)) : Math.abs(across ? fx : fy);
    return scaled(shape, even * Math.sign(fx), even * Math.sign(fy), [px, py]);
  };
}

/** Give the lesser side, the middle or the greater side. @param {number} from @param {number} size @param {number} which */
function sideOf(from, size, which) {
  return from + (size * (1 + which)) / 2;
}

/** At least one pixel is left. @param {number} wanted @param {number} had @param {number} size */
function factor(wanted, had, size) {
  if (!had || !size) return 1;
  const least = Math.min(1, 1 / size);
  const found = wanted / had;
  return Math.abs(found) < least ? least * (Math.sign(found) || 1) : found;
}
