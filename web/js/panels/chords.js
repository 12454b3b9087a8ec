// Keys as they are shown.

import { html } from "../../vendor/lit.js";

/** @type {Record<string, string>} */
const SIGNS = { arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓", escape: "Esc", enter: "⏎", pageup: "PgUp", pagedown: "PgDn" };

/** Give a chord as people write it: `shift+g` is `Shift+G`. @param {string} chord */
export function chordName(chord) {
  return chord.replace(/[^+]+/g, (name) => SIGNS[name.toLowerCase()] ?? name[0].toUpperCase() + name.slice(1));
}

/** @param {string} keys alternatives apart by a space */
export function chords(keys) {
  return keys.split(" ").filter(Boolean).map((chord) => html`<kbd>${chordName(chord)}</kbd> `);
}
