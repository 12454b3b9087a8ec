// A line or an outline that is drawn to change shapes that are there, not to become one. It is drawn as a polyline or
// polygon is, and letting go after drawing freely ends it.

import { createPolygonTool } from "./polygon.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/local.d.ts").Tool} Tool */
/** @typedef {import("../../../types/data.d.ts").Polygon | import("../../../types/data.d.ts").Polyline} Drawn */

const DRAWN = 24;
const COLOR = "#ffffff";

/**
 * @param {Bench} bench
 * @param {object} tool
 * @param {string} tool.name
 * @param {"polygon" | "polyline"} tool.form
 * @param {(points: Pair[], at?: number) => void} tool.done
 * @param {(points: Pair[]) => boolean} [tool.refused] says why it cannot be that, if so: it stays in hand
 * @returns {Tool}
 */
export function createDrawnTool(bench, { name, form, done, refused = () => false }) {
  /** @type {Pointed | null} */
  let start = null;
  let far = 0;
  /** @type {Bench} */
  const own = Object.create(bench, {
    refused: {
      /** @param {Drawn} shape */
      value: (shape) => refused(pointsOf(shape)),
    },
    unfinished: { value: { note() {}, left() {}, of: () => null } }, // what it changes may not be selected then
    create: {
      /** @param {Drawn} shape @param {number} [at] */
      value: (shape, at) => done(pointsOf(shape), at),
    },
  });
  const tool = createPolygonTool(own, () => COLOR, form);

  return {
    ...tool,
    name,
    shape: () => null,
    down(pointed) {
      [start, far] = [pointed, 0];
      tool.down(pointed);
    },
    move(pointed) {
      if (start) far = Math.max(far, Math.hypot(pointed.sx - start.sx, pointed.sy - start.sy));
      tool.move(pointed);
    },
    up(pointed) {
      start = null;
      tool.up();
      if (far >= DRAWN) tool.twice(pointed);
      far = 0;
    },
  };
}

/** @param {Drawn} shape */
function pointsOf(shape) {
  return shape.kind === "polygon" ? shape.parts[0].outer : shape.points;
}
