// The form of the file's own attributes, stored as each is filled in.

import { html, nothing } from "../../vendor/lit.js";
import { createAttributeForm } from "../panels/attributes.js";

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../store/patches.js").Patches} page.patches
 * @param {() => void} page.onChange
 */
export function createFiling({ work, patches, onChange }) {
  const form = createAttributeForm();

  /** @param {import("../../types/data.d.ts").FileView} file @param {string} name @param {unknown} value */
  function set(file, name, value) {
    void patches.put(file, { attributes: { [name]: value } });
    onChange();
  }

  return {
    body() {
      const file = work.document()?.file;
      const attributes = work.ontology().attributes.filter(({ scope }) => scope === "file");
      if (!file || !attributes.length) return nothing;
      return html`<div class="file-form form"><h3>The file</h3>${form.rows({ of: file.id, attributes, values: file.attributes ?? {}, set: (name, value) => set(file, name, value) })}</div>`;
    },
  };
}
