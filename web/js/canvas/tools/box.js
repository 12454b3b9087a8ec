// Draw a box by dragging from corner to corner; Shift makes it a square.

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */

const LEAST = 3;

/**
 * @param {Bench} bench
 * @param {() => string} color
 */
export function createBoxTool(bench, color) {
  /** @type {Pointed | null} */
  let start = null;
  /** @type {Pointed | null} */
  let end = null;
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

  function stop() {
    if (start) bench.endDraw();
    start = end = null;
    bench.redraw();
  }

  /** @param {ReturnType<typeof rect>} shape @returns {shape is NonNullable<ReturnType<typeof rect>>} */
  function isLarge(shape) {
    const { scale } = bench.view.state;
    return shape !== null && shape.width * scale >= LEAST && shape.height * scale >= LEAST;
  }

  return {
    name: "box",
    cursor: "crosshair",
    /** @param {Pointed} pointed */
    down(pointed) {
      start = end = pointed;
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      if (start) end = pointed;
      const shape = rect();
      if (isLarge(shape)) bench.draw({ kind: "box", ...shape, rotation: 0 }, pointed.at);
      bench.redraw();
    },
    /** @param {Pointed} pointed */
    up(pointed) {
      if (!start) return;
      end = pointed;
      const shape = rect();
      const clicked = Math.hypot(pointed.sx - start.sx, pointed.sy - start.sy) < LEAST;
      const at = start;
      stop();
      if (isLarge(shape)) bench.create({ kind: "box", ...shape, rotation: 0 }, pointed.at);
      else if (clicked) bench.select(bench.pick(at.x, at.y)?.id ?? null, pointed.at);
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (over && !start) drawCross(context, over, bench);
      const shape = rect();
      if (!shape) return;
      const [x, y] = bench.view.toStage(shape.x, shape.y);
      const [width, height] = [shape.width * bench.view.state.scale, shape.height * bench.view.state.scale];
      context.strokeStyle = context.fillStyle = color();
      context.globalAlpha = 0.12;
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
      context.lineWidth = 1.5;
      context.strokeRect(x, y, width, height);
      drawSize(context, `${Math.round(shape.width)} × ${Math.round(shape.height)}`, x + width, y + height);
    },
    busy: () => start !== null,
    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.key !== "Escape" || !start) return false;
      stop();
      return true;
    },
    cancel() {
      over = null;
      stop();
    },
  };
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
  context.font = "500 11px ui-monospace, monospace";
  const wide = context.measureText(text).width + 10;
  context.fillStyle = "rgb(13 16 20 / .85)";
  context.beginPath();
  context.roundRect(x - wide, y + 6, wide, 18, 3);
  context.fill();
  context.fillStyle = "#e4e9f0";
  context.textBaseline = "middle";
  context.fillText(text, x - wide + 5, y + 15.5);
}

/**
 * @param {number} a
 * @param {number} b
 * @param {number} most
 */
function sorted(a, b, most) {
  return [Math.max(0, Math.min(a, b, most)), Math.min(most, Math.max(a, b, 0))];
}
