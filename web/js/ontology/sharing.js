// What the attributes of several instances have in common: those that all are asked for, and their value where it is one.

import { asked } from "./fitting.js";
import { attributesOf } from "./ontology.js";

/** @typedef {import("../../types/data.d.ts").Attribute} Attribute */
/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("./ontology.js").Ontology} Ontology */
/**
 * @typedef {object} Shared
 * @property {Attribute[]} attributes without their conditions, which hold for all
 * @property {Record<string, unknown>} values that are the same everywhere; of an attribute of several options those that all have
 * @property {Map<string, unknown[]>} mixed the attributes whose values differ, with the options that only some have
 */

/**
 * @param {Instance[]} instances
 * @param {Ontology} ontology
 * @returns {Shared}
 */
export function sharedOf(instances, ontology) {
  const declared = [...new Set(instances.map(({ label }) => label ?? null))].map((label) => attributesOf(ontology, label));
  const common = (declared[0] ?? []).filter((attribute) => declared.every((one) => one.includes(attribute)));
  const attributes = askedOfAll(common, instances, ontology);
  /** @type {Shared} */
  const shared = { attributes: attributes.map((attribute) => ({ ...attribute, when: [] })), values: {}, mixed: new Map() };
  for (const attribute of attributes) {
    if (attribute.type === "multiple") shareOptions(attribute, instances, shared);
    else shareValue(attribute, instances, shared);
  }
  return shared;
}

/** @param {Attribute[]} common @param {Instance[]} instances @param {Ontology} ontology */
function askedOfAll(common, instances, ontology) {
  let left = common;
  for (const { label, attributes = {} } of instances) {
    if (!left.some(({ when = [] }) => when.length)) break;
    const now = new Set(asked(attributes, attributesOf(ontology, label)));
    left = left.filter((attribute) => now.has(attribute));
  }
  return left;
}

/** @param {Attribute} attribute @param {Instance[]} instances @param {Shared} shared */
function shareValue({ name, type, required }, instances, { values, mixed }) {
  const missing = type === "checkbox" && !required ? false : undefined;
  /** @param {Instance} one */
  const valueOf = ({ attributes }) => attributes?.[name] ?? missing;
  const first = valueOf(instances[0]);
  if (instances.some((one) => valueOf(one) !== first)) mixed.set(name, []);
  else values[name] = first;
}

/** @param {Attribute} attribute @param {Instance[]} instances @param {Shared} shared */
function shareOptions({ name, options = [] }, instances, { values, mixed }) {
  /** @type {Map<unknown, number>} */
  const counts = new Map();
  for (const { attributes } of instances) {
    for (const option of listOf(attributes?.[name])) counts.set(option, (counts.get(option) ?? 0) + 1);
  }
  const inAll = options.map(({ value }) => value).filter((value) => counts.get(value) === instances.length);
  const inSome = [...counts.keys()].filter((value) => counts.get(value) !== instances.length);
  if (inAll.length) values[name] = inAll;
  if (inSome.length) mixed.set(name, inSome);
}

/**
 * Give the options of an attribute with one of them put in or taken out, in the order they are declared; null for none.
 * @param {Attribute} attribute
 * @param {unknown} had
 * @param {string} option
 * @param {boolean} isIn
 */
export function withOption({ options = [] }, had, option, isIn) {
  const all = options.map(({ value }) => value).filter((value) => (value === option ? isIn : listOf(had).includes(value)));
  return all.length ? all : null;
}

/** @param {unknown} value @returns {unknown[]} */
function listOf(value) {
  return Array.isArray(value) ? value : [];
}
