// The form as an annotator will see it, alive: what is chosen in it brings what depends on it.

import { html, nothing } from "../../../vendor/lit.js";
import { attributesOf, defaultsOf, leafLabels, lineOf } from "../../ontology/ontology.js";
import { createAttributeForm } from "../../panels/attributes.js";
import { swatch } from "../../panels/swatch.js";

/** @typedef {import("../../ontology/draft.js").Draft} Draft */

/**
 * @param {object} page
 * @param {() => Draft} page.draft
 * @param {() => import("./tree.js").Picked} page.picked
 * @param {() => void} page.redraw
 */
export function createPreview(page) {
  const form = createAttributeForm();
  /** @type {Map<string, Record<string, unknown>>} what was tried, by label */
  const tried = new Map();
  let shown = "";

  /** @param {string} of @param {Record<string, unknown>} first */
  function values(of, first) {
    if (!tried.has(of)) tried.set(of, first);
    return tried.get(of) ?? {};
  }

  /** @param {string} of @param {import("../../../types/data.d.ts").Attribute[]} attributes @param {Record<string, unknown>} first */
  function filled(of, attributes, first) {
    const now = values(of, first);
    return form.rows({
      of: `preview-${of}`,
      attributes,
      values: now,
      set(name, value) {
        tried.set(of, Object.fromEntries(Object.entries({ ...now, [name]: value }).filter(([, one]) => one !== null)));
        page.redraw();
      },
    });
  }

  return {
    body() {
      const draft = page.draft();
      const leaves = leafLabels(draft.labels);
      const { kind, name } = page.picked();
      const under = kind === "label" ? leaves.find((label) => lineOf(draft, label.name).includes(name)) : null;
      const asks = kind === "attribute" ? leaves.find((label) => attributesOf(draft, label.name).some((one) => one.name === name)) : null;
      const label = under ?? asks ?? leaves.find((one) => one.name === shown) ?? leaves[0] ?? null;
      shown = label?.name ?? "";
      const own = attributesOf(draft, label?.name);
      const files = draft.attributes.filter(({ scope }) => scope === "file");
      return html`<h2>What annotators see</h2>
        <div class="sheet">
          <h3>${label ? html`${swatch(label.color)}${label.title || label.name}` : "A shape without a label"}</h3>
          <div class="form">${filled(label?.name ?? "", own, defaultsOf(draft, label?.name ?? null))}</div>
          ${own.length ? nothing : html`<p class="hint">Nothing is asked of it.</p>`}
        </div>
        ${files.length ? html`<div class="sheet"><h3>The file</h3><div class="form">${filled("/file", files, Object.fromEntries(files.flatMap(({ name: one, default: value }) => (value === null || value === undefined ? [] : [[one, value]]))))}</div></div>` : nothing}`;
    },
    /** What was tried may not fit what is asked now. */
    reset: () => tried.clear(),
  };
}
