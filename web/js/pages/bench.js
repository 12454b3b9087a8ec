// What the tools work with: the picture, the shapes on it, the selection, and what is held under the pointer.

import { withTurnInSight } from "../canvas/turning.js";
import { mayTurn } from "../ontology/fitting.js";
import { labelOf } from "../ontology/ontology.js";
import { verbsOf } from "../shapes/registry.js";
import { session } from "../store/pockets.js";
import { FEW } from "./selection.js";
import { createGroups } from "./groups.js";
import { createLimits } from "./limiting.js";
import { createSnap } from "./snapping.js";
import { createUnfinished } from "./unfinished.js";

/** @typedef {import("../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../types/local.d.ts").Held} Held */

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../canvas/stage.js").Stage} page.stage
 * @param {import("../host/host.js").Host} page.host
 * @param {(text: string) => void} page.say
 * @param {(geometry: import("../../types/local.d.ts").Geometry) => boolean} page.refused
 * @param {() => void} page.refresh
 * @returns {Bench}
 */
export function createBench({ work, stage, host, say, refused, refresh }) {
  const groups = createGroups(work);
  /** @type {string | null} the shape that has a frame in the place of its own handles */
  let framed = null;

  /** The one shape that is selected and may be changed. */
  function single() {
    const one = work.count() === 1 ? work.selected() : null;
    return one && !one.locked && !one.hidden && work.held(one) === null ? one : null;
  }

  /** @param {import("../../types/data.d.ts").Instance} one */
  const turns = (one) => mayTurn(one.geometry, labelOf(work.ontology(), one.label));

  function handled() {
    const one = single();
    return one && !isFrameOf(one) ? one : null;
  }

  /** @param {import("../../types/data.d.ts").Instance} one */
  const isFrameOf = ({ id, geometry }) => framed === id || geometry.kind === "mask";

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
    editable: work.changeable,
    held: work.held,
    handled,
    handles() {
      const one = handled();
      const all = one ? withTurnInSight(verbsOf(one.geometry).handles(one.geometry, 1 / stage.view.state.scale), stage.view) : [];
      return one && !turns(one) ? all.filter(({ role }) => role !== "turn") : all;
    },
    turns,
    isFramed() {
      const one = single();
      return one ? isFrameOf(one) && work.changeable().length === 1 : work.count() > 1;
    },
    frame() {
      const one = single();
      framed = one && framed !== one.id ? one.id : null;
      stage.redraw();
    },
    stamp: work.stamp,
    select: work.select,
    selectAll: work.selectAll,
    toggle: work.toggle,
    snap: createSnap({ stage, work }),
    unfinished: createUnfinished(() => work.document()?.file.id ?? null, session),
    limits: createLimits({ stage, work }),
    reach: groups.reach,
    enter: groups.enter,
    redraw: stage.redraw,
    refresh,
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
    preview(of, change) {
      const [one] = of;
      const reshaped = of.length === 1 ? work.reshaped(one.id, change(one.geometry)) : null;
      if (reshaped) host.drawing.draw({ document: work.opened(), ...reshaped, at: performance.now() });
      if (of.length <= FEW) for (const { id, geometry } of of) work.preview(id, change(geometry));
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
