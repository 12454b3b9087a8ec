// What is drawn or dragged keeps to vertices, edges and the border of the picture while this is on, or while Ctrl is
// held where it is off; a ring shows the place.

import { snapped } from "../shapes/snapping.js";
import { local } from "../store/pockets.js";

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */
/** @typedef {import("../../types/local.d.ts").Pointed} Pointed */
/** @typedef {ReturnType<typeof createSnap>} Snap */

const KEPT = "limner.snapping";
const REACH = 9;
const MARKS = { vertex: 7, edge: 5, border: 5 };

/** @param {{stage: import("../canvas/stage.js").Stage, work: import("./work.js").Work}} page */
export function createSnap({ stage, work }) {
  let on = local.getItem(KEPT) === "on";
  /** @type {ReturnType<typeof snapped>} */
  let found = null;

  return {
    isOn: () => on,
    found: () => found,
    toggle() {
      on = !on;
      local.setItem(KEPT, on ? "on" : "off");
    },
    /**
     * Give the pointer where it keeps to something, or as it is.
     * @template {{x: number, y: number, ctrl: boolean}} P
     * @param {P} pointed
     * @param {string[]} [except] what it does not keep to
     * @returns {P}
     */
    to(pointed, except = []) {
      const reach = REACH / stage.view.state.scale;
      const { x, y } = pointed;
      const near = on !== pointed.ctrl ? stage.within([x - reach, y - reach, 2 * reach, 2 * reach]).filter(({ id }) => !except.includes(id)) : null;
      found = near && snapped(x, y, reach, near, work.opened().file);
      if (!found) return pointed;
      const [sx, sy] = stage.view.toStage(found.x, found.y);
      return { ...pointed, x: found.x, y: found.y, sx, sy };
    },
    drop() {
      found = null;
    },
  };
}

/**
 * Give the tool that keeps to what is near.
 * @param {import("../../types/local.d.ts").Tool} tool
 * @param {Snap} snap
 * @returns {import("../../types/local.d.ts").Tool}
 */
export function keeping(tool, snap) {
  return {
    ...tool,
    down: (pointed) => tool.down?.(snap.to(pointed)),
    move: (pointed) => tool.move?.(snap.to(pointed)),
    up: (pointed) => tool.up?.(snap.to(pointed)),
    twice: (pointed) => tool.twice?.(snap.to(pointed)),
    cancel() {
      snap.drop();
      tool.cancel();
    },
  };
}

/** @param {Pick<PageParts, "bench" | "stage" | "refresh">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createSnapping({ bench, stage, refresh }) {
  return {
    actions: [
      {
        id: "snap",
        title: "Snap to vertices, edges and the border; Ctrl while drawing does the opposite",
        section: "View",
        keys: "W",
        run() {
          bench.snap.toggle();
          bench.snap.drop();
          stage.redraw();
          refresh();
        },
      },
    ],
    panels: [{ draw: () => document.querySelector("[data-action=snap]")?.setAttribute("aria-pressed", String(bench.snap.isOn())) }],
    draw(context) {
      const place = bench.snap.found();
      if (!place) return;
      const [sx, sy] = stage.view.toStage(place.x, place.y);
      for (const [color, width] of /** @type {const} */ ([["rgb(0 0 0 / .6)", 4], ["#ffffff", 2]])) {
        context.beginPath();
        context.arc(sx, sy, MARKS[place.to], 0, 2 * Math.PI);
        context.strokeStyle = color;
        context.lineWidth = width;
        context.stroke();
      }
    },
  };
}
