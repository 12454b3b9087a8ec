// The features of the annotation page, each a module of its own that is handed the parts it works with.

import { createArranging } from "./arranging.js";
import { createBeside } from "./beside.js";
import { createClipboard } from "./clipboard.js";
import { createCombining } from "./combining.js";
import { createConverting } from "./converting.js";
import { createCommenting } from "./commenting.js";
import { createFilling } from "./filling.js";
import { createLabelling } from "./labelling.js";
import { createDropping } from "./dropping.js";
import { createGripping } from "./gripping.js";
import { createHelping } from "./helping.js";
import { createLayering } from "./layering.js";
import { createOverview } from "./overview.js";
import { createPaletteFeature } from "./palette.js";
import { createOffering } from "./offering.js";
import { createRefining } from "./refining.js";
import { createRefusals } from "./refused.js";
import { createRegions } from "./regions.js";
import { createSelecting } from "./selecting.js";
import { createStanding } from "./standing.js";
import { createSnapping } from "./snapping.js";
import { createVertices } from "./vertices.js";
import { createContinuing } from "./unfinished.js";
import { createSteering } from "./steering.js";
import { createTelling } from "./telling.js";
import { createTransforming } from "./transforming.js";
import { createRemembering } from "./remembering.js";
import { createTogether } from "./together.js";

/** @typedef {import("../../types/local.d.ts").Feature} Feature */

/** @type {((parts: import("../../types/local.d.ts").PageParts) => Feature)[]} */
const FEATURES = [
  createLabelling,
  createFilling,
  createPaletteFeature,
  createSelecting,
  createCommenting,
  createStanding,
  createTransforming,
  createHelping,
  createTogether,
  createRefusals,
  createOffering,
  createRemembering,
  createArranging,
  createClipboard,
  createCombining,
  createRefining,
  createVertices,
  createConverting,
  createSnapping,
  createContinuing,
  createDropping,
  createRegions,
  createOverview,
  createSteering,
  createGripping,
  createTelling,
  createLayering,
];

/**
 * Make the features, and give their actions and tools to the page.
 * @param {Omit<import("../../types/local.d.ts").PageParts, "beside">} parts
 */
export function createFeatures(parts) {
  const beside = createBeside();
  const features = FEATURES.map((create) => create({ ...parts, beside }));
  for (const { actions = [], tools = {} } of features) {
    parts.actions.add(actions);
    parts.toolbox.add(tools);
  }
  return {
    panels: features.flatMap(({ panels = [] }) => panels),
    /** @param {CanvasRenderingContext2D} context in pixels of the stage */
    draw: (context) => features.forEach((feature) => feature.draw?.(context)),
    /** @param {import("../store/document.js").FileDocument | null} document */
    shown: (document) => features.forEach((feature) => feature.shown?.(document)),
    /** @param {import("../store/sync.js").News} news */
    news: (news) => features.forEach((feature) => feature.news?.(news)),
  };
}
