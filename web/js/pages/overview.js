// What is shown of several selected shapes, and what can be done to those selected.

import { createDeeds } from "../panels/deeds.js";
import { createSeveral } from "../panels/several.js";
import { createShared } from "../panels/shared.js";
import { boundsRound } from "../shapes/transforming.js";

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

const UNDER = 74; // pixels of the stage that the bar and a handle need

/** @param {Pick<PageParts, "element" | "work" | "stage" | "actions" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createOverview({ element, work, stage, actions, toolbox }) {
  /** Say whether the selection, with the handle that turns it, is where the bar lies. */
  function isHigh() {
    const bounds = boundsRound(work.lifted().map(({ geometry }) => geometry));
    return bounds !== null && stage.view.toStage(bounds[0], bounds[1])[1] < UNDER;
  }

  return {
    panels: [
      createSeveral(element("several"), { selection: work.selection, count: work.count, labels: work.leaves, relabel: (name) => work.chooseLabel(name, true), attributes: createShared(work).rows, actions }),
      createDeeds(element("deeds"), { actions, isOpen: () => work.count() > 0 && work.selection().some((one) => work.held(one) === null) && toolbox.name() === "select", isSolo: work.solo.isOn, isHigh }),
    ],
  };
}
