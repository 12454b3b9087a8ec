// What a file lacks before it can be completed: required attributes of its shapes, and its own.

import { fileProblems, problems } from "../ontology/fitting.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {{instance: Instance | null, what: string}} Lack of a shape, or of the file where it is null */
/** @typedef {ReturnType<typeof createRequirements>} Requirements */

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {(id: string | null) => void} page.goTo selects an instance and brings it into view
 */
export function createRequirements({ work, goTo }) {
  /** @returns {Lack[]} */
  function lacks() {
    const document = work.document();
    if (!document) return [];
    const ontology = work.ontology();
    const own = fileProblems(document.file.attributes ?? {}, ontology).map(({ what }) => ({ instance: null, what }));
    if (!ontology.attributes.some(({ required, scope }) => required && scope === "instance")) return own;
    const ofShapes = document.all().flatMap((instance) =>
      problems(instance, ontology).flatMap(({ code, what }) => (code === "required" ? [{ instance, what: `${work.title(instance.label) ?? "no label"}: ${what}` }] : [])),
    );
    return [...ofShapes, ...own];
  }

  return {
    /** Give what is missing as a text and a way to go there, or null. */
    lacking() {
      const [first, ...rest] = lacks();
      if (!first) return null;
      const more = rest.length ? `, and ${rest.length} more` : "";
      return { text: `Not complete yet: ${first.what}${more}.`, show: () => goTo(first.instance?.id ?? null) };
    },
    /** Go to the next shape that lacks something; say whether there is one. */
    next() {
      const ids = [...new Set(lacks().map(({ instance }) => instance?.id ?? null))];
      const at = ids.indexOf(work.selected()?.id ?? null);
      if (ids.length) goTo(ids[(at + 1) % ids.length]);
      return ids.length > 0;
    },
  };
}
