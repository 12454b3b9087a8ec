// What the palette lists for what was typed: the best first, and what cannot be done now behind what can.

import { matchOf } from "./matching.js";

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} title
 * @property {string} section
 * @property {string} [keys] alternatives apart by a space
 * @property {string} [color] of the square before it
 * @property {string} [icon] before it
 * @property {string} [aside] other words it is found by
 * @property {string} [detail] in small behind the title
 * @property {string | null} [why] why it cannot be done now
 * @property {boolean} [behind] what is as good goes before it
 * @property {() => void} run
 */
/** @typedef {Entry & {places: number[]}} Listed */

const MOST = 60;
const BEHIND = 30;

/**
 * @param {string} typed
 * @param {Entry[]} entries
 * @param {string[]} lately ids of what was done lately, the last first
 * @returns {Listed[]}
 */
export function ranked(typed, entries, lately) {
  const isAsked = Boolean(typed.trim());
  const recent = new Map(lately.map((id, index) => [id, lately.length - index]));
  const found = entries.flatMap((entry) => {
    const match = matchOf(typed, entry.title, `${entry.section} ${entry.aside ?? ""}`);
    return match ? [{ entry, match, weight: (recent.get(entry.id) ?? 0) * (isAsked ? 0.5 : 1) }] : [];
  });
  /** @param {(typeof found)[number]} one */
  const worth = ({ entry, match, weight }) => (entry.why ? -1_000 : 0) - (entry.behind ? BEHIND : 0) + match.score * (isAsked ? 1 : 0) + weight;
  return found
    .sort((a, b) => worth(b) - worth(a))
    .slice(0, MOST)
    .map(({ entry, match }) => ({ ...entry, places: match.places }));
}
