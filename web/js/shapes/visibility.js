// How well a point of a skeleton is seen, set by key: 0 not there, 1 hidden, 2 visible, V the next of them.

/** @typedef {import("../../types/data.d.ts").Keypoints} Keypoints */

/**
 * Give the shape with the visibility that a key stands for at one of its points, or null where it stands for none.
 * @param {Keypoints} shape
 * @param {number} index
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @returns {Keypoints | null}
 */
export function withVisibility(shape, index, { key, ctrlKey, metaKey, altKey }) {
  const point = shape.points[index];
  if (!point || ctrlKey || metaKey || altKey || !/^[012vV]$/.test(key)) return null;
  const visible = /** @type {0 | 1 | 2} */ (key.toLowerCase() === "v" ? ((point.visible ?? 2) + 2) % 3 : Number(key));
  return { ...shape, points: shape.points.with(index, { ...point, visible }) };
}
