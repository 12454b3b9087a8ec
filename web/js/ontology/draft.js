// An ontology on its way to another: every change leaves the one before untouched, names follow where they are used.

import { below, lineOf, treeOf, wholeOntology } from "./ontology.js";

/** @typedef {import("../../types/data.d.ts").Label} Label */
/** @typedef {import("../../types/data.d.ts").Attribute} Attribute */
/** @typedef {import("../../types/data.d.ts").Rules} Rules */
/** @typedef {Label & {was: string | null}} DraftLabel `was` is its name in the project, null for a new one */
/** @typedef {Attribute & {was: string | null}} DraftAttribute */
/** @typedef {{labels: DraftLabel[], attributes: DraftAttribute[], rules: Rules}} Draft */
/** @typedef {"up" | "down" | "in" | "out"} Way */
/** @typedef {"before" | "inside" | "after"} Place */

const COLORS = ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00"];
/**
 * Give a draft of an ontology; `known` says whether its names are those of the project.
 * @param {Parameters<typeof wholeOntology>[0]} ontology
 * @param {(kind: "label" | "attribute", name: string) => boolean} known
 * @returns {Draft}
 */
export function draftOf(ontology, known = () => true) {
  const { labels, attributes, rules } = wholeOntology(ontology);
  /** @param {"label" | "attribute"} kind @param {string} name */
  const was = (kind, name) => (known(kind, name) ? name : null);
  return {
    labels: labels.map((label) => ({ ...label, was: was("label", label.name) })),
    attributes: attributes.map((attribute) => ({ ...attribute, was: was("attribute", attribute.name) })),
    rules,
  };
}

/** Give what is sent of a draft. @param {Draft} draft */
export function putOf({ labels, attributes, rules }) {
  return {
    labels: labels.map(({ was: _, ...label }) => label),
    attributes: attributes.map(({ was: _, ...attribute }) => attribute),
    rules,
    renamed: renamedOf(labels),
    renamed_attributes: renamedOf(attributes),
  };
}

/** @param {{was: string | null, name: string}[]} items */
function renamedOf(items) {
  return Object.fromEntries(items.flatMap(({ was, name }) => (was !== null && was !== name ? [[was, name]] : [])));
}

/** @param {string} word @param {string[]} taken */
export function freeName(word, taken) {
  if (!taken.includes(word)) return word;
  let number = 2;
  while (taken.includes(`${word} ${number}`)) number += 1;
  return `${word} ${number}`;
}

/** @param {Draft} draft @param {string | null} parent @returns {[Draft, string]} */
export function addLabel(draft, parent) {
  const name = freeName("label", draft.labels.map((label) => label.name));
  const color = COLORS[draft.labels.length % COLORS.length];
  return [{ ...draft, labels: [...draft.labels, { name, color, parent, was: null }] }, name];
}

/**
 * Change a label; another name is taken over by what lies below it and by the attributes that are for it.
 * @param {Draft} draft
 * @param {string} name
 * @param {Partial<Label>} fields
 * @returns {Draft}
 */
export function changeLabel(draft, name, fields) {
  const next = fields.name ?? name;
  /** @param {string} one */
  const followed = (one) => (one === name ? next : one);
  return {
    ...draft,
    labels: draft.labels.map((label) => {
      if (label.name === name) return { ...label, ...fields };
      return label.parent === name ? { ...label, parent: next } : label;
    }),
    attributes: draft.attributes.map((one) => (one.labels?.includes(name) ? { ...one, labels: one.labels.map(followed) } : one)),
  };
}

/** Take a label away; what lies below it moves up to where it was. @param {Draft} draft @param {string} name @returns {Draft} */
export function removeLabel(draft, name) {
  const gone = draft.labels.find((label) => label.name === name);
  return {
    ...draft,
    labels: draft.labels.flatMap((label) => {
      if (label === gone) return [];
      return label.parent === name ? [{ ...label, parent: gone?.parent ?? null }] : [label];
    }),
    attributes: draft.attributes.map((one) => (one.labels?.includes(name) ? { ...one, labels: one.labels.filter((label) => label !== name) } : one)),
  };
}

