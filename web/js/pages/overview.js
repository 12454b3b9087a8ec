// What is shown of several selected shapes, and what can be done to those selected.

import { createDeeds } from "../panels/deeds.js";
import { createSeveral } from "../panels/several.js";

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

/** @param {Pick<PageParts, "element" | "work" | "actions" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createOverview({ element, work, actions, toolbox }) {
  return {
    panels: [
      createSeveral(element("several"), { selection: work.selection, count: work.count, labels: work.leaves, relabel: (name) => work.chooseLabel(name, true), actions }),
      createDeeds(element("deeds"), { actions, isOpen: () => work.count() > 0 && toolbox.name() === "select", isSolo: work.solo.isOn }),
    ],
  };
}
