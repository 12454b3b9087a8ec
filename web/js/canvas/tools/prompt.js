// Point at something and let a script outline it: clicks on it, Alt or the right button beside it, or a
// dragged box. Once there is something to correct, a drag paints a stroke instead. Every one of them asks
// again with all of them, until the answer is accepted or refused.

import { drawCross } from "./box.js";
import { drawBox, drawDot, drawStroke } from "./marks.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/local.d.ts").Pair} Pair */
/** @typedef {import("./marks.js").Stroke} Stroke */
/** @typedef {{session: string, points: {x: number, y: number, positive: boolean}[], box: import("../../../types/local.d.ts").Rect | null, strokes: Stroke[]}} Prompted */

const STILL = 4;
const WIDE = 14;
const APART = 2;

/**
 * @param {Bench} bench
 * @param {(prompt: Prompted, at: number) => void} onPrompt
 * @param {(session: string) => void} onEnd nothing is asked any more, or its answer is decided on
 */
export function createPromptTool(bench, onPrompt, onEnd) {
  /** @type {Prompted} */
  let prompt = fresh();
  /** @type {Prompted[]} what Backspace goes back to */
  let before = [];
  /** @type {string | null} the selected shape it is about */
  let about = null;
  /** @type {Pointed | null} */
  let start = null;
  /** @type {Pointed | null} */
  let over = null;
  /** @type {Stroke | null} the one being painted */
  let painted = null;

  /** Give the id of the selected shape, a suggestion not being one. */
  const chosen = () => bench.document.get(bench.selected()?.id ?? "")?.id ?? null;

  /** @param {Pointed} pointed @returns {Pair} */
  function clamped({ x, y }) {
    const { width, height } = bench.document.file;
    return [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
  }

  /** @param {Pointed} end @returns {import("../../../types/local.d.ts").Rect | null} */
  function dragged(end) {
    if (!start || painted || Math.hypot(end.sx - start.sx, end.sy - start.sy) < STILL) return null;
    const [[x, y], [ex, ey]] = [clamped(start), clamped(end)];
    const [left, top, right, bottom] = [Math.min(x, ex), Math.min(y, ey), Math.max(x, ex), Math.max(y, ey)];
    return right > left && bottom > top ? [left, top, right - left, bottom - top] : null;
  }

  /** @param {Pointed} pointed */
  function paint(pointed) {
    if (!start || start.shift || (!before.length && !chosen())) return;
    const place = clamped(pointed);
    if (!painted && Math.hypot(pointed.sx - start.sx, pointed.sy - start.sy) >= STILL) {
      painted = { points: [clamped(start)], width: WIDE / bench.view.state.scale, positive: !start.alt && start.button !== 2 };
    }
    const [x, y] = painted?.points.at(-1) ?? place;
    if (painted && Math.hypot(place[0] - x, place[1] - y) * bench.view.state.scale >= APART) painted.points.push(place);
  }

  /** @param {Partial<Prompted>} more @param {number} at */
  function ask(more, at) {
    before.push(prompt);
    prompt = { ...prompt, ...more };
    onPrompt(prompt, at);
  }

  function clear() {
    prompt = fresh();
    before = [];
    start = painted = null;
    bench.redraw();
  }

  function renew() {
    const { session } = prompt;
    clear();
    onEnd(session);
  }

  return {
    name: "prompt",
    cursor: "crosshair",
    anyButton: true,
    /** @param {Pointed} pointed */
    down(pointed) {
      if (before.length && about !== chosen()) clear();
      about = chosen();
      start = over = pointed;
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      paint(pointed);
      bench.redraw();
    },
    /** @param {Pointed} pointed */
    up(pointed) {
      if (!start) return;
      paint(pointed);
      const [box, stroke] = [dragged(pointed), painted];
      const { width, height } = bench.document.file;
      const inside = pointed.x >= 0 && pointed.y >= 0 && pointed.x <= width && pointed.y <= height;
      start = painted = null;
      bench.redraw();
      if (stroke) ask({ strokes: [...prompt.strokes, stroke] }, pointed.at);
      else if (box) ask({ box }, pointed.at);
      else if (inside) ask({ points: [...prompt.points, { x: pointed.x, y: pointed.y, positive: !pointed.alt && pointed.button !== 2 }] }, pointed.at);
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (over && !start) drawCross(context, over, bench);
      const box = (start && over && dragged(over)) ?? prompt.box;
      if (box) drawBox(context, box, bench.view);
      for (const stroke of painted ? [...prompt.strokes, painted] : prompt.strokes) drawStroke(context, stroke, bench.view);
      for (const { x, y, positive } of prompt.points) drawDot(context, bench.view.toStage(x, y), positive);
    },
    busy: () => before.length > 0 || start !== null,
    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.key === "Escape" && start) {
        start = painted = null;
        bench.redraw();
        return true;
      }
      const earlier = event.key === "Backspace" ? before.pop() : undefined;
      if (!earlier) return false;
      if (before.length) onPrompt((prompt = earlier), event.timeStamp);
      else renew();
      bench.redraw();
      return true;
    },
    /** The answer was accepted or refused: what is pointed at next is something else. */
    renew,
    cancel() {
      over = null;
      clear();
    },
  };
}

/** @returns {Prompted} */
function fresh() {
  return { session: crypto.randomUUID(), points: [], box: null, strokes: [] };
}
