// Move by pixels, turn and flip what is selected, each in one step; a frame for a shape with handles of its own.

import { inside } from "../shapes/moving.js";
import { verbsOf } from "../shapes/registry.js";
import { boundsRound, flipped, turned } from "../shapes/transforming.js";
import { newId } from "../store/document.js";
import { counted } from "./work.js";

/** @typedef {import("../../types/local.d.ts").Action} Action */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

const FAR = 10;
const SECTION = "Transform";
/** @type {[string, number, number][]} */
const WAYS = [["Left", -1, 0], ["Right", 1, 0], ["Up", 0, -1], ["Down", 0, 1]];

/** @param {Pick<PageParts, "work" | "bench">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createTransforming({ work, bench }) {
  const enabled = () => work.editable().length > 0;

  /** Arrows struck one after the other are one step. */
  let nudged = { step: "", revision: -1, of: /** @type {unknown} */ (null) };

  /** @param {string} title @param {(shape: Geometry) => Geometry} change @param {string} [step] */
  function changeAll(title, change, step) {
    const all = work.editable();
    if (all.length) work.updateAll(all.map(({ id, geometry }) => ({ id, fields: { geometry: change(geometry) } })), `${title} ${counted(all)}`, undefined, step);
  }

  /** @param {string} title @param {(shape: Geometry, centre: Pair) => Geometry} change */
  function changeRound(title, change) {
    const bounds = boundsRound(work.editable().map(({ geometry }) => geometry));
    if (bounds) changeAll(title, (shape) => change(shape, [bounds[0] + bounds[2] / 2, bounds[1] + bounds[3] / 2]));
  }

  /** @param {number} dx @param {number} dy */
  function nudge(dx, dy) {
    const bounds = boundsRound(work.editable().map(({ geometry }) => geometry));
    if (!bounds) return;
    const [across, down] = inside(bounds, dx, dy, bench.document.file);
    if (!across && !down) return;
    const goesOn = nudged.revision === bench.document.revision() && nudged.of === work.marks.state();
    const step = goesOn ? nudged.step : newId();
    changeAll("Move", (shape) => verbsOf(shape).translate(shape, across, down), step);
    nudged = { step, revision: bench.document.revision(), of: work.marks.state() };
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
