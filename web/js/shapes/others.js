// The verbs of polyline, point, keypoints and tag.

import { boundsOf, enough, placed, tracePoints, within } from "./rings.js";

/** @typedef {import("../../types/local.d.ts").Pair} Pair */

const still = {
  filled: true,
  handles: () => [],
  remove: () => null,
  /** @template G @param {G} shape */
  drag: (shape) => shape,
};

/** @type {import("../../types/local.d.ts").Verbs<import("../../types/data.d.ts").Polyline>} */
export const polyline = {
  ...still,
  filled: false,
  bounds: (shape) => boundsOf(shape.points),
  outline: () => [],
  vertices: (shape) => shape.points.length,
  problem: (shape) => enough("polyline", shape.points.length, 2),
  clamp: (shape, width, height) => ({ ...shape, points: shape.points.map((point) => within(point, width, height)) }),
  translate: (shape, dx, dy) => ({ ...shape, points: shape.points.map(([x, y]) => /** @type {Pair} */ ([x + dx, y + dy])) }),
  trace: (path, shape) => tracePoints(path, shape.points, false),
  handles: (shape) => shape.points.map(([x, y], i) => ({ id: `v${i}`, x, y, role: "vertex", cursor: "move" })),
  drag: (shape, handle, x, y) => ({ ...shape, points: shape.points.with(Number(handle.slice(1)), [x, y]) }),
  remove(shape, handle) {
    return shape.points.length > 2 ? { ...shape, points: shape.points.toSpliced(Number(handle.slice(1)), 1) } : null;
  },
  measure: (shape) => `${shape.points.length} pts`,
};

/** @type {import("../../types/local.d.ts").Verbs<import("../../types/data.d.ts").Point>} */
export const point = {
  ...still,
  filled: false,
  bounds: ({ x, y }) => [x, y, 0, 0],
  outline: () => [],
  vertices: () => 1,
  problem: () => null,
  clamp: placed,
  translate: (shape, dx, dy) => ({ ...shape, x: shape.x + dx, y: shape.y + dy }),
  trace(path, { x, y }, pixel) {
    path.moveTo(x + 4 * pixel, y);
    path.arc(x, y, 4 * pixel, 0, 2 * Math.PI);
  },
  measure: ({ x, y }) => `${Math.round(x)}, ${Math.round(y)}`,
};

/** @type {import("../../types/local.d.ts").Verbs<import("../../types/data.d.ts").Keypoints>} */
export const keypoints = {
  ...still,
  filled: false,
  bounds: (shape) => boundsOf(shape.points.map(({ x, y }) => [x, y])),
  outline: () => [],
  vertices: (shape) => shape.points.length,
  problem(shape) {
    const stray = shape.edges.find((edge) => edge.some((end) => end < 0 || end >= shape.points.length));
    if (stray) return `keypoints edge [${stray.join(", ")}] names a point that is not there (it has ${shape.points.length})`;
    return enough("keypoints", shape.points.length, 1);
  },
  clamp: (shape, width, height) => ({ ...shape, points: shape.points.map((one) => placed(one, width, height)) }),
  translate: (shape, dx, dy) => ({ ...shape, points: shape.points.map((one) => ({ ...one, x: one.x + dx, y: one.y + dy })) }),
  trace(path, shape, pixel) {
    for (const [from, to] of shape.edges) {
      if (!shape.points[from].visible || !shape.points[to].visible) continue;
      path.moveTo(shape.points[from].x, shape.points[from].y);
      path.lineTo(shape.points[to].x, shape.points[to].y);
    }
    for (const { x, y, visible } of shape.points) {
      if (!visible) continue;
      if (visible === 1) path.rect(x - 2.5 * pixel, y - 2.5 * pixel, 5 * pixel, 5 * pixel);
      if (visible === 1) continue;
      path.moveTo(x + 3 * pixel, y);
      path.arc(x, y, 3 * pixel, 0, 2 * Math.PI);
    }
  },
  handles: (shape) => shape.points.map(({ x, y }, i) => ({ id: `v${i}`, x, y, role: "vertex", cursor: "move" })),
  drag(shape, handle, x, y) {
    const index = Number(handle.slice(1));
    return { ...shape, points: shape.points.with(index, { ...shape.points[index], x, y }) };
  },
  measure: (shape) => `${shape.points.filter((one) => one.visible).length} of ${shape.points.length}`,
};

/** @type {import("../../types/local.d.ts").Verbs<import("../../types/data.d.ts").Tag>} */
export const tag = {
  ...still,
  filled: false,
  bounds: () => [0, 0, 0, 0],
  outline: () => [],
  vertices: () => 0,
  problem: () => null,
  clamp: (shape) => shape,
  translate: (shape) => shape,
  trace: () => {},
  measure: () => "file",
};
