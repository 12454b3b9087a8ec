// How well a text answers what was typed, and which of its letters were meant.

/**
 * @typedef {object} Match
 * @property {number} score higher is better
 * @property {number[]} places of the letters of the title that were meant
 */

const [PREFIX, WORD, INSIDE, SCATTERED, ASIDE] = [100, 80, 50, 20, 15];

/**
 * Match what was typed: every word of it is to be found, in the title or beside it.
 * @param {string} typed
 * @param {string} title
 * @param {string} [aside] other words it may be found by
 * @returns {Match | null}
 */
export function matchOf(typed, title, aside = "") {
  const low = title.toLowerCase();
  const besides = aside.toLowerCase();
  /** @type {Set<number>} */
  const places = new Set();
  let score = 0;
  for (const word of typed.toLowerCase().split(/\s+/u).filter(Boolean)) {
    const found = whole(word, low) ?? initials(word, low);
    if (found) found.places.forEach((place) => places.add(place));
    else if (!besides.includes(word)) return null;
    score += found?.score ?? ASIDE;
  }
  return { score: score - low.length / 50, places: [...places].sort((a, b) => a - b) };
}

/** @param {string} word @param {string} text @returns {Match | null} */
function whole(word, text) {
  const starts = startsOf(text).filter((start) => text.startsWith(word, start));
  const at = starts.length ? starts[0] : text.indexOf(word);
  if (at < 0) return null;
  return { score: at === 0 ? PREFIX : starts.length ? WORD : INSIDE, places: Array.from(word, (_, index) => at + index) };
}

/**
 * Find the letters one after another, each at the start of a word or right after the one before: `zi` is in `Zoom in`.
 * @param {string} word
 * @param {string} text
 * @returns {Match | null}
 */
function initials(word, text) {
  const starts = new Set(startsOf(text));
  /** @param {number} letter @param {number} after @returns {number[] | null} */
  function from(letter, after) {
    if (letter === word.length) return [];
    for (let at = after + 1; at < text.length; at++) {
      if (text[at] !== word[letter] || !(starts.has(at) || (letter && at === after + 1))) continue;
      const rest = from(letter + 1, at);
      if (rest) return [at, ...rest];
    }
    return null;
  }
  const places = from(0, -1);
  return places && { score: SCATTERED, places };
}

/** @param {string} text */
function startsOf(text) {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ index }) => index);
}
