// What can be asked of a project's ontology: the tree of its labels, and which attributes a label has.

/** @typedef {import("../../types/data.d.ts").Label} Label */
/** @typedef {import("../../types/data.d.ts").Attribute} Attribute */
/** @typedef {import("../../types/data.d.ts").Option} Option */
/** @typedef {{labels: Label[], attributes: Attribute[], rules: import("../../types/data.d.ts").Rules}} Ontology */
/** @typedef {{label: Label, depth: number, leaf: boolean}} Branch one line of the tree */

/** What an attribute leaves out on the wire. @type {Omit<Attribute, "name">} */
const PLAIN = { type: "text", options: [], default: /** @type {any} */ (null), required: false, labels: [], scope: "instance", when: [] };

/**
 * Give an ontology with everything that the wire may leave out of it.
 * @param {{labels?: Label[], attributes?: Attribute[], rules?: Partial<Omit<import("../../types/data.d.ts").Rules, "base">> & {base?: Partial<import("../../types/data.d.ts").BaseRules>}}} given
 * @returns {Ontology}
 */
export function wholeOntology({ labels = [], attributes = [], rules = {} }) {
  return {
    labels,
    attributes: attributes.map((attribute) => ({ ...PLAIN, ...attribute })),
    rules: { base: { add: true, edit: true, relabel: true, delete: true, ...rules.base }, relations: rules.relations ?? [], readonly: rules.readonly ?? [] },
  };
}

/**
 * @param {Ontology} ontology
 * @param {string | null | undefined} name
 */
export function labelOf(ontology, name) {
  return indexOf(ontology.labels).byName.get(name ?? "") ?? null;
}

/** @type {WeakMap<Label[], {byName: Map<string, Label>, children: Map<string, Label[]>}>} */
const INDEXES = new WeakMap();

/** Every shape that is drawn asks for its label, so it is looked up and not looked for. @param {Label[]} labels */
function indexOf(labels) {
  const known = INDEXES.get(labels);
  if (known) return known;
  const index = { byName: new Map(labels.toReversed().map((label) => [label.name, label])), children: /** @type {Map<string, Label[]>} */ (new Map()) };
  for (const label of labels) if (label.parent) index.children.set(label.parent, [...(index.children.get(label.parent) ?? []), label]);
  INDEXES.set(labels, index);
  return index;
}

/** @param {Ontology} ontology @param {string} name */
export function below(ontology, name) {
  return indexOf(ontology.labels).children.get(name) ?? [];
}

/**
 * Give a label and all above it, the label first.
 * @param {Ontology} ontology
 * @param {string | null | undefined} name
 */
export function lineOf(ontology, name) {
  /** @type {string[]} */
  const line = [];
  for (let at = name; at !== null && at !== undefined && !line.includes(at); at = labelOf(ontology, at)?.parent) line.push(at);
  return line;
}

/**
 * Give the attributes that instances of a label have, conditions aside.
 * @param {Ontology} ontology
 * @param {string | null | undefined} label
 */
export function attributesOf(ontology, label) {
  const line = lineOf(ontology, label);
  return ontology.attributes.filter(({ scope = "instance", labels = [] }) => scope === "instance" && (!labels.length || labels.some((name) => line.includes(name))));
}

/** Give the values of an attribute that can be chosen. @param {Attribute} attribute */
export function choicesOf({ options = [] }) {
  return leavesOf(options).map(({ value }) => value);
}

/** @param {Option[]} options @returns {Option[]} */
export function leavesOf(options) {
  return options.flatMap((option) => (option.children?.length ? leavesOf(option.children) : [option]));
}

/**
 * Give the labels as a tree read from top to bottom; one whose parents go in a circle stands at the end.
 * @param {Label[]} labels
 * @returns {Branch[]}
 */
export function treeOf(labels) {
  const names = new Set(labels.map(({ name }) => name));
  /** @type {Map<string | null, Label[]>} */
  const children = new Map();
  for (const label of labels) {
    const parent = label.parent && names.has(label.parent) ? label.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), label]);
  }
  /** @param {string | null} parent @param {number} depth @returns {Branch[]} */
  const under = (parent, depth) =>
    (children.get(parent) ?? []).flatMap((label) => [{ label, depth, leaf: !children.has(label.name) }, ...under(label.name, depth + 1)]);
  const tree = under(null, 0);
  const shown = new Set(tree.map(({ label }) => label));
  return [...tree, ...labels.filter((label) => !shown.has(label)).map((label) => ({ label, depth: 0, leaf: true }))];
}

/** Give the labels that instances can have, in the order of the tree. @param {Label[]} labels */
export function leafLabels(labels) {
  return treeOf(labels).flatMap(({ label, leaf }) => (leaf ? [label] : []));
}

/**
 * Give the values a new instance of a label begins with.
 * @param {Ontology} ontology
 * @param {string | null} label
 * @returns {Record<string, unknown>}
 */
export function defaultsOf(ontology, label) {
  return Object.fromEntries(attributesOf(ontology, label).flatMap(({ name, default: value }) => (value === null || value === undefined ? [] : [[name, value]])));
}
