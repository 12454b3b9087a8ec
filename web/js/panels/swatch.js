// A square in a label's colour.

import { html } from "../../vendor/lit.js";

/**
 * The colour is set as a property: the page's content security policy allows no style attribute.
 * @param {string} color
 */
export function swatch(color) {
  return html`<i class="sw" .style=${`background-color:${color}`}></i>`;
}
