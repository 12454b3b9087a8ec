// Move by pixels, turn and flip what is selected, each in one step, or move the vertices that are picked; a frame for a shape with handles of its own.

import { inside } from "../shapes/moving.js";
import { placeOfVertices, withVerticesMoved } from "../shapes/numbers.js";
import { verbsOf } from "../shapes/registry.js";
import { boundsRound, flipped, turned, upright } from "../shapes/transforming.js";
import { newId } from "../store/document.js";
import { counted } from "./work.js";

/** @typedef {import("../../types/local.d.ts").Action} Action */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */
/** @typedef {import("../../types/data.d.ts").Instance} Instance */

const FAR = 10;
const SECTION = "Transform";
/** @type {[string, number, number][]} */
const WAYS = [["Left", -1, 0], ["Right", 1, 0], ["Up", 0, -1], ["Down", 0, 1]];

/** @param {Pick<PageParts, "work" | "bench" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createTransforming({ work, bench, toolbox }) {
  const enabled = () => work.editable().length > 0;

  /** Arrows struck one after the other are one step. */
  let nudged = { step: "", revision: -1, of: /** @type {unknown} */ (null), handles: "" };

  /** Give the picked vertices of the one shape in hand, with what can be moved: them, or all that is selected. */
  function inHand() {
    const [one, handles] = [bench.handled(), toolbox.current().vertices?.picked() ?? []];
    const found = one && handles.length && bench.document.get(one.id) ? placeOfVertices(one.geometry, handles) : null;
    if (found) return { handles, bounds: found.bounds, title: handles.length > 1 ? `Move ${handles.length} vertices of` : "Move vertex of" };
    return { handles: [], bounds: boundsRound(work.editable().map(({ geometry }) => geometry)), title: "Move" };
  }

  /** What may not be turned lies on its side, where that comes to the same. @param {Instance} one @param {Geometry} shape */
  const kept = (one, shape) => (bench.turns(one) ? shape : upright(shape));

  /** @param {string} title @param {(shape: Geometry) => Geometry} change @param {string} [step] */
  function changeAll(title, change, step) {
    const all = work.editable();
    if (all.length) work.updateAll(all.map((one) => ({ id: one.id, fields: { geometry: kept(one, change(one.geometry)) } })), `${title} ${counted(all)}`, undefined, step);
  }

  /** @param {string} title @param {(shape: Geometry, centre: Pair) => Geometry} change */
  function changeRound(title, change) {
    const bounds = boundsRound(work.editable().map(({ geometry }) => geometry));
    if (bounds) changeAll(title, (shape) => change(shape, [bounds[0] + bounds[2] / 2, bounds[1] + bounds[3] / 2]));
  }

  /** @param {number} dx @param {number} dy */
  function nudge(dx, dy) {
    const { handles, bounds, title } = inHand();
    if (!bounds) return;
    const [across, down] = inside(bounds, dx, dy, bench.document.file);
    if (!across && !down) return;
    const goesOn = nudged.revision === bench.document.revision() && nudged.of === work.marks.state() && nudged.handles === handles.join();
    const step = goesOn ? nudged.step : newId();
    changeAll(title, (shape) => (handles.length && withVerticesMoved(shape, handles, across, down)) || verbsOf(shape).translate(shape, across, down), step);
    nudged = { step, revision: bench.document.revision(), of: work.marks.state(), handles: handles.join() };
  }

  /** @returns {Action[]} */
  function nudges() {
    return WAYS.flatMap(([way, x, y]) => [
      { id: `move.${way.toLowerCase()}`, title: `Move ${way.toLowerCase()} by 1 pixel`, section: SECTION, keys: `Arrow${way}`, repeats: true, run: () => nudge(x, y), enabled },
      { id: `move.${way.toLowerCase()}.far`, title: `Move ${way.toLowerCase()} by ${FAR} pixels`, section: SECTION, keys: `Shift+Arrow${way}`, repeats: true, run: () => nudge(FAR * x, FAR * y), enabled },
    ]);
  }

  return {
    actions: [
      ...nudges(),
      { id: "flip.across", title: "Flip left and right", section: SECTION, keys: ";", run: () => changeRound("Flip", (shape, centre) => flipped(shape, "across", centre)), enabled },
      { id: "flip.down", title: "Flip top and bottom", section: SECTION, keys: ":", run: () => changeRound("Flip", (shape, centre) => flipped(shape, "down", centre)), enabled },
      { id: "turn.right", title: "Turn right by 90°", section: SECTION, keys: ".", run: () => changeRound("Turn", (shape, centre) => turned(shape, 90, centre)), enabled },
      { id: "turn.left", title: "Turn left by 90°", section: SECTION, keys: ",", run: () => changeRound("Turn", (shape, centre) => turned(shape, -90, centre)), enabled },
      { id: "frame", title: "Frame to scale and turn one shape", section: SECTION, keys: "T", run: bench.frame, enabled: () => enabled() && work.count() === 1 },
    ],
  };
}
