// The tools that draw and edit shapes.

import { createBoxTool } from "../canvas/tools/box.js";
import { createBrushTool } from "../canvas/tools/brush.js";
import { createEraserTool } from "../canvas/tools/eraser.js";
import { createKeypointsTool } from "../canvas/tools/keypoints.js";
import { createPointTool } from "../canvas/tools/point.js";
import { createPolygonTool } from "../canvas/tools/polygon.js";
import { createSelectTool } from "../canvas/tools/select.js";
import { createTip } from "../canvas/tools/tip.js";
import { limited } from "./limiting.js";
import { keeping } from "./snapping.js";
import { human } from "./work.js";

/**
 * Give the tools by their names.
 * @param {import("../../types/local.d.ts").Bench} bench
 * @param {Parameters<typeof createSelectTool>[1]} handles
 * @param {import("./work.js").Work} work
 * @returns {Record<string, import("../../types/local.d.ts").Tool>}
 */
export function createTools(bench, handles, work) {
  /** @param {import("../../types/local.d.ts").Tool} tool */
  const fitting = (tool) => limited(tool, bench);
  /** @param {import("../../types/local.d.ts").Tool} tool */
  const snapping = (tool) => keeping(fitting(tool), bench.snap);
  const tip = createTip();
  return {
    select: fitting(createSelectTool(bench, handles)),
    box: snapping(createBoxTool(bench, work.activeColor)),
    polygon: snapping(createPolygonTool(bench, work.activeColor)),
    polyline: snapping(createPolygonTool(bench, work.activeColor, "polyline")),
    point: snapping(createPointTool(bench)),
    keypoints: fitting(createKeypointsTool(bench, work.activeColor, () => work.activeLabel()?.skeleton ?? null, () => lacking(work))),
    ellipse: snapping(createBoxTool(bench, work.activeColor, "ellipse")),
    cuboid: snapping(createBoxTool(bench, work.activeColor, "cuboid")),
    brush: fitting(createBrushTool(bench, tip, work.activeColor, work.remove)),
    eraser: createEraserTool(bench, tip, () => work.activeLabel()?.name ?? null, (left, title, at) => erase(work, left, title, at)),
  };
}

/**
 * Keep what is left of masks in one step; those of which nothing is are deleted.
 * @param {import("./work.js").Work} work
 * @param {import("../canvas/tools/eraser.js").Left[]} left
 * @param {string} title
 * @param {number} at
 */
function erase(work, left, title, at) {
  const updated = left.flatMap(({ id, geometry }) => (geometry ? [{ id, fields: { geometry } }] : []));
  const deleted = left.flatMap(({ id, geometry }) => (geometry ? [] : [id]));
  work.opened().commit({ updated, deleted }, human(title, at));
  if (deleted.length) work.settle();
}

/** Say what to do where the active label has no skeleton. @param {import("./work.js").Work} work */
function lacking(work) {
  const having = work.leaves().filter(({ skeleton }) => skeleton).map(({ name, title }) => title || name);
  const label = work.activeLabel();
  const name = label ? label.title || label.name : "No label";
  if (having.length) return `${name} has no skeleton. Choose ${having.slice(0, 4).join(" or ")}.`;
  return "No label has a skeleton yet: give one its points under Labels.";
}
