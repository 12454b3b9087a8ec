// The form of the file's own attributes, stored as each is filled in.

import { html, nothing } from "../../vendor/lit.js";
import { createAttributeForm } from "../panels/attributes.js";
import { call } from "../store/api.js";

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {(level: string, text: string) => void} page.notify
 * @param {() => void} page.onChange
 */
export function createFiling({ work, notify, onChange }) {
  const form = createAttributeForm();

  /** @param {import("../../types/data.d.ts").FileView} file @param {string} name @param {unknown} value */
  async function set(file, name, value) {
    const before = file.attributes ?? {};
    file.attributes = Object.fromEntries(Object.entries({ ...before, [name]: value }).filter(([, one]) => one !== null));
    onChange();
    try {
      file.attributes = (await call("PATCH", `/api/files/${encodeURIComponent(file.id)}`, { attributes: { [name]: value } })).attributes;
    } catch (error) {
      file.attributes = before;
      notify("error", `${name} of the file was not stored: ${/** @type {Error} */ (error).message}`);
    }
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
