// Icons from the sprite.

import { html } from "../../vendor/lit.js";

const SPRITE = new URL("../../img/icons.svg", import.meta.url).pathname;

/**
 * @param {string} name
 * @param {number} [size] in CSS pixels
 */
export function icon(name, size = 14) {
  return html`<svg class="i" width=${size} height=${size} aria-hidden="true"><use href="${SPRITE}#${name}"></use></svg>`;
}

export const KIND_ICONS = {
  box: "square",
  polygon: "pentagon",
  polyline: "spline",
  point: "crosshair",
  keypoints: "person-standing",
  ellipse: "circle-ellipsis",
  cuboid: "box",
  mask: "brush",
  tag: "tag",
};
