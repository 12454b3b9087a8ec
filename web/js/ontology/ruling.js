// What a change set may not do by the project's ontology, said before it is applied: labels, limits, values,
// and the rules of base annotations. `runtime/limner/ruling.py` holds the same on the server.

import { createHolding } from "./holding.js";
import { isAlike } from "../store/applied.js";
import { problems, rounded } from "./fitting.js";
import { defaultsOf, labelOf } from "./ontology.js";
import { excess } from "./taking.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Change} Change */
/** @typedef {import("../../types/local.d.ts").Fields} Fields */
/** @typedef {import("./ontology.js").Ontology} Ontology */
/** @typedef {"add" | "edit" | "relabel" | "delete"} Deed */
/** @typedef {{get(id: string): Instance | undefined, all(): Instance[]}} Known */

/** A change set that must not be applied, and why. */
export class Refused extends Error {}

const WORDS = {
  add: "Nothing may be added beside the base annotations of this project",
  edit: "The shapes of base annotations may not be edited in this project",
  relabel: "Base annotations may not be relabelled in this project",
  delete: "Base annotations may not be deleted in this project",
};

/** Say whether it is a base annotation. @param {Instance | undefined | null} instance */
export function isBase(instance) {
  return instance?.provenance?.actor === "import";
}

/**
 * Say why something may not be done with an instance, or null.
 * @param {Instance | null | undefined} instance
 * @param {Deed} deed
 * @param {Ontology} ontology
 */
export function forbidden(instance, deed, { rules }) {
  return isBase(instance) && !rules.base[deed] ? WORDS[deed] : null;
}

/**
 * Give a change with whole pixels where its labels ask for them.
 * @param {Change} change
 * @param {Ontology} ontology
 * @param {Known} known
 * @returns {Change}
 */
export function fitted(change, ontology, known) {
  if (!ontology.labels.some(({ limits }) => limits?.integer)) return change;
  /** @param {string | null | undefined} label */
  const isWhole = (label) => labelOf(ontology, label)?.limits?.integer === true;
  return {
    ...change,
    created: change.created?.map((one) => (isWhole(one.label) ? { ...one, geometry: rounded(one.geometry) } : one)),
    updated: change.updated?.map(({ id, fields }) => {
      const before = known.get(id);
      const relabelled = fields.label !== undefined && fields.label !== before?.label;
      const geometry = fields.geometry ?? (relabelled ? before?.geometry : undefined);
      return geometry && isWhole(fields.label ?? before?.label) ? { id, fields: { ...fields, geometry: rounded(geometry) } } : { id, fields };
    }),
  };
}

/**
 * Give a change in which what gets another label begins with that label's defaults.
 * @param {Change} change
 * @param {Ontology} ontology
 * @param {Known} known
 * @returns {Change}
 */
function furnished(change, ontology, known) {
  const updated = change.updated?.map(({ id, fields }) => {
    const before = known.get(id);
    if (!before || !fields.label || fields.label === before.label) return { id, fields };
    const fresh = Object.entries(defaultsOf(ontology, fields.label)).filter(([name]) => !Object.hasOwn(before.attributes ?? {}, name));
    return fresh.length ? { id, fields: { ...fields, attributes: { ...Object.fromEntries(fresh), ...fields.attributes } } } : { id, fields };
  });
  return { ...change, updated };
}

/**
 * Say why a change must not be applied: the first thing that is wrong, or null.
 * @param {Change} change
 * @param {Ontology} ontology
 * @param {Known} known
 * @returns {string | null}
 */
export function refusal({ created = [], updated = [], deleted = [] }, ontology, known) {
  const { base } = ontology.rules;
  if (created.length && !base.add && known.all().some(isBase)) return WORDS.add;
  for (const id of deleted) {
    const no = forbidden(known.get(id), "delete", ontology);
    if (no) return no;
  }
  for (const { id, fields } of updated) {
    const before = known.get(id);
    const wrong = before && (excess(/** @type {any} */ (fields)) ?? unruly(before, fields, ontology) ?? misfit(before, fields, ontology) ?? untied(fields.links, before.links, ontology));
    if (wrong) return wrong;
  }
  for (const instance of created) {
    const wrong = excess(instance) ?? problems(instance, ontology).find(({ code }) => code !== "required")?.what ?? untied(instance.links, [], ontology);
    if (wrong) return wrong;
  }
  return null;
}

