// Shapes cut along a line of points.

import { clipped } from "./clipping.js";
import { isFilled, ringsOf } from "./combining.js";
import { bitsOf, maskOf, runs } from "./mask.js";
import { area, contains } from "./registry.js";
import { boundsOf } from "./rings.js";
import { filled } from "./tracing.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/data.d.ts").Mask} Mask */
/** @typedef {import("../../types/data.d.ts").Part} Part */
/** @typedef {import("../../types/data.d.ts").Polygon} Polygon */
/** @typedef {import("../../types/data.d.ts").Polyline} Polyline */

const BESIDE = 0.01; // pixels from a line to what lies on either side of it
const FINEST = 2 ** 22; // the same, as part of the reach
const SPOKES = 12;

/**
 * Cut a shape along a line of two points or more. An end of the line that lies inside is carried on straight to
 * the outline. The pieces of a mask are masks, those of a polyline polylines, others polygons, the largest first.
 * @param {Geometry} shape
 * @param {Pair[]} line
 * @returns {Geometry[] | null} null where the line does not part the shape
 */
export function cut(shape, line) {
  const path = line.filter(([x, y], i) => i === 0 || x !== line[i - 1][0] || y !== line[i - 1][1]);
  if (path.length < 2) return null;
  if (shape.kind === "polyline") return piecesOfLine(shape, path);
  if (!isFilled(shape)) throw new Error(`a ${shape.kind} cannot be cut: take a box, a polygon, an ellipse, a mask or a line`);
  const pieces = piecesOf(shape, path);
  return shape.kind === "mask" && pieces ? pixelsOf(shape, pieces) : pieces;
}

/**
 * Cut each part of a shape; those that the line does not part stay with the largest piece.
 * @param {Geometry} shape
 * @param {Pair[]} line
 * @returns {Polygon[] | null}
 */
function piecesOf(shape, line) {
  const cuts = clipped("union", ringsOf(shape), []).map((part) => piecesOfPart(part, line));
  const pieces = cuts.filter((parts) => parts.length > 1).flat();
  if (!pieces.length) return null;
  const sorted = pieces.map((part) => polygonOf([part])).sort((a, b) => area(b) - area(a));
  const whole = cuts.filter((parts) => parts.length < 2).flat();
  return [polygonOf([...sorted[0].parts, ...whole]), ...sorted.slice(1)];
}

/**
 * Part the plane by the line, carried on far beyond both ends, into what lies on one side and on the other;
 * then join again what only the carrying on has parted.
 * @param {Part} part
 * @param {Pair[]} line
 * @returns {Part[]}
 */
function piecesOfPart(part, line) {
  const rings = [part.outer, ...part.holes];
  const [x, y, width, height] = boundsOf([...part.outer, ...line]);
  const reach = 2 * Math.hypot(width, height) + 1;
  const [first, last] = [line[0], line[line.length - 1]];
  const [start, end] = [beyond(line[1], first, reach), beyond(line[line.length - 2], last, reach)];
  const side = [start, ...line, end, ...around(end, start, [x + width / 2, y + height / 2], 3 * reach)];
  let pieces = [...clipped("intersection", rings, [side]), ...clipped("difference", rings, [side])];
  const beside = Math.max(BESIDE, reach / FINEST);
  for (const [from, to] of [[first, start], [last, end]]) {
    for (const sides of partedBeyond(rings, from, to, beside)) pieces = healed(pieces, sides);
  }
  return pieces;
}

/**
 * Give points on either side of the line's carrying on, in the middle of each stretch on which it lies inside.
 * From an end that is inside, the first stretch is the cut's own.
 * @param {Pair[][]} rings
 * @param {Pair} from
 * @param {Pair} to
 * @param {number} beside
 * @returns {[Pair, Pair][]}
 */
function partedBeyond(rings, from, to, beside) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const crossings = rings.flatMap((ring) => crossingsWith(ring, true, from, to)).map(({ along }) => along * length).sort((a, b) => a - b);
  const found = [];
  for (let i = crossings.length % 2; i + 1 < crossings.length; i += 2) {
    const middle = (crossings[i] + crossings[i + 1]) / 2;
    if (crossings[i + 1] - crossings[i] < 4 * beside) continue;
    const [x, y] = [from[0] + middle * ux, from[1] + middle * uy];
    found.push(/** @type {[Pair, Pair]} */ ([[x - uy * beside, y + ux * beside], [x + uy * beside, y - ux * beside]]));
  }
  return found;
}

