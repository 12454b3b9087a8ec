// A change of very many instances, or of very large ones, goes to the server in parts of one step, so that others need
// not wait for all of it and no part is more than the server takes.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Applied} Applied */

export const MOST = 5_000; // the server takes ten times as many
const HEAVIEST = 8_000_000; // characters, about; the server takes eight times as many

/**
 * Give a change in parts, to be sent one after the other; of most changes that is one.
 * @param {Applied} applied
 * @returns {Applied[]}
 */
export function parted({ created, updated, deleted }) {
  const parts = [empty()];
  let [count, weight] = [0, 0];

  /** Give the part that something of a weight goes into. @param {number} more */
  function room(more) {
    if (count === MOST || (count && weight + more > HEAVIEST)) {
      parts.push(empty());
      [count, weight] = [0, 0];
    }
    count += 1;
    weight += more;
    return parts[parts.length - 1];
  }

  for (const one of created) room(weightOf(one)).created.push(one);
  for (const one of updated) room(weightOf(one.after)).updated.push(one);
  for (const one of deleted) room(0).deleted.push(one);
  return parts;
}

/** @returns {Applied} */
const empty = () => ({ created: [], updated: [], deleted: [] });

/** Give about how long an instance is as JSON. @param {Instance} instance */
function weightOf({ geometry, attributes }) {
  const texts = Object.keys(attributes ?? {}).length ? JSON.stringify(attributes).length : 0;
  return 400 + texts + lengthOf(geometry);
}

/** @param {import("../../types/local.d.ts").Geometry} geometry */
function lengthOf(geometry) {
  if (geometry.kind === "polygon") return geometry.parts.reduce((sum, { outer, holes }) => holes.reduce((all, ring) => all + 40 * ring.length, sum + 40 * outer.length), 0);
  if (geometry.kind === "polyline") return 40 * geometry.points.length;
  if (geometry.kind === "keypoints") return 90 * geometry.points.length;
  return geometry.kind === "mask" ? 8 * geometry.rle.length : 200;
}
