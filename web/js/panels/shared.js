// The attributes that all selected shapes have, filled in for all of them in one step.

import { nothing } from "../../vendor/lit.js";
import { forbidden } from "../ontology/ruling.js";
import { sharedOf, withOption } from "../ontology/sharing.js";
import { createAttributeForm } from "./attributes.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").Attribute} Attribute */

/**
 * @param {object} page
 * @param {() => Instance[]} page.editable those of the selected ones that may be changed
 * @param {(instance: Instance) => string | null} page.held why one is read-only, if it is
 * @param {() => unknown} page.stamp another value once the selection or a shape is another
 * @param {() => import("../ontology/ontology.js").Ontology} page.ontology
 * @param {import("../pages/work.js").Work["updateAll"]} page.updateAll
 */
export function createShared({ editable, held, stamp, ontology, updateAll }) {
  const form = createAttributeForm();
  /** @type {{stamp: unknown, ontology: unknown, shared: ReturnType<typeof sharedOf> | null, why: string | null}} */
  let known = { stamp: null, ontology: null, shared: null, why: null };

  /** Looked at anew only where something is another: the panel is drawn more often. */
  function look() {
    const now = { stamp: stamp(), ontology: ontology() };
    if (now.stamp === known.stamp && now.ontology === known.ontology) return known;
    const all = editable();
    known = { ...now, shared: all.length ? sharedOf(all, ontology()) : null, why: fixed(all) };
    return known;
  }

  /** Say why not all of them may be changed, or null. @param {Instance[]} all */
  function fixed(all) {
    for (const one of all) {
      const why = held(one) ?? forbidden(one, "relabel", ontology());
      if (why) return why;
    }
    return null;
  }

  /** @param {string} name @param {(had: unknown) => unknown} change */
  function set(name, change) {
    const changed = editable().flatMap(({ id, attributes }) => {
      const value = change(attributes?.[name]);
      return JSON.stringify(value ?? null) === JSON.stringify(attributes?.[name] ?? null) ? [] : [{ id, fields: { attributes: { [name]: value } } }];
    });
    if (changed.length) updateAll(changed, `Change ${name} of ${changed.length.toLocaleString("en")} ${changed.length === 1 ? "shape" : "shapes"}`);
  }

  return {
    /** Give the rows of the form. */
    rows() {
      const { shared, why } = look();
      if (!shared) return nothing;
      return form.rows({
        of: "several",
        attributes: shared.attributes,
        values: shared.values,
        mixed: shared.mixed,
        disabled: why !== null,
        why: why ?? undefined,
        set: (name, value) => set(name, () => value),
        choose: (attribute, option, isIn) => set(attribute.name, (had) => withOption(attribute, had, option, isIn)),
      });
    },
  };
}