/**
 * Move a label within the tree by one place; gives the same draft where it cannot go there.
 * @param {Draft} draft
 * @param {string} name
 * @param {Way} way
 * @returns {Draft}
 */
export function moveLabel(draft, name, way) {
  const label = draft.labels.find((one) => one.name === name);
  if (!label) return draft;
  const beside = siblings(draft, label.parent ?? null);
  const at = beside.indexOf(label);
  if (way === "up") return at > 0 ? dropLabel(draft, name, beside[at - 1].name, "before") : draft;
  if (way === "down") return at < beside.length - 1 ? dropLabel(draft, name, beside[at + 1].name, "after") : draft;
  if (way === "in") return at > 0 ? dropLabel(draft, name, beside[at - 1].name, "inside") : draft;
  return label.parent ? dropLabel(draft, name, label.parent, "after") : draft;
}

/** @param {Draft} draft @param {string | null} parent */
function siblings({ labels }, parent) {
  return labels.filter((one) => (one.parent ?? null) === parent);
}

/**
 * Put a label before, after or below another one; nowhere within itself.
 * @param {Draft} draft
 * @param {string} name
 * @param {string} target
 * @param {Place} place
 * @returns {Draft}
 */
export function dropLabel(draft, name, target, place) {
  const [label, other] = [name, target].map((one) => draft.labels.find((known) => known.name === one));
  if (!label || !other || lineOf(draft, target).includes(name)) return draft;
  const rest = draft.labels.filter((one) => one !== label);
  const at = place === "inside" ? rest.length : rest.indexOf(other) + (place === "after" ? 1 : 0);
  const moved = { ...label, parent: place === "inside" ? target : (other.parent ?? null) };
  return { ...draft, labels: rest.toSpliced(at, 0, moved) };
}

/** Give the labels that may be a label's parent. @param {Draft} draft @param {string} name */
export function parentsFor(draft, name) {
  return treeOf(draft.labels).flatMap(({ label, depth }) => (lineOf(draft, label.name).includes(name) ? [] : [{ label, depth }]));
}

/** @param {Draft} draft @returns {[Draft, string]} */
export function addAttribute(draft) {
  const name = freeName("attribute", draft.attributes.map((one) => one.name));
  return [{ ...draft, attributes: [...draft.attributes, { ...wholeOntology({ attributes: [/** @type {any} */ ({ name })] }).attributes[0], was: null }] }, name];
}

/**
 * Change an attribute; another name is taken over by the conditions that wait for it.
 * @param {Draft} draft
 * @param {string} name
 * @param {Partial<Attribute>} fields
 * @returns {Draft}
 */
export function changeAttribute(draft, name, fields) {
  const next = fields.name ?? name;
  return {
    ...draft,
    attributes: draft.attributes.map((one) => {
      const followed = { ...one, when: (one.when ?? []).map((when) => (when.attribute === name ? { ...when, attribute: next } : when)) };
      return one.name === name ? { ...followed, ...fields } : followed;
    }),
  };
}

/** @param {Draft} draft @param {string} name @returns {Draft} */
export function removeAttribute(draft, name) {
  const left = draft.attributes.filter((one) => one.name !== name);
  return { ...draft, attributes: left.map((one) => ({ ...one, when: (one.when ?? []).filter(({ attribute }) => attribute !== name) })) };
}

/** @param {Draft} draft @param {string} name @param {-1 | 1} by @returns {Draft} */
export function moveAttribute(draft, name, by) {
  const from = draft.attributes.findIndex((one) => one.name === name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= draft.attributes.length) return draft;
  return { ...draft, attributes: draft.attributes.toSpliced(from, 1).toSpliced(to, 0, draft.attributes[from]) };
}

/** Say whether a label has others below it. @param {Draft} draft @param {string} name */
export function isBranch(draft, name) {
  return below(draft, name).length > 0;
}
