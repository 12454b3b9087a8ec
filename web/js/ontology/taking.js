// How much the server takes of one instance: said before it is applied, so that nothing drawn is refused after it was.

import { verbsOf } from "../shapes/registry.js";

export const MOST = { vertices: 10_000, group: 64, order: 2 ** 31, links: 100 };

/**
 * Say what of an instance is more than is taken, or null.
 * @param {Partial<Pick<import("../../types/data.d.ts").Instance, "geometry" | "group" | "order" | "links">>} fields
 */
export function excess({ geometry, group, order, links }) {
  const count = !geometry || geometry.kind === "mask" ? 0 : verbsOf(geometry).vertices(geometry);
  if (geometry && count > MOST.vertices) return `${geometry.kind} has ${grouped(count)} points, at most ${grouped(MOST.vertices)} are taken; simplify it first`;
  if (group != null && group.length > MOST.group) return `group has ${group.length} characters, at most ${MOST.group} are taken`;
  if (order != null && !(Math.abs(order) < MOST.order)) return `order is ${order}, expected less than ${grouped(MOST.order)} either way`;
  return links && links.length > MOST.links ? `there are ${links.length} links, at most ${MOST.links} are taken` : null;
}

/** @param {number} value */
function grouped(value) {
  return value.toLocaleString("en");
}
