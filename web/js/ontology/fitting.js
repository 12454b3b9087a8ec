// Whether an instance fits its project's ontology. `runtime/limner/fitting.py` says the same on the server.

import { verbsOf } from "../shapes/registry.js";
import { attributesOf, below, choicesOf, labelOf } from "./ontology.js";

/** @typedef {import("../../types/data.d.ts").Attribute} Attribute */
/** @typedef {import("../../types/data.d.ts").Label} Label */
/** @typedef {import("../../types/data.d.ts").ShapeLimits} ShapeLimits */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("./ontology.js").Ontology} Ontology */
/** @typedef {{code: "label" | "kind" | "limit" | "value" | "required", field: string, what: string, brief?: string}} Problem `brief` is what is said beside the pointer */

const SIZED = ["box", "polygon", "ellipse", "cuboid", "mask"];
const DRAWN = ["polygon", "polyline"];
/** @type {ShapeLimits} */
const NO_LIMITS = { rotation: true, integer: false };
const LONGEST = 10_000;

/**
 * Give what of an instance does not fit; what is required and missing included.
 * @param {{geometry: Geometry, label?: string | null, attributes?: Record<string, unknown>}} instance
 * @param {Ontology} ontology
 * @returns {Problem[]}
 */
export function problems({ geometry, label, attributes = {} }, ontology) {
  return [...labelled(geometry, label, ontology), ...attributeProblems(attributes, attributesOf(ontology, label))];
}

/**
 * Give what of a file's own attributes does not fit.
 * @param {Record<string, unknown>} attributes
 * @param {Ontology} ontology
 */
export function fileProblems(attributes, ontology) {
  return attributeProblems(attributes, ontology.attributes.filter(({ scope }) => scope === "file"));
}

/**
 * @param {Record<string, unknown>} values
 * @param {Attribute[]} attributes
 * @returns {Problem[]}
 */
export function attributeProblems(values, attributes) {
  return asked(values, attributes).flatMap((attribute) => {
    const [value, name] = [values[attribute.name], attribute.title || attribute.name];
    if (isMissing(value)) return attribute.required ? [problem("required", attribute.name, `${name} is required: fill it in`)] : [];
    const wrong = wrongValue(attribute, value);
    return wrong ? [problem("value", attribute.name, `${name} ${wrong}`)] : [];
  });
}

/** @param {unknown} value */
function isMissing(value) {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);
}

/** @param {Problem["code"]} code @param {string} field @param {string} what @param {string} [brief] @returns {Problem} */
function problem(code, field, what, brief) {
  return { code, field, what, brief };
}

/**
 * Give the attributes whose conditions hold, which takes that the ones they depend on are asked for too.
 * @param {Record<string, unknown>} values
 * @param {Attribute[]} attributes
 */
export function asked(values, attributes) {
  const known = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  /** @type {Map<string, boolean>} */
  const answers = new Map();
  /** @param {Attribute} attribute @returns {boolean} */
  const holds = (attribute) => {
    if (!answers.has(attribute.name)) {
      answers.set(attribute.name, false); // what depends on itself is not asked for
      const all = (attribute.when ?? []).every(({ attribute: name, values: wanted }) => {
        const other = known.get(name);
        return other !== undefined && holds(other) && isOneOf(values[name], other, wanted);
      });
      answers.set(attribute.name, all);
    }
    return answers.get(attribute.name) === true;
  };
  return attributes.filter(holds);
}

/** @param {unknown} value @param {Attribute} attribute @param {unknown[]} wanted */
function isOneOf(value, attribute, wanted) {
  if (attribute.type === "checkbox" && (value === null || value === undefined)) return wanted.includes(false);
  return Array.isArray(value) ? value.some((one) => wanted.includes(one)) : wanted.includes(value);
}

/**
 * Say what is wrong with a value of an attribute, or null.
 * @param {Attribute} attribute
 * @param {unknown} value
 * @returns {string | null}
 */
export function wrongValue(attribute, value) {
  const choices = choicesOf(attribute);
  switch (attribute.type ?? "text") {
    case "number":
    case "slider":
      return wrongNumber(attribute, value);
    case "checkbox":
      return typeof value === "boolean" ? null : "must be true or false";
    case "multiple":
      if (!Array.isArray(value) || value.some((one) => !choices.includes(one))) return choose(attribute, choices);
      return new Set(value).size < value.length ? "has a value twice" : null;
    case "date":
      return isDate(value) ? null : "must be a date, YYYY-MM-DD";
    case "text":
      return wrongText(value);
    default:
      return typeof value === "string" && choices.includes(value) ? null : choose(attribute, choices);
  }
}

/** @param {unknown} value */
function wrongText(value) {
  if (typeof value !== "string") return "must be a text";
  const length = [...value].length;
  return length > LONGEST ? `has ${length.toLocaleString("en")} characters, at most 10,000 are taken` : null;
}

/** @param {Attribute} attribute @param {unknown} value */
function wrongNumber({ minimum, maximum }, value) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "must be a number";
  if (minimum != null && value < minimum) return `must be ${shown(minimum)} or more`;
  return maximum != null && value > maximum ? `must be ${shown(maximum)} or less` : null;
}

/** @param {Attribute} attribute @param {string[]} choices */
function choose({ type }, choices) {
  return `must be ${type === "multiple" ? "some" : "one"} of ${choices.slice(0, 8).join(", ")}${choices.length > 8 ? ", …" : ""}`;
}

