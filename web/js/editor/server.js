// What the editor asks of the server about scripts. All reject with an `ApiError`.

import { call } from "../store/api.js";

/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {{filename: string, source: string}} Post */

/** @param {string} project */
export function createScriptServer(project) {
  const of = (/** @type {string} */ id) => `/api/scripts/${encodeURIComponent(id)}`;
  return {
    /** @param {string} id @param {Post} post @returns {Promise<ScriptView>} */
    save: (id, post) => call("PUT", of(id), post),
    /** @param {Post} post @returns {Promise<ScriptView>} */
    create: (post) => call("POST", `/api/projects/${encodeURIComponent(project)}/scripts`, post),
    /** @param {Post} post @returns {Promise<import("./marks.js").Problem[]>} */
    check: async (post) => (await call("POST", "/api/check", post)).problems,
    /** @param {string} id @returns {Promise<import("./versions.js").Version[]>} */
    versions: async (id) => (await call("GET", `${of(id)}/versions`)).items,
    /** @param {string} id @returns {Promise<import("./versions.js").Count[]>} */
    statistics: async (id) => (await call("GET", `${of(id)}/statistics`)).items,
    /** @returns {Promise<import("./starts.js").Template[]>} */
    templates: async () => (await call("GET", "/api/templates")).items,
  };
}
