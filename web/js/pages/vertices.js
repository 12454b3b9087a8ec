// What is done at single vertices: more of them between those that are picked, a line split at one or a polygon between
// two, a part of the outline drawn anew; and whole shapes put on whole pixels.

import { createDrawnTool } from "../canvas/tools/drawn.js";
import { rounded } from "../ontology/fitting.js";
import { cut } from "../shapes/cutting.js";
import { isLined, placeOf, redrawn, split, subdivided } from "../shapes/vertices.js";
import { keeping } from "./snapping.js";
import { counted } from "./work.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

const SECTION = "Vertices";
const NEAR = 12;
const BESIDE = "Begin and end on the outline of the selected shape; what lies between gives way to what is drawn.";

/** @param {Pick<PageParts, "work" | "bench" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createVertices({ work, bench, toolbox }) {
  const picked = () => toolbox.current().vertices?.picked() ?? [];

  /** Give the one selected shape that is made of vertices, and can be changed. */
  function one() {
    const from = work.count() === 1 ? work.editable()[0] : undefined;
    return from && isLined(from.geometry) ? { from, shape: from.geometry } : null;
  }

  function insert() {
    const found = one();
    if (!found || !picked().length) return;
    const handles = picked();
    work.updateAll([{ id: found.from.id, fields: { geometry: subdivided(found.shape, handles) } }], handles.length > 2 ? `Insert ${handles.length - 1} vertices` : "Insert vertex");
    toolbox.current().vertices?.drop();
  }

  function part() {
    const [found, handles] = [one(), picked()];
    if (!found || !handles.length) return undefined;
    const { from, shape } = found;
    const ends = /** @type {Pair[]} */ ([handles[0], handles[handles.length - 1]].map((handle) => placeOf(shape, handle)));
    const pieces = shape.kind === "polyline" ? split(shape, handles[0]) : handles.length > 1 ? cut(shape, ends) : null;
    if (!pieces) return bench.say(shape.kind === "polyline" ? "A line is split at a vertex between its ends: click one of those." : "A polygon is split between two vertices: click one, then another with Shift, so that the straight line between them parts it.");
    toolbox.current().vertices?.drop();
    return work.remake(pieces.map((geometry) => ({ from, geometry })), [], "Split");
  }

  /** @param {Pair[]} path */
  function drawnAnew(path) {
    const found = one();
    return found && path.length > 1 ? redrawn(found.shape, path, NEAR / bench.view.state.scale) : null;
  }

  /** @param {Pair[]} path @param {number} [at] */
  function redraw(path, at) {
    const [found, geometry] = [one(), drawnAnew(path)];
    if (found && geometry) bench.update(found.from.id, { geometry }, "Redraw", at);
  }

  /** Say why a path changes nothing: it stays in hand. @param {Pair[]} path */
  function isBeside(path) {
    if (drawnAnew(path)) return false;
    bench.say(one() ? BESIDE : "Select the one polygon or line whose outline is to be drawn anew first.");
    return true;
  }

  /** Shapes that are not on whole pixels yet, as they would be. */
  function wholed() {
    return work.editable().flatMap((instance) => {
      const geometry = rounded(instance.geometry);
      return JSON.stringify(geometry) === JSON.stringify(instance.geometry) ? [] : [{ instance, geometry }];
    });
  }

  function round() {
    const all = wholed();
    if (!all.length) return bench.say("All of it is on whole pixels already.");
    return work.updateAll(all.map(({ instance, geometry }) => ({ id: instance.id, fields: { geometry } })), `Round ${counted(all.map(({ instance }) => instance))}`);
  }

  return {
    tools: { redraw: keeping(createDrawnTool(bench, { name: "redraw", form: "polyline", done: redraw, refused: isBeside }), bench.snap) },
    actions: [
      { id: "redraw", title: "Redraw: draw a part of the selected outline anew", section: SECTION, keys: "C", run: () => toolbox.choose("redraw"), enabled: () => one() !== null },
      { id: "vertex.insert", title: "More vertices: in the middle of the picked edges", section: SECTION, keys: "Insert", run: insert, enabled: () => one() !== null && picked().length > 0 },
      { id: "vertex.split", title: "Split a line at the picked vertex, a polygon between two", section: SECTION, keys: "Shift+V", run: part, enabled: () => one() !== null && picked().length > 0 },
      { id: "shape.whole", title: "Put what is selected on whole pixels", section: SECTION, run: round, enabled: () => work.editable().length > 0 },
    ],
  };
}
