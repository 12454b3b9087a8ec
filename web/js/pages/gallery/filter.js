// Which files one works through, as it stands in the address: the gallery and the annotation page share it.

/**
 * @typedef {object} Filter
 * @property {string[]} state none is all
 * @property {string} assignee `-` is nobody
 * @property {string} label
 * @property {string} has
 * @property {string} name
 * @property {string} sort
 */

/** @type {[import("../../../types/data.d.ts").FileView["state"], string][]} */
export const STATES = [
  ["todo", "To do"],
  ["in_progress", "In progress"],
  ["done", "Done"],
  ["rejected", "Rejected"],
];

/** @type {[string, string][]} */
export const HAS = [
  ["nothing", "Nothing yet"],
  ["instances", "Instances"],
  ["scripted", "Made by scripts, untouched"],
  ["suggestions", "Suggestions waiting"],
  ["comments", "Open comments"],
];

/** @type {[string, string][]} */
export const SORTS = [
  ["", "Oldest first"],
  ["-added", "Newest first"],
  ["name", "Name"],
  ["-name", "Name, Z to A"],
  ["state", "State"],
  ["-instances", "Most instances"],
  ["instances", "Fewest instances"],
];

const WORDS = /** @type {const} */ (["assignee", "label", "has", "name", "sort"]);

/** Read it from an address; what is not known there is left out. @param {string} search @returns {Filter} */
export function filterOf(search) {
  const query = new URLSearchParams(search);
  const [assignee, label, has, name, sort] = WORDS.map((word) => query.get(word) ?? "");
  const state = (query.get("state") ?? "").split(",").filter((one) => STATES.some(([known]) => known === one));
  return { state, assignee, label, has: known(HAS, has), name, sort: known(SORTS, sort) };
}

/** Give the query of an address, with its question mark; nothing where it lets all through. @param {Filter} filter */
export function queryOf(filter) {
  const query = new URLSearchParams();
  if (filter.state.length) query.set("state", filter.state.join(","));
  for (const word of WORDS) if (filter[word]) query.set(word, filter[word]);
  const text = query.toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/** Say whether some files may be left out. @param {Filter} filter */
export function isNarrow(filter) {
  return Boolean(filter.state.length || filter.assignee || filter.label || filter.has || filter.name);
}

/** @param {string | undefined} state */
export function stateName(state) {
  return STATES.find(([known]) => known === state)?.[1] ?? "";
}

/** @param {[string, string][]} names @param {string} value */
function known(names, value) {
  return names.some(([name]) => name === value) ? value : "";
}
