// Put a point where one clicks.

import { within } from "../../shapes/rings.js";
import { drawCross } from "./box.js";

/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */

/** @param {import("../../../types/local.d.ts").Bench} bench */
export function createPointTool(bench) {
  /** @type {Pointed | null} */
  let over = null;

  return {
    name: "point",
    cursor: "crosshair",
    /** @param {Pointed} pointed */
    down({ x, y, at }) {
      const { width, height } = bench.document.file;
      const [px, py] = within([x, y], width, height);
      bench.create({ kind: "point", x: px, y: py }, at);
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      over = pointed;
      bench.redraw();
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      if (over) drawCross(context, over, bench);
    },
    busy: () => false,
    cancel() {
      over = null;
      bench.redraw();
    },
  };
}