/** @param {unknown} value */
function isDate(value) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !value.startsWith("0000") && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/**
 * @param {Geometry} geometry
 * @param {string | null | undefined} name
 * @param {Ontology} ontology
 * @returns {Problem[]}
 */
function labelled(geometry, name, ontology) {
  if (name === null || name === undefined) return [];
  const label = labelOf(ontology, name);
  if (!label) return [problem("label", "label", `${name} is not among the labels: choose one that is, or add it`)];
  const under = below(ontology, name).map((one) => one.title || one.name);
  const parent = under.length ? [problem("label", "label", `${label.title || label.name} has labels below it: choose ${either(under)}`)] : [];
  return [...parent, ...shapeProblems(geometry, label)];
}

/**
 * Give what of a shape does not fit a label: its kind first, and then nothing else.
 * @param {Geometry} shape
 * @param {Label} label
 * @returns {Problem[]}
 */
export function shapeProblems(shape, label) {
  const name = label.title || label.name;
  if (label.kinds?.length && !label.kinds.includes(shape.kind)) {
    const brief = `${name} takes ${either(label.kinds)}, not ${shape.kind}`;
    return [problem("kind", "geometry", `${brief}: choose another tool or label`, brief)];
  }
  return beyond(shape, label.limits ?? NO_LIMITS).map(([what, brief]) => problem("limit", "geometry", `${name} ${what}`, `${brief} for ${name}`));
}

/** @param {Geometry} shape @param {ShapeLimits} limits @returns {[what: string, brief: string][]} */
function beyond(shape, { min_width, min_height, min_vertices, max_vertices, rotation = true, integer = false }) {
  /** @type {[string, string][]} */
  const found = [];
  if ((min_width || min_height) && SIZED.includes(shape.kind)) {
    const [width, height] = sizeOf(shape);
    if (width < (min_width ?? 0) || height < (min_height ?? 0)) {
      const is = `${shown(width)} × ${shown(height)}`;
      found.push([`needs at least ${shown(min_width ?? 0)} × ${shown(min_height ?? 0)} px, this is ${is}: draw it larger`, `${is} px, at least ${leastOf(min_width, min_height)}`]);
    }
  }
  if ((min_vertices != null || max_vertices != null) && DRAWN.includes(shape.kind)) {
    const count = verbsOf(shape).vertices(shape);
    if (min_vertices != null && count < min_vertices) {
      found.push([`needs at least ${min_vertices} points, this has ${count}: add some`, `${count} points, at least ${min_vertices}`]);
    }
    if (max_vertices != null && count > max_vertices) {
      found.push([`takes at most ${max_vertices} points, this has ${count}: remove or simplify some`, `${count} points, at most ${max_vertices}`]);
    }
  }
  const turned = rotation ? undefined : rotationsOf(shape).find(Boolean);
  if (turned) found.push(["must not be turned: set its rotation to 0", `turned by ${shown(turned)}°, must be 0°`]);
  if (integer && !isWhole(shape)) found.push(["takes whole pixels only: round its coordinates", "whole pixels only"]);
  return found;
}

/** @param {number | null | undefined} width @param {number | null | undefined} height */
function leastOf(width, height) {
  if (width && height) return `${shown(width)} × ${shown(height)}`;
  return width ? `${shown(width)} wide` : `${shown(height ?? 0)} tall`;
}

/** Give width and height in pixels, before it is turned. @param {Geometry} shape */
function sizeOf(shape) {
  if (shape.kind === "box") return [shape.width, shape.height];
  if (shape.kind === "ellipse") return [2 * shape.rx, 2 * shape.ry];
  return verbsOf(shape).bounds(shape).slice(2);
}

/**
 * Say whether a shape with this label may be turned, or is, so that it can be turned back.
 * @param {Geometry} shape
 * @param {Label | null} label
 */
export function mayTurn(shape, label) {
  const found = rotationsOf(shape);
  return !found.length || label?.limits?.rotation !== false || found.some(Boolean);
}

/** @param {Geometry} shape */
function rotationsOf(shape) {
  if (shape.kind === "cuboid") return [shape.front.rotation, shape.rear.rotation];
  return shape.kind === "box" || shape.kind === "ellipse" ? [shape.rotation] : [];
}

/** @param {Geometry} shape */
function isWhole(shape) {
  return JSON.stringify(rounded(shape)) === JSON.stringify(shape);
}

/**
 * Give the shape with whole pixels; its rotation stays.
 * @template {Geometry} G
 * @param {G} shape
 * @returns {G}
 */
export function rounded(shape) {
  return whole(shape);
}

/** @param {any} value @param {string} [key] @returns {any} */
function whole(value, key) {
  if (typeof value === "number") return key === "rotation" || key === "visible" ? value : Math.floor(value + 0.5);
  if (Array.isArray(value)) return key === "edges" || key === "rle" ? value : value.map((one) => whole(one));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, whole(one, name)]));
  return value;
}

/** @param {readonly string[]} words */
function either(words) {
  const few = [...words.slice(0, 8), ...(words.length > 8 ? ["…"] : [])];
  return few.length === 1 ? few[0] : `${few.slice(0, -1).join(", ")} or ${few.at(-1)}`;
}

/** Give a number as people write it, with two decimals at most. @param {number} value */
function shown(value) {
  return String(Math.floor(value * 100 + 0.5) / 100);
}
