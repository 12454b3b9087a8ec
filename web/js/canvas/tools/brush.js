// Paint a mask: over the object, or with Alt or the right button out of it. A selected mask is painted on,
// else a new one is begun; Enter lets go of it.

import { painted, roomFor } from "../../shapes/painting.js";
import { createStroke, ERASER } from "./tip.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/data.d.ts").Mask} Mask */

/**
 * @param {Bench} bench
 * @param {import("./tip.js").Tip} tip
 * @param {() => string} color
 * @param {(id: string) => void} remove
 */
export function createBrushTool(bench, tip, color, remove) {
  const stroke = createStroke(bench, tip);
  let adds = true;

  /** Give the selected mask, if it may be painted on. */
  function target() {
    const one = bench.document.get(bench.selected()?.id ?? "");
    return one && one.geometry.kind === "mask" && !one.locked && !one.hidden && !bench.held(one) ? one : null;
  }

  /** @param {Pointed} pointed */
  const isEraser = ({ alt, button }) => alt || button === 2;

  /** @param {number} at */
  function finish(at) {
    const drawn = stroke.end();
    if (!drawn) return;
    const one = target();
    const before = one ? /** @type {Mask} */ (one.geometry) : null;
    if (!adds && !before) return bench.say("Select a mask to erase from.");
    const shape = painted(before, drawn, adds, bench.document.file);
    if (one && !shape) return remove(one.id);
    if (one && shape) return bench.update(one.id, { geometry: shape }, adds ? "Paint" : "Erase", at);
    return shape ? bench.create(shape, at) : undefined;
  }

  return {
    name: "brush",
    cursor: "none",
    anyButton: true,
    presses: () => true,
    /** @param {Pointed} pointed */
    down(pointed) {
      adds = !isEraser(pointed);
      stroke.begin(pointed);
    },
    move: stroke.go,
    /** @param {Pointed} pointed */
    up: (pointed) => finish(pointed.at),
    wheel: stroke.wheel,
    /** @param {KeyboardEvent} event */
    key(event) {
      const letsGo = event.key === "Enter" && !event.ctrlKey && !event.metaKey && target() !== null;
      if (letsGo) bench.select(null);
      return letsGo || stroke.key(event);
    },
    /** @param {CanvasRenderingContext2D} context */
    draw: (context) => stroke.draw(context, adds ? color() : ERASER),
    busy: stroke.busy,
    of: target,
    // Only where it lies: its pixels are made at the end.
    /** @returns {Mask | null} */
    shape() {
      const drawn = adds ? stroke.now() : null;
      const bounds = drawn && roomFor(/** @type {Mask | null} */ (target()?.geometry ?? null), drawn, bench.document.file);
      return bounds && { kind: "mask", bounds, rle: [] };
    },
    cancel: stroke.cancel,
  };
}
