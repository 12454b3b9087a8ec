// Rings joined, intersected and subtracted by Clipper2, on a grid of whole numbers, and its answer checked.
//
// Clipper2 never fails, but where edges of one ring lie upon each other it now and then gives a wrong answer. So
// each answer is measured along lines across it; a wrong one is asked for again in another lattice, which puts the
// edges in another order and moves no point.

import { Clipper64, ClipType, FillRule } from "../../vendor/clipper.js";
import { areaOf, boundsOf, inside } from "./rings.js";

/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/data.d.ts").Part} Part */
/** @typedef {"union" | "intersection" | "difference"} Operation */
/** @typedef {{x: number, y: number}} Place */
/** @typedef {{toGrid(ring: Pair[]): Pair[], fromGrid(ring: Pair[]): Pair[], scale: number}} Grid */

const FINEST = 1024; // steps a pixel
const MOST = 2 ** 26; // steps across, so that products of two stay exact
const LINES = 48;
const SLIVER = 1 / 64; // square pixels

const ASKED = { union: ClipType.Union, intersection: ClipType.Intersection, difference: ClipType.Difference };
/** @type {Record<Operation, (one: boolean, other: boolean) => boolean>} */
const HOLDS = { union: (one, other) => one || other, intersection: (one, other) => one && other, difference: (one, other) => one && !other };
/** Lattices of the same points, by matrices of determinant one or minus one. @type {[number, number, number, number][]} */
const LATTICES = [
  [1, 0, 0, 1], [0, 1, 1, 0], [1, 3, 0, 1], [1, 0, -2, 1], [2, 1, 1, 1], [3, -2, -1, 1],
  [1, -5, 0, 1], [1, 0, 7, 1], [5, 2, 2, 1], [1, -7, 0, 1], [4, -3, -1, 1], [1, 11, 0, 1],
];

/**
 * Combine two sets of rings, each filled by the even-odd rule. Points of theirs come back as they were.
 * @param {Operation} operation
 * @param {Pair[][]} one
 * @param {Pair[][]} other
 * @returns {Part[]} none where nothing is left
 */
export function clipped(operation, one, other) {
  const grid = gridOf([...one, ...other]);
  const [subject, clip] = [one.map(grid.toGrid), other.map(grid.toGrid)];
  const measured = linesAcross([...subject, ...clip]).map((y) => ({ y, length: lengthOf(subject, clip, y, HOLDS[operation]) }));
  const least = Math.min(SLIVER, 1e-6 * Math.max(...one.concat(other).map(areaOf), 0)) * grid.scale ** 2;
  let best = { off: Infinity, rings: /** @type {Pair[][]} */ ([]) };
  for (const lattice of LATTICES) {
    const rings = asked(operation, subject, clip, lattice);
    const off = measured.filter(({ y, length }) => !close(lengthOf(rings, [], y, (within) => within), length, rings, y)).length;
    if (off < best.off) best = { off, rings };
    if (off === 0) break;
  }
  if (best.off > measured.length / 4) throw new Error("these outlines cross themselves in too many places: simplify them first");
  return nested(best.rings.filter((ring) => areaOf(ring) > least)).map(({ outer, holes }) => ({ outer: grid.fromGrid(outer), holes: holes.map(grid.fromGrid) }));
}

/**
 * Give the grid that rings are put on: 1024 steps a pixel, or fewer where they are wide.
 * @param {Pair[][]} rings
 * @returns {Grid}
 */
function gridOf(rings) {
  const [x, y, width, height] = boundsOf(rings.flat());
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const scale = Math.min(FINEST, 2 ** Math.floor(Math.log2(MOST / Math.max(width, height, 1))));
  /** @type {Map<string, Pair>} */
  const known = new Map();
  return {
    scale,
    toGrid: (ring) =>
      ring.map((point) => {
        const step = /** @type {Pair} */ ([Math.round((point[0] - left) * scale), Math.round((point[1] - top) * scale)]);
        if (!known.has(`${step}`)) known.set(`${step}`, point);
        return step;
      }),
    fromGrid: (ring) => ring.map((step) => known.get(`${step}`) ?? [step[0] / scale + left, step[1] / scale + top]),
  };
}

/**
 * @param {Operation} operation
 * @param {Pair[][]} subject
 * @param {Pair[][]} clip
 * @param {[number, number, number, number]} lattice
 * @returns {Pair[][]}
 */
