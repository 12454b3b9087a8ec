// What the tools work with: the picture, the shapes on it, the selection, and what is held under the pointer.

import { FEW } from "./selection.js";
import { createGroups } from "./groups.js";

/** @typedef {import("../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../types/local.d.ts").Held} Held */

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../canvas/stage.js").Stage} page.stage
 * @param {import("../host/host.js").Host} page.host
 * @param {(text: string) => void} page.say
 * @param {(geometry: import("../../types/local.d.ts").Geometry) => boolean} page.refused
 * @returns {Bench}
 */
export function createBench({ work, stage, host, say, refused }) {
  const groups = createGroups(work);
  return {
    get document() {
      return work.opened();
    },
    view: stage.view,
    pick: stage.pick,
    within: stage.within,
    selected: work.selected,
    selection: work.selection,
    isSelected: work.isSelected,
    select: work.select,
    selectAll: work.selectAll,
    toggle: work.toggle,
    reach: groups.reach,
    enter: groups.enter,
    redraw: stage.redraw,
    cursor: stage.cursor,
    say,
    refused,
    create: work.create,
    update: work.update,
    updateAll: work.updateAll,
    draw: (geometry, at) => host.drawing.draw({ document: work.opened(), instance: work.drafted(geometry), before: null, at }),
    endDraw: host.drawing.end,
  };
}

/**
 * What is held: shapes before they are stored, and the handles that are shown large. Scripts hear of one shape that
 * is reshaped; of very many only the frame moves with the pointer.
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../canvas/stage.js").Stage} page.stage
 * @param {import("../host/host.js").Host} page.host
 * @returns {Held}
 */
export function createHeld({ work, stage, host }) {
  /** @type {ReadonlySet<string>} */
  let hot = new Set();
  return {
    hot: () => hot,
    preview(shapes) {
      const [one] = shapes;
      const reshaped = shapes.length === 1 ? work.reshaped(one.id, one.geometry) : null;
      if (reshaped) host.drawing.draw({ document: work.opened(), ...reshaped, at: performance.now() });
      if (shapes.length <= FEW) for (const { id, geometry } of shapes) work.preview(id, geometry);
      stage.redraw();
    },
    endPreview() {
      host.drawing.end();
      work.endPreview();
      stage.redraw();
    },
    heat(handles) {
      if (handles.length === hot.size && handles.every((handle) => hot.has(handle))) return;
      hot = new Set(handles);
      stage.redraw();
    },
  };
}
