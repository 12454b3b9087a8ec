// Looking for labels in their tree: every word is to be found in a label's names or in those of what it lies below.

import { treeOf } from "./ontology.js";

/** @typedef {import("../../types/data.d.ts").Label} Label */
/** @typedef {import("./ontology.js").Branch} Branch */

/** @param {Label} label */
const namesOf = ({ name, title }) => `${name} ${title ?? ""}`.toLowerCase();

/** @param {string} typed */
const wordsOf = (typed) => typed.toLowerCase().split(/\s+/).filter(Boolean);

/**
 * Give the branches of the tree that answer what was typed, with what they lie below; all where nothing was.
 * @param {Label[]} labels
 * @param {string} typed
 * @returns {Branch[]}
 */
export function found(labels, typed) {
  const tree = treeOf(labels);
  const words = wordsOf(typed);
  if (!words.length) return tree;
  const open = new Set();
  /** @type {{label: Label, names: string}[]} */
  const line = [];
  for (const { label, depth, leaf } of tree) {
    line.splice(depth, line.length, { label, names: namesOf(label) });
    if (leaf && words.every((word) => line.some(({ names }) => names.includes(word)))) line.forEach((one) => open.add(one.label));
  }
  return tree.filter(({ label }) => open.has(label));
}

/**
 * Give the place of the label that was most likely meant: named just so, or beginning so, or having it or the last word
 * of it in its name, or the first.
 * @param {Label[]} some
 * @param {string} typed
 */
export function bestOf(some, typed) {
  const text = typed.trim().toLowerCase();
  if (!text) return 0;
  const last = wordsOf(typed).at(-1) ?? "";
  /** @type {((name: string) => boolean)[]} */
  const ways = [(name) => name === text, (name) => name.startsWith(text), (name) => name.includes(text), (name) => name.includes(last)];
  for (const is of ways) {
    const at = some.findIndex(({ name, title }) => is(name.toLowerCase()) || is((title ?? "").toLowerCase()));
    if (at >= 0) return at;
  }
  return 0;
}
