// Shapes cut, joined, subtracted, intersected, given holes and parts; each is one step.

import { createDrawnTool } from "../canvas/tools/drawn.js";
import { intersected, isFilled, partsOf, subtracted, united, withHole, withoutHoles } from "../shapes/combining.js";
import { cut } from "../shapes/cutting.js";
import { boundsOf } from "../shapes/rings.js";
import { keeping } from "./snapping.js";
import { counted } from "./work.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

const SECTION = "Combine";

/** @param {Pick<PageParts, "work" | "bench" | "stage" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createCombining({ work, bench, stage, toolbox }) {
  const filled = () => work.editable().filter(({ geometry }) => isFilled(geometry));
  /** Those that are read-only too, since they may be taken out of another, and whoever would change them is told. */
  const areas = () => work.unlocked().filter(({ geometry }) => isFilled(geometry));
  const isWith = (/** @type {number} */ least) => () => areas().length >= least && areas().length === work.count();
  const lines = () => work.unlocked().filter(({ geometry }) => geometry.kind === "polyline");
  const cuttable = () => work.editable().filter(({ geometry }) => isFilled(geometry) || geometry.kind === "polyline");
  const one = () => (work.count() === 1 ? (filled()[0] ?? null) : null);

  /**
   * Give what comes of an operation, or null where nothing does or it cannot be done, which is said.
   * @param {() => Geometry | null} make
   * @param {string} nothing
   */
  function resultOf(make, nothing) {
    try {
      const shape = make();
      if (!shape) bench.say(nothing);
      return shape;
    } catch (error) {
      bench.say(/** @type {Error} */ (error).message);
      return null;
    }
  }

  /**
   * Make one shape of all that are selected, in the place of the first.
   * @param {Instance[]} all
   * @param {(shapes: Geometry[]) => Geometry | null} make
   * @param {string} title
   * @param {string} nothing what to say where nothing comes of it
   */
  function intoOne(all, make, title, nothing) {
    const shape = resultOf(() => make(all.map(({ geometry }) => geometry)), nothing);
    if (!shape) return undefined;
    const [first, ...others] = all;
    return work.remake([{ from: first, geometry: shape }], others.map(({ id }) => id), title);
  }

  function subtract() {
    const [first, ...others] = areas();
    const shape = resultOf(() => subtracted(first.geometry, others.map(({ geometry }) => geometry)), "Nothing would be left of the shape that was selected first.");
    if (!shape) return undefined;
    return work.remake([{ from: first, geometry: shape }], [], "Subtract");
  }

  /** @param {Pair[]} line @param {number} [at] */
  function cutAlong(line, at) {
    const candidates = work.count() ? work.editable() : stage.within(boundsOf(line)).filter((one) => !one.hidden && !one.locked && !work.held(one));
    const cutting = candidates.filter(({ geometry }) => isFilled(geometry) || geometry.kind === "polyline");
    const made = cutting.flatMap((from) => (cut(from.geometry, line) ?? []).map((geometry) => ({ from, geometry })));
    if (!made.length) return bench.say(cutting.length ? "The line does not cut through: draw it across the shape." : "There is no shape here that can be cut.");
    const parted = [...new Set(made.map(({ from }) => from))];
    work.remake(made, [], `Cut ${counted(parted)}`, at);
    return toolbox.choose("select");
  }

  /** @param {string} title @param {(shape: Geometry, ring: Pair[]) => Geometry | null} make @param {string} nothing @returns {(ring: Pair[], at?: number) => void} */
  function withRing(title, make, nothing) {
    return (ring, at) => {
      const from = one();
      if (!from) return bench.say("Select the one shape it is for first.");
      const shape = resultOf(() => make(from.geometry, ring), nothing);
      if (!shape) return undefined;
      work.remake([{ from, geometry: shape }], [], title, at);
      return toolbox.choose("select");
    };
  }

  /** @param {Geometry} shape @param {Pair[]} ring */
  const withPart = (shape, ring) => united([shape, { kind: "polygon", parts: [{ outer: ring, holes: [] }] }]);
  const hasParts = () => filled().some(({ geometry }) => (geometry.kind === "polygon" ? geometry.parts.length > 1 : geometry.kind === "mask"));
  const hasHoles = () => filled().some(({ geometry }) => (geometry.kind === "polygon" ? geometry.parts.some(({ holes }) => holes.length) : geometry.kind === "mask"));

  function splitParts() {
    const made = filled().map((from) => ({ from, parts: partsOf(from.geometry) })).filter(({ parts }) => parts.length > 1);
    if (!made.length) return bench.say("The shape is all in one part.");
    return work.remake(made.flatMap(({ from, parts }) => parts.map((geometry) => ({ from, geometry }))), [], "Split parts");
  }

  function fillHoles() {
    const made = filled().map((from) => ({ from, geometry: withoutHoles(from.geometry) })).filter(({ from, geometry }) => geometry !== from.geometry);
    work.remake(made, [], "Fill holes");
  }

  /** @param {Parameters<typeof createDrawnTool>[1]} tool */
  const drawn = (tool) => keeping(createDrawnTool(bench, tool), bench.snap);
  const apart = "The shapes have nothing in common.";
  return {
    tools: {
      cut: drawn({ name: "cut", form: "polyline", done: cutAlong }),
      hole: drawn({ name: "hole", form: "polygon", done: withRing("Hole", withHole, "The hole has to lie in the shape, and to leave some of it.") }),
      part: drawn({ name: "part", form: "polygon", done: withRing("Add a part", withPart, "There is no area in it.") }),
    },
    actions: [
      { id: "tool.cut", title: "Cut: draw a line across what is selected, or across any shape", section: "Tools", keys: "X", run: () => toolbox.choose("cut"), enabled: () => work.count() === 0 || cuttable().length > 0 },
      { id: "tool.hole", title: "Draw a hole in the selected shape", section: SECTION, keys: "Shift+P", run: () => toolbox.choose("hole"), enabled: () => one() !== null },
      { id: "tool.part", title: "Draw another part of the selected shape", section: SECTION, keys: "Shift+B", run: () => toolbox.choose("part"), enabled: () => one() !== null },
      { id: "combine.union", title: "Union: one shape of all", section: SECTION, keys: "Shift+J", run: () => intoOne(areas(), united, "Union", "There is no area in them."), enabled: isWith(2) },
      { id: "combine.subtract", title: "Subtract the others from the shape selected first", section: SECTION, keys: "Shift+Y", run: subtract, enabled: isWith(2) },
      { id: "combine.intersect", title: "Intersect: only what all have in common", section: SECTION, run: () => intoOne(areas(), intersected, "Intersect", apart), enabled: isWith(2) },
      { id: "combine.join", title: "Join lines at their nearest ends", section: SECTION, keys: "Ctrl+J", run: () => intoOne(lines(), united, "Join lines", apart), enabled: () => lines().length > 1 && lines().length === work.count() },
      { id: "hole.fill", title: "Fill all holes", section: SECTION, run: fillHoles, enabled: hasHoles },
      { id: "parts.split", title: "Split parts into shapes of their own", section: SECTION, run: splitParts, enabled: hasParts },
    ],
  };
}
