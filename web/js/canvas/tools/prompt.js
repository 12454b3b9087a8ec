// Point at something and let a script outline it: clicks on it, Alt or the right button beside it, or a
// dragged box. Every click asks again with all of them, until the answer is accepted or refused.

import { drawCross } from "./box.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {{session: string, points: {x: number, y: number, positive: boolean}[], box: import("../../../types/local.d.ts").Rect | null}} Prompted */

const STILL = 4;
const DOT = 5;

/**
 * @param {Bench} bench
 * @param {(prompt: Prompted, at: number) => void} onPrompt
 */
export function createPromptTool(bench, onPrompt) {
  /** @type {Prompted} */
  let prompt = fresh();
  /** @type {Pointed | null} */
  let start = null;
  /** @type {Pointed | null} */
  let over = null;

  /** @param {Pointed} end @returns {import("../../../types/local.d.ts").Rect | null} */
  function dragged(end) {
    if (!start || Math.hypot(end.sx - start.sx, end.sy - start.sy) < STILL) return null;
    const { width, height } = bench.document.file;
    const [left, right] = [start.x, end.x].map((x) => Math.min(width, Math.max(0, x))).toSorted((a, b) => a - b);
    const [top, bottom] = [start.y, end.y].map((y) => Math.min(height, Math.max(0, y))).toSorted((a, b) => a - b);
    return right > left && bottom > top ? [left, top, right - left, bottom - top] : null;
  }

  function renew() {
    prompt = fresh();
    start = null;
    bench.redraw();
  }

  return {
    name: "prompt",
    cursor: "crosshair",
    anyButton: true,
    /** @param {Pointed} pointed */
    down(pointed) {
      start = over = pointed;
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      bench.redraw();
    },
    /** @param {Pointed} pointed */
    up(pointed) {
      if (!start) return;
      const box = dragged(pointed);
      const { width, height } = bench.document.file;
      const inside = pointed.x >= 0 && pointed.y >= 0 && pointed.x <= width && pointed.y <= height;
      start = null;
      if (box) prompt = { ...prompt, box };
      else if (inside) prompt = { ...prompt, points: [...prompt.points, { x: pointed.x, y: pointed.y, positive: !pointed.alt && pointed.button !== 2 }] };
      else return;
      bench.redraw();
      onPrompt(prompt, pointed.at);
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (over && !start) drawCross(context, over, bench);
      const box = (start && over && dragged(over)) ?? prompt.box;
      if (box) drawBox(context, box, bench);
      for (const { x, y, positive } of prompt.points) drawDot(context, bench.view.toStage(x, y), positive);
    },
    busy: () => prompt.points.length > 0 || prompt.box !== null,
    /** @param {KeyboardEvent} event */
    key(event) {
      const { points, box } = prompt;
      if (event.key !== "Backspace" || (!points.length && !box)) return false;
      prompt = { ...prompt, points: points.slice(0, -1), box: points.length ? box : null };
      bench.redraw();
      if (prompt.points.length || prompt.box) onPrompt(prompt, event.timeStamp);
      return true;
    },
    /** The answer was accepted or refused: what is pointed at next is something else. */
    renew,
    cancel() {
      over = null;
      renew();
    },
  };
}

/** @returns {Prompted} */
function fresh() {
  return { session: crypto.randomUUID(), points: [], box: null };
}

/** @param {CanvasRenderingContext2D} context @param {import("../../../types/local.d.ts").Rect} box @param {Bench} bench */
function drawBox(context, [x, y, width, height], { view }) {
  const [left, top] = view.toStage(x, y);
  context.setLineDash([5, 4]);
  context.lineWidth = 1.5;
  context.strokeStyle = "#fff";
  context.strokeRect(left, top, width * view.state.scale, height * view.state.scale);
  context.setLineDash([]);
}

/** A plus for what belongs to it, a minus for what does not: not told by colour alone. @param {CanvasRenderingContext2D} context @param {[number, number]} place @param {boolean} positive */
function drawDot(context, [x, y], positive) {
  context.beginPath();
  context.arc(x, y, DOT + 2, 0, 2 * Math.PI);
  context.fillStyle = positive ? "#0b7a4b" : "#b3261e";
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = "#fff";
  context.stroke();
  context.beginPath();
  context.moveTo(x - 3, y);
  context.lineTo(x + 3, y);
  if (positive) {
    context.moveTo(x, y - 3);
    context.lineTo(x, y + 3);
  }
  context.stroke();
}
