// Scripts in Diffgram's form.

/**
 * @param {string} source
 * @param {ReturnType<typeof import("./modules.js").createModules>} modules
 * @param {import("./failure.js").Origin} origin
 * @returns {Promise<Map<string, import("./hooks.js").Bound>>}
 */
export async function loadDiffgram(source, modules, origin) {
  return new Map();
}