/** @param {Instance} before @param {Fields} fields @param {Ontology} ontology */
function unruly(before, fields, ontology) {
  const edits = fields.geometry && differs(fields.geometry, before.geometry) && forbidden(before, "edit", ontology);
  const relabels = (fields.label !== undefined && (fields.label || null) !== before.label) || fields.attributes !== undefined;
  return edits || (relabels && forbidden(before, "relabel", ontology)) || null;
}

/** @param {Instance} before @param {Fields} fields @param {Ontology} ontology */
function misfit(before, fields, ontology) {
  const label = fields.label === undefined || fields.label === null ? before.label : fields.label || null;
  const geometry = fields.geometry ?? before.geometry;
  const attributes = { ...before.attributes, ...fields.attributes };
  const [relabelled, reshaped] = [label !== before.label, differs(geometry, before.geometry)];
  if (!relabelled && !reshaped && !fields.attributes) return null;
  const named = Object.entries(fields.attributes ?? {}).flatMap(([name, value]) => (differs(value, before.attributes?.[name]) ? [name] : []));
  const wrong = problems({ geometry, label, attributes }, ontology).find(({ code, field }) => {
    if (code === "value") return named.includes(field);
    return code !== "required" && (relabelled || (reshaped && (code === "kind" || code === "limit")));
  });
  return wrong?.what ?? null;
}

/** @param {Instance["links"] | undefined} links @param {Instance["links"] | undefined} before @param {Ontology} ontology */
function untied(links = [], before = [], { rules: { relations } }) {
  const wrong = relations.length && links.find(({ name }) => !relations.includes(name) && !before.some((one) => one.name === name));
  return wrong ? `relation '${wrong.name}' is not one of this project's (there are: ${relations.join(", ")}): add it there first` : null;
}

/** @param {unknown} one @param {unknown} other */
function differs(one, other) {
  return !isAlike(one, other);
}

/**
 * Give what looks at every change before it is applied. What a person does and must not is said, and comes to
 * nothing; a script's throws `Refused`. `turning` looks at what undo and redo would do.
 * @param {object} page
 * @param {() => Ontology} page.ontology
 * @param {() => import("./holding.js").Locks} [page.layers] what this person locked
 * @param {(text: string) => void} page.say
 */
export function createGuard({ ontology, layers, say }) {
  const holding = createHolding({ ontology, layers, say });

  /**
   * Give a change as it is applied, and why it must not be, if so.
   * @param {Change} change
   * @param {string} actor
   * @param {Known} known
   * @param {string} [script]
   * @returns {{whole: Change, wrong: string | null}}
   */
  function looked(change, actor, known, script) {
    if (actor === "import" || actor === "remote") return { whole: change, wrong: null };
    const held = holding.against(change, known, { actor, script });
    if (held || actor === "undo") return { whole: change, wrong: held };
    const whole = fitted(actor === "human" ? furnished(change, ontology(), known) : change, ontology(), known);
    return { whole, wrong: refusal(whole, ontology(), known) };
  }

  /**
   * @param {Change} change
   * @param {string} actor
   * @param {Known} known
   * @param {{script?: string}} [origin]
   * @returns {Change}
   */
  function guard(change, actor, known, { script } = {}) {
    const { whole, wrong } = looked(change, actor, known, script);
    if (wrong === null) return whole;
    if (actor === "script") throw new Refused(wrong);
    say(`${wrong}.`);
    return {};
  }

  /** Say why a person must not make a change, or null. @param {Change} change @param {Known} known */
  const why = (change, known) => looked(change, "human", known).wrong;

  return Object.assign(guard, { turning: holding.turning, why });
}
