// Whose colour a shape has: that of its label, one of its own, or that of who made it.

import { IMPORTED, UNNAMED, makerOf, personMaker } from "../store/makers.js";
import { author } from "../store/me.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */

const BY_HAND = "#b8c2cf";
const OKABE_ITO = ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00"];
const GOLDEN_ANGLE = 137.508; // neighbours in a series differ most by it

/**
 * @param {(label: string | null | undefined) => string} ofLabel
 * @param {() => string} [me] the name of the person who looks
 */
export function createColoring(ofLabel, me = author) {
  /** @type {Map<string, string>} */
  const makers = new Map();

  /** Give the colour of a maker; this person's is that of those without a name. @param {string} maker */
  function tint(maker) {
    if (maker === UNNAMED || maker === personMaker(me())) return BY_HAND;
    const known = makers.get(maker) ?? OKABE_ITO[makers.size % OKABE_ITO.length];
    makers.set(maker, known);
    return known;
  }

  return {
    tint,
    /** @type {Record<import("../../types/local.d.ts").Look["by"], (instance: Instance) => string>} */
    by: { label: ({ label }) => ofLabel(label), instance: ({ id }) => ownColor(id), script: ({ provenance }) => tint(makerOf(provenance)) },
    /** Say which colour stands for whom, as far as they were seen. @returns {{name: string, color: string}[]} */
    legend: () => [{ name: "by hand", color: BY_HAND }, ...[...makers].map(([maker, color]) => ({ name: maker === IMPORTED ? "imported" : maker.slice(maker.indexOf(":") + 1), color }))],
  };
}

/** Give a colour that is always the same for the same id. @param {string} id */
export function ownColor(id) {
  let hash = 0;
  for (let at = 0; at < id.length; at += 1) hash = (Math.imul(hash, 31) + id.charCodeAt(at)) >>> 0;
  return `hsl(${Math.round((hash * GOLDEN_ANGLE) % 360)} 78% 66%)`;
}
