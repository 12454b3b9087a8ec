// A rectangle dragged over the empty picture selects: to the right what is wholly inside, to the left what it
// touches; Alt turns that round.

import { isInside, touches } from "../../shapes/touching.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/local.d.ts").Rect} Rect */

const STILL = 3;

/** @param {Bench} bench */
export function createMarquee(bench) {
  /** @type {Pointed | null} */
  let start = null;
  /** @type {Pointed | null} */
  let end = null;

  const isMoved = () => start !== null && end !== null && Math.hypot(end.sx - start.sx, end.sy - start.sy) >= STILL;
  const takesTouched = () => start !== null && end !== null && end.sx < start.sx !== end.alt;

  /** @returns {string[]} */
  function taken() {
    if (!start || !end || !isMoved()) return [];
    /** @type {Rect} */
    const rect = [Math.min(start.x, end.x), Math.min(start.y, end.y), Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
    const takes = takesTouched() ? touches : isInside;
    return bench.within(rect).filter((one) => !one.hidden && !bench.held(one) && takes(one.geometry, rect)).map(({ id }) => id);
  }

  function stop() {
    start = end = null;
    bench.redraw();
  }

  return {
    /** @param {Pointed} pointed */
    begin(pointed) {
      start = end = pointed;
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      end = pointed;
      bench.redraw();
    },
    /** Select what was taken; a mere click lets go of everything. With Shift the rest stays selected. @param {Pointed} pointed */
    finish(pointed) {
      end = pointed;
      const before = pointed.shift || start?.shift ? bench.selection().map(({ id }) => id) : [];
      const ids = new Set([...before, ...taken().flatMap(bench.reach)]);
      stop();
      bench.selectAll([...ids], pointed.at);
    },
    stop,
    busy: () => start !== null,
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (!start || !end || !isMoved()) return;
      context.save();
      context.beginPath();
      context.rect(Math.min(start.sx, end.sx) + 0.5, Math.min(start.sy, end.sy) + 0.5, Math.abs(end.sx - start.sx), Math.abs(end.sy - start.sy));
      context.fillStyle = "rgb(110 168 254 / .14)";
      context.fill();
      context.lineWidth = 1;
      context.strokeStyle = "rgb(0 0 0 / .55)";
      context.stroke();
      context.setLineDash(takesTouched() ? [5, 4] : []);
      context.strokeStyle = "#fff";
      context.stroke();
      context.restore();
    },
  };
}
