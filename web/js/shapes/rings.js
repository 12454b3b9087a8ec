// Plane geometry of rings and chains of points, in pixels, y down.

/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */

/**
 * @param {Iterable<Pair>} points
 * @returns {Rect}
 */
export function boundsOf(points) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return left === Infinity ? [0, 0, 0, 0] : [left, top, right - left, bottom - top];
}

/** @param {Pair[]} ring */
export function areaOf(ring) {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return Math.abs(twice) / 2;
}

/**
 * Say whether a point lies inside a ring, by the even-odd rule.
 * @param {Pair[]} ring
 * @param {number} x
 * @param {number} y
 */
export function inside(ring, x, y) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[j];
    const [x2, y2] = ring[i];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) odd = !odd;
  }
  return odd;
}

/**
 * @param {number} px
 * @param {number} py
 * @param {Pair} start
 * @param {Pair} end
 */
export function distance(px, py, [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
  return Math.hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay));
}

/**
 * Turn a point clockwise about a centre.
 * @param {Pair} point
 * @param {Pair} centre
 * @param {number} degrees
 * @returns {Pair}
 */
export function rotated([x, y], [cx, cy], degrees) {
  if (!degrees) return [x, y];
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos];
}

/**
 * @param {Pair} point
 * @param {number} width
 * @param {number} height
 * @returns {Pair}
 */
export function within([x, y], width, height) {
  return [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
}

/**
 * Give the shape with its place moved into the file.
 * @template {{x: number, y: number}} G
 * @param {G} shape
 * @param {number} width
 * @param {number} height
 * @returns {G}
 */
export function placed(shape, width, height) {
  const [x, y] = within([shape.x, shape.y], width, height);
  return { ...shape, x, y };
}

/**
 * @param {CanvasPath} path
 * @param {Pair[]} points
 * @param {boolean} closed
 */
export function tracePoints(path, points, closed) {
  points.forEach(([x, y], index) => (index ? path.lineTo(x, y) : path.moveTo(x, y)));
  if (closed) path.closePath();
}

/**
 * @param {string} kind
 * @param {number} count
 * @param {number} least
 */
export function enough(kind, count, least) {
  return count >= least ? null : `${kind} has ${count} point${count === 1 ? "" : "s"}, needs at least ${least}`;
}