function asked(operation, subject, clip, [a, b, c, d]) {
  const size = a * d - b * c;
  /** @param {Pair[]} ring @returns {Place[]} */
  const there = (ring) => ring.map(([x, y]) => ({ x: a * x + b * y, y: c * x + d * y }));
  const clipper = new Clipper64();
  clipper.preserveCollinear = false;
  clipper.addSubject(subject.map(there));
  clipper.addClip(clip.map(there));
  /** @type {Place[][]} */
  const found = [];
  clipper.execute(ASKED[operation], FillRule.EvenOdd, found);
  return found.map((ring) => ring.map(({ x, y }) => /** @type {Pair} */ ([(d * x - b * y) / size + 0, (a * y - c * x) / size + 0])));
}

/** Give lines in the middle between the heights of vertices, as many as there are, or spread over them. @param {Pair[][]} rings */
function linesAcross(rings) {
  const heights = Float64Array.from(new Set(rings.flat().map(([, y]) => y))).sort();
  const bands = Array.from({ length: Math.max(0, heights.length - 1) }, (_, i) => (heights[i] + heights[i + 1]) / 2 + 1 / 7);
  const step = Math.max(1, bands.length / LINES);
  return Array.from({ length: Math.min(LINES, bands.length) }, (_, i) => bands[Math.floor((i + 0.5) * step)] ?? bands[bands.length - 1]);
}

/**
 * Give how much of a line lies where the operation says.
 * @param {Pair[][]} one
 * @param {Pair[][]} other
 * @param {number} y
 * @param {(one: boolean, other: boolean) => boolean} holds
 */
function lengthOf(one, other, y, holds) {
  const crossings = [...crossingsOf(one, y).map((x) => ({ x, first: true })), ...crossingsOf(other, y).map((x) => ({ x, first: false }))];
  let [within, beyond, last, length] = [false, false, 0, 0];
  for (const { x, first } of crossings.sort((p, q) => p.x - q.x)) {
    if (holds(within, beyond)) length += x - last;
    last = x;
    if (first) within = !within;
    else beyond = !beyond;
  }
  return length;
}

/** @param {Pair[][]} rings @param {number} y */
function crossingsOf(rings, y) {
  const found = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[x1, y1], [x2, y2]] = [ring[j], ring[i]];
      if (y1 > y !== y2 > y) found.push(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1));
    }
  }
  return found;
}

/**
 * Say whether two lengths are the same but for the rounding of crossings to the grid.
 * @param {number} said
 * @param {number} length
 * @param {Pair[][]} rings
 * @param {number} y
 */
function close(said, length, rings, y) {
  const gap = Math.abs(said - length);
  return gap <= 8 || gap <= 1e-3 * length || gap <= 2 * slackOf(rings, y);
}

/** Give how far crossings move along a line when edges move by a step: much, where they are nearly level. @param {Pair[][]} rings @param {number} y */
function slackOf(rings, y) {
  let slack = 0;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[x1, y1], [x2, y2]] = [ring[j], ring[i]];
      if (y1 > y !== y2 > y) slack += Math.min(Math.abs(x2 - x1), Math.abs((x2 - x1) / (y2 - y1)));
    }
  }
  return slack;
}

/**
 * Tell outer rings from holes by how many others are round them, and put each hole into the smallest of those.
 * @param {Pair[][]} rings none of which cross
 * @returns {Part[]}
 */
function nested(rings) {
  const sorted = rings.map((ring) => ({ ring, size: areaOf(ring), box: boundsOf(ring) })).sort((a, b) => a.size - b.size);
  /** @type {Map<Pair[], Part>} */
  const parts = new Map();
  const depths = sorted.map((one, i) => sorted.slice(i + 1).filter(({ ring, box }) => holds(box, one.box) && surrounds(ring, one.ring)));
  sorted.forEach(({ ring }, i) => (depths[i].length % 2 ? null : parts.set(ring, { outer: ring, holes: [] })));
  sorted.forEach(({ ring }, i) => parts.has(ring) || parts.get(depths[i][0].ring)?.holes.push(ring));
  return [...parts.values()];
}

/** @param {import("../../types/local.d.ts").Rect} outer @param {import("../../types/local.d.ts").Rect} inner */
function holds([x, y, width, height], [left, top, wide, tall]) {
  return x <= left && y <= top && x + width >= left + wide && y + height >= top + tall;
}

/**
 * Say whether most of a ring lies inside another; the two may touch, and do not cross.
 * @param {Pair[]} outer
 * @param {Pair[]} ring
 */
function surrounds(outer, ring) {
  const held = ring.filter(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return inside(outer, (x + nx) / 2, (y + ny) / 2);
  });
  return held.length * 2 > ring.length;
}
