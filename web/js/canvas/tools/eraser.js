// Take pixels out of masks: of those that are selected, otherwise of the top one where the stroke begins. With Shift
// of all that it touches, with Ctrl of those that have the active label. Enter lets go of the selection.

import { painted, roomFor } from "../../shapes/painting.js";
import { area } from "../../shapes/registry.js";
import { createStroke, ERASER } from "./tip.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/data.d.ts").Mask} Mask */
/** @typedef {import("../../../types/data.d.ts").Instance} Instance */
/** @typedef {{points: import("../../../types/local.d.ts").Pair[], radius: number}} Stroke */
/** @typedef {Instance & {geometry: Mask}} Masked */
/** @typedef {{id: string, geometry: Mask | null}} Left what is left of a mask, null where nothing is */
/** @typedef {"one" | "all" | "label"} Reach */

/**
 * @param {Bench} bench
 * @param {import("./tip.js").Tip} tip
 * @param {() => string | null} label the active one
 * @param {(left: Left[], title: string, at: number) => void} keep in one step
 */
export function createEraserTool(bench, tip, label, keep) {
  const stroke = createStroke(bench, tip);

  /** @param {Masked} one */
  const isFree = (one) => !one.locked && !one.hidden && !bench.held(one);

  /** @param {Stroke} drawn @returns {Masked[]} lowest first */
  function below(drawn) {
    const room = roomFor(null, drawn, bench.document.file);
    return room ? bench.within(room).filter(isMasked) : [];
  }

  /** @param {Masked[]} masks @param {Stroke} drawn those it takes something from, and what is left of them */
  function without(masks, drawn) {
    return masks.flatMap(({ id, geometry }) => {
      const left = painted(geometry, drawn, false, bench.document.file);
      return left && area(left) === area(geometry) ? [] : [{ id, geometry: left }];
    });
  }

  /** Of those the stroke took from, the top one where it began, or else where it went. @param {Masked[]} masks @param {Stroke} drawn */
  function topOf(masks, drawn) {
    const [begun] = without(masks, { ...drawn, points: drawn.points.slice(0, 1) }).slice(-1);
    const left = without(masks, drawn);
    const top = left.find(({ id }) => id === begun?.id) ?? left.at(-1);
    return top ? [top] : [];
  }

  /** @param {Stroke} drawn @param {Reach} reach */
  function erased(drawn, reach) {
    const selected = bench.selection().filter((one) => bench.document.get(one.id)).filter(isMasked);
    const found = below(drawn);
    if (reach === "all") return { of: found, left: without(found.filter(isFree), drawn) };
    const labelled = found.filter((one) => (one.label ?? null) === label());
    if (reach === "label") return { of: labelled, left: without(labelled.filter(isFree), drawn) };
    if (selected.length) return { of: selected, left: without(selected.filter(isFree), drawn), selected: true };
    return { of: found, left: topOf(found.filter(isFree), drawn) };
  }

  /** @param {Pointed} pointed */
  function finish({ shift, ctrl, at }) {
    const drawn = stroke.end();
    if (!drawn) return;
    const { of, left, selected } = erased(drawn, shift ? "all" : ctrl ? "label" : "one");
    if (left.length) keep(left, left.length === 1 ? "Erase" : `Erase from ${left.length} masks`, at);
    else bench.say(because(of, selected === true));
  }

  /** @param {Masked[]} of @param {boolean} selected */
  function because(of, selected) {
    const bound = of.find((one) => !isFree(one));
    if (bound && !of.some(isFree)) return `${bench.held(bound) ?? (bound.hidden ? "This mask is hidden: show it first" : "This mask is locked: unlock it first")}.`;
    if (selected) return "The stroke does not touch what is selected. Enter lets go of it, so that others can be erased.";
    return "There is no mask to erase from here.";
  }

  return {
    name: "eraser",
    cursor: "none",
    anyButton: true,
    presses: () => true,
    down: stroke.begin,
    move: stroke.go,
    up: finish,
    wheel: stroke.wheel,
    /** @param {KeyboardEvent} event */
    key(event) {
      const letsGo = event.key === "Enter" && !event.ctrlKey && !event.metaKey && bench.selected() !== null;
      if (letsGo) bench.select(null);
      return letsGo || stroke.key(event);
    },
    /** @param {CanvasRenderingContext2D} context */
    draw: (context) => stroke.draw(context, ERASER, true),
    busy: stroke.busy,
    cancel: stroke.cancel,
  };
}

/** @param {Instance} one @returns {one is Masked} */
function isMasked(one) {
  return one.geometry.kind === "mask";
}
