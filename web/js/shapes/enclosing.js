// What lies closest round points: their hull, the smallest turned box, the ellipse of the same moments.

/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/data.d.ts").Box} Box */
/** @typedef {import("../../types/data.d.ts").Ellipse} Ellipse */
/** @typedef {import("../../types/data.d.ts").Part} Part */

/**
 * Give the convex hull of points, without those on its sides (Andrew 1979).
 * @param {Pair[]} points
 * @returns {Pair[]}
 */
export function hullOf(points) {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())];
}

/**
 * Give the box of the smallest area that holds the points, turned by less than 45 degrees either way.
 * @param {Pair[]} points
 * @returns {Box | null} null where the points lie on a line
 */
export function turnedBoxRound(points) {
  const hull = hullOf(points);
  /** @type {Box | null} */
  let best = null;
  for (const [i, [x, y]] of hull.entries()) {
    const [nx, ny] = hull[(i + 1) % hull.length];
    const box = boxAlong(hull, Math.atan2(ny - y, nx - x));
    if (!best || box.width * box.height < best.width * best.height) best = box;
  }
  return best && best.width > 0 && best.height > 0 ? best : null;
}

/**
 * Give the ellipse with the area's centre and second moments: that of an ellipse's own outline, or of any other outline
 * the one that is nearest.
 * @param {Part[]} parts
 * @returns {Ellipse | null} null where the parts have no area
 */
export function ellipseLike(parts) {
  const origin = parts[0].outer[0];
  const sums = [0, 0, 0, 0, 0, 0];
  for (const { outer, holes } of parts) {
    momentsOf(outer, origin).forEach((value, i) => (sums[i] += value));
    for (const hole of holes) momentsOf(hole, origin).forEach((value, i) => (sums[i] -= value));
  }
  const [area, sx, sy, sxx, sxy, syy] = sums;
  if (!(area > 0)) return null;
  const [cx, cy] = [sx / area, sy / area];
  const [xx, xy, yy] = [sxx / area - cx * cx, sxy / area - cx * cy, syy / area - cy * cy];
  const [middle, apart] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  const [rx, ry] = [2 * Math.sqrt(middle + apart), 2 * Math.sqrt(Math.max(0, middle - apart))];
  const rotation = apart < 1e-9 * middle ? 0 : (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI;
  return ry > 0 ? { kind: "ellipse", x: origin[0] + cx, y: origin[1] + cy, rx, ry, rotation: (rotation + 360) % 360 } : null;
}

/** @param {Pair[]} sorted @returns {Pair[]} */
function halfHull(sorted) {
  /** @type {Pair[]} */
  const chain = [];
  for (const point of sorted) {
    while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
    chain.push(point);
  }
  return chain.slice(0, -1);
}

/** @param {Pair} a @param {Pair} b @param {Pair} c */
function turn(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** @param {Pair[]} points @param {number} angle in radians @returns {Box} */
function boxAlong(points, angle) {
  const quarter = Math.PI / 2;
  const lean = angle - Math.round(angle / quarter) * quarter;
  const [cos, sin] = [Math.cos(lean), Math.sin(lean)];
  const [us, vs] = [points.map(([x, y]) => x * cos + y * sin), points.map(([x, y]) => y * cos - x * sin)];
  const [left, top, right, bottom] = [Math.min(...us), Math.min(...vs), Math.max(...us), Math.max(...vs)];
  const [u, v, width, height] = [(left + right) / 2, (top + bottom) / 2, right - left, bottom - top];
  const [x, y] = [u * cos - v * sin, u * sin + v * cos];
  return { kind: "box", x: x - width / 2, y: y - height / 2, width, height, rotation: ((lean * 180) / Math.PI + 360) % 360 };
}

/**
 * Give area, sums of x and y, and of their products, over the inside of a ring, from an origin near it.
 * @param {Pair[]} ring
 * @param {Pair} origin
 */
function momentsOf(ring, [ox, oy]) {
  const sums = [0, 0, 0, 0, 0, 0];
  ring.forEach(([x, y], i) => {
    const [px, py] = ring[(i + ring.length - 1) % ring.length];
    const [ax, ay, bx, by] = [px - ox, py - oy, x - ox, y - oy];
    const cross = ax * by - bx * ay;
    const add = [1 / 2, (ax + bx) / 6, (ay + by) / 6, (ax * ax + ax * bx + bx * bx) / 12, (2 * ax * ay + ax * by + bx * ay + 2 * bx * by) / 24, (ay * ay + ay * by + by * by) / 12];
    add.forEach((value, k) => (sums[k] += cross * value));
  });
  return sums[0] < 0 ? sums.map((value) => -value) : sums;
}
