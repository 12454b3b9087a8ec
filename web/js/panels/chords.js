// Keys as they are shown.

import { html } from "../../vendor/lit.js";
import { chordName } from "../pages/keys.js";

/** @param {string} keys alternatives apart by a space */
export function chords(keys) {
  return keys.split(" ").filter(Boolean).map((chord) => html`<kbd>${chordName(chord)}</kbd> `);
}
