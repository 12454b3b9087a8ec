// Draw a box, or what lies in one, by dragging from corner to corner or by clicking one and then the other; Shift
// makes it a square.

import { cuboidBehind } from "../../shapes/cuboid.js";
import { ellipseIn } from "../../shapes/ellipse.js";
import { letters, textScale } from "../letters.js";
import { outline } from "../outlining.js";
import { turnOf } from "./turns.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */

const LEAST = 3;

/** What is made of the dragged box. @type {Record<string, (box: import("../../../types/data.d.ts").Box, file: {width: number, height: number}) => import("../../../types/local.d.ts").Geometry>} */
const FORMS = { box: (box) => box, ellipse: ellipseIn, cuboid: cuboidBehind };

/**
 * @param {Bench} bench
 * @param {() => string} color
 * @param {"box" | "ellipse" | "cuboid"} [name]
 */
export function createBoxTool(bench, color, name = "box") {
  /** @type {Pointed | null} */
  let start = null;
  /** @type {Pointed | null} */
  let end = null;
  /** @type {Pointed | null} */
  let pressed = null;
  /** One corner was clicked. */
  let waits = false;
  /** @type {Pointed | null} a corner that was taken back */
  let ahead = null;
  /** @type {Pointed | null} */
  let over = null;

  function rect() {
    if (!start || !end) return null;
    const { width, height } = bench.document.file;
    let [dx, dy] = [end.x - start.x, end.y - start.y];
    if (end.shift) {
      const side = Math.max(Math.abs(dx), Math.abs(dy));
      [dx, dy] = [side * (Math.sign(dx) || 1), side * (Math.sign(dy) || 1)];
    }
    const [left, right] = sorted(start.x, start.x + dx, width);
    const [top, bottom] = sorted(start.y, start.y + dy, height);
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  /** @param {NonNullable<ReturnType<typeof rect>>} shape */
  const formed = (shape) => bench.limits.stored(FORMS[name]({ kind: "box", ...shape, rotation: 0 }, bench.document.file));

  function stop() {
    if (start) bench.endDraw();
    start = end = pressed = null;
    waits = false;
    bench.redraw();
  }

  /** One corner is clicked, and the other to come. What is there already is selected instead. @param {Pointed} at */
  function wait(at) {
    const there = bench.pick(at.x, at.y);
    if (there) stop();
    else waits = true;
    bench.select(there?.id ?? null, at.at);
  }

  /** @param {ReturnType<typeof rect>} shape @returns {shape is NonNullable<ReturnType<typeof rect>>} */
  function isLarge(shape) {
    const { scale } = bench.view.state;
    return shape !== null && shape.width * scale >= LEAST && shape.height * scale >= LEAST;
  }

  return {
    name,
    cursor: "crosshair",
    presses: () => true,
    /** @param {Pointed} pointed */
    down(pointed) {
      pressed = end = pointed;
      ahead = null;
      if (!waits) start = pointed;
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      if (start) end = pointed;
      const shape = rect();
      if (isLarge(shape)) bench.draw(formed(shape), pointed.at);
      bench.redraw();
    },
    /** @param {Pointed} pointed */
    up(pointed) {
      if (!start || !pressed) return;
      const clicked = Math.hypot(pointed.sx - pressed.sx, pointed.sy - pressed.sy) < LEAST;
      if (clicked && !waits) return wait(start);
      if (!clicked) start = pressed; // who drags begins anew
      end = pointed;
      const shape = rect();
      stop();
      if (isLarge(shape)) bench.create(formed(shape), pointed.at);
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (over && !start) drawCross(context, over, bench);
      const shape = rect();
      if (!shape) return;
      const form = formed(shape);
      drawForm(context, form, bench.view, color());
      if (bench.limits.lacking(form)) return; // which says the size too
      const [right, bottom] = bench.view.toStage(shape.x + shape.width, shape.y + shape.height);
      drawSize(context, `${Math.round(shape.width)} × ${Math.round(shape.height)}`, right, bottom);
    },
    shape() {
      const shape = rect();
      return isLarge(shape) ? formed(shape) : null;
    },
    busy: () => start !== null || ahead !== null,
    /** @param {KeyboardEvent} event */
    key(event) {
      const way = turnOf(event);
      if (start && (event.key === "Escape" || event.key === "Backspace" || way === "undo")) {
        const corner = waits ? start : null;
        stop();
        if (event.key !== "Escape") ahead = corner;
        return true;
      }
      if (start || !ahead || !way) return start !== null && way === "redo";
      if (way === "redo") [start, end, waits] = [ahead, over ?? ahead, true];
      ahead = null; // before the first corner it is the file that goes back
      bench.redraw();
      return way === "redo";
    },
    cancel() {
      over = ahead = null;
      stop();
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("../../../types/local.d.ts").Geometry} shape
 * @param {import("../viewport.js").Viewport} view
 * @param {string} color
 */
function drawForm(context, shape, view, color) {
  outline(context, shape, view, (pixel) => {
    context.strokeStyle = context.fillStyle = color;
    context.globalAlpha = 0.12;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5 * pixel;
    context.stroke();
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pointed} over
 * @param {Bench} bench
 */
export function drawCross(context, { sx, sy }, bench) {
  const { width, height } = bench.view.state;
  context.beginPath();
  context.moveTo(Math.round(sx) + 0.5, 0);
  context.lineTo(Math.round(sx) + 0.5, height);
  context.moveTo(0, Math.round(sy) + 0.5);
  context.lineTo(width, Math.round(sy) + 0.5);
  context.lineWidth = 1;
  context.strokeStyle = "rgb(0 0 0 / .45)";
  context.stroke();
  context.setLineDash([4, 4]);
  context.strokeStyle = "rgb(255 255 255 / .6)";
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 */
function drawSize(context, text, x, y) {
  context.font = letters(500, "ui-monospace, monospace");
  const [wide, tall] = [context.measureText(text).width + 10, 18 * textScale()];
  context.fillStyle = "rgb(13 16 20 / .85)";
  context.beginPath();
  context.roundRect(x - wide, y + 6, wide, tall, 3);
  context.fill();
  context.fillStyle = "#e4e9f0";
  context.textBaseline = "middle";
  context.fillText(text, x - wide + 5, y + 6.5 + tall / 2);
}

/**
 * @param {number} a
 * @param {number} b
 * @param {number} most
 */
function sorted(a, b, most) {
  return [Math.max(0, Math.min(a, b, most)), Math.min(most, Math.max(a, b, 0))];
}