/** Join the pieces that two points lie in. @param {Part[]} pieces @param {[Pair, Pair]} sides */
function healed(pieces, sides) {
  const [one, other] = sides.map(([x, y]) => pieces.find((part) => contains(polygonOf([part]), x, y)));
  if (!one || !other || one === other) return pieces;
  const joined = clipped("union", [one.outer, ...one.holes], [other.outer, ...other.holes]);
  return [...pieces.filter((piece) => piece !== one && piece !== other), ...joined];
}

/**
 * Give each pixel of a mask to the piece its centre lies in.
 * @param {Mask} shape
 * @param {Polygon[]} pieces
 * @returns {Mask[] | null}
 */
function pixelsOf(shape, pieces) {
  const [bounds, left] = bitsOf(shape);
  const [x, y, width] = bounds;
  const shares = pieces.map((piece) => {
    const own = new Uint8Array(left.length);
    const inside = filled(ringsOf(piece));
    for (const [from, row, length] of inside ? runs(inside) : []) {
      const at = (row - y) * width + from - x;
      for (let i = Math.max(0, at); i < at + length; i++) [own[i], left[i]] = [left[i], 0];
    }
    return own;
  });
  left.forEach((bit, i) => (bit ? (shares[0][i] = 1) : null));
  const masks = shares.flatMap((bits) => maskOf(bounds, bits) ?? []);
  return masks.length > 1 ? masks : null;
}

/**
 * @param {Polyline} shape
 * @param {Pair[]} line
 * @returns {Polyline[] | null}
 */
function piecesOfLine(shape, line) {
  const places = line.slice(1).flatMap((to, i) => crossingsWith(shape.points, false, line[i], to));
  places.sort((a, b) => a.index - b.index || a.share - b.share);
  /** @type {Pair[][]} */
  const pieces = [[shape.points[0]]];
  let next = 1;
  for (const { index, point } of places) {
    while (next <= index) pieces[pieces.length - 1].push(shape.points[next++]);
    pieces[pieces.length - 1].push(point);
    pieces.push([point]);
  }
  pieces[pieces.length - 1].push(...shape.points.slice(next));
  const lines = pieces.map(distinct).filter((points) => points.length > 1);
  return lines.length > 1 ? lines.map((points) => ({ ...shape, points })) : null;
}

/**
 * Give where the edges of a ring or a chain cross a segment: the vertex before, the share of the edge, and of the segment.
 * @param {Pair[]} points
 * @param {boolean} closed
 * @param {Pair} from
 * @param {Pair} to
 */
function crossingsWith(points, closed, from, to) {
  const found = [];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  for (let index = 0; index < points.length - (closed ? 0 : 1); index++) {
    const [[ax, ay], [bx, by]] = [points[index], points[(index + 1) % points.length]];
    const [before, after] = [dx * (ay - from[1]) - dy * (ax - from[0]), dx * (by - from[1]) - dy * (bx - from[0])];
    if (before > 0 === after > 0) continue;
    const share = before / (before - after);
    const point = /** @type {Pair} */ ([ax + share * (bx - ax), ay + share * (by - ay)]);
    const along = ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / (dx * dx + dy * dy);
    if (along >= 0 && along <= 1) found.push({ index, share, along, point });
  }
  return found;
}

/** @param {Pair[]} points */
function distinct(points) {
  return points.filter(([x, y], i) => i === 0 || x !== points[i - 1][0] || y !== points[i - 1][1]);
}

/** @param {Part[]} parts @returns {Polygon} */
function polygonOf(parts) {
  return { kind: "polygon", parts };
}

/** Give the point `reach` pixels beyond the end of a segment. @param {Pair} from @param {Pair} to @param {number} reach @returns {Pair} */
function beyond(from, to, reach) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return [to[0] + ((to[0] - from[0]) / length) * reach, to[1] + ((to[1] - from[1]) / length) * reach];
}

/**
 * Give points on a wide circle from the direction of one point to that of another.
 * @param {Pair} from
 * @param {Pair} to
 * @param {Pair} centre
 * @param {number} radius
 * @returns {Pair[]}
 */
function around(from, to, [cx, cy], radius) {
  const [start, end] = [from, to].map(([x, y]) => Math.atan2(y - cy, x - cx));
  return Array.from({ length: SPOKES + 1 }, (_, i) => {
    const angle = start + ((end - start) * i) / SPOKES;
    return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)];
  });
}
