// The tools that draw and edit shapes.

import { createBoxTool } from "../canvas/tools/box.js";
import { createBrushTool } from "../canvas/tools/brush.js";
import { createKeypointsTool } from "../canvas/tools/keypoints.js";
import { createPointTool } from "../canvas/tools/point.js";
import { createPolygonTool } from "../canvas/tools/polygon.js";
import { createSelectTool } from "../canvas/tools/select.js";
import { limited } from "./limiting.js";
import { keeping } from "./snapping.js";

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
  return {
    select: fitting(createSelectTool(bench, handles)),
    box: snapping(createBoxTool(bench, work.activeColor)),
    polygon: snapping(createPolygonTool(bench, work.activeColor)),
    polyline: snapping(createPolygonTool(bench, work.activeColor, "polyline")),
    point: snapping(createPointTool(bench)),
    keypoints: fitting(createKeypointsTool(bench, work.activeColor, () => work.activeLabel()?.skeleton ?? null, () => lacking(work))),
    ellipse: snapping(createBoxTool(bench, work.activeColor, "ellipse")),
    cuboid: snapping(createBoxTool(bench, work.activeColor, "cuboid")),
    brush: fitting(createBrushTool(bench, work.activeColor, work.remove)),
  };
}

/** Say what to do where the active label has no skeleton. @param {import("./work.js").Work} work */
function lacking(work) {
  const having = work.leaves().filter(({ skeleton }) => skeleton).map(({ name, title }) => title || name);
  const label = work.activeLabel();
  const name = label ? label.title || label.name : "No label";
  if (having.length) return `${name} has no skeleton. Choose ${having.slice(0, 4).join(" or ")}.`;
  return "No label has a skeleton yet: give one its points under Labels.";
}
