// The parts of the annotation page that come from the project's ontology.

import { createFiling } from "./filing.js";
import { createRelating } from "./relating.js";
import { createRequirements } from "./requirements.js";

/** @typedef {ReturnType<typeof createRuled>} Ruled */

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../../types/local.d.ts").Bench} page.bench
 * @param {import("./toolbox.js").Toolbox} page.toolbox
 * @param {import("../store/patches.js").Patches} page.patches
 * @param {(id: string | null) => void} page.goTo
 * @param {(level: string, text: string) => () => void} page.notify
 * @param {() => void} page.onChange
 */
export function createRuled(page) {
  return { filing: createFiling(page), relating: createRelating(page), requirements: createRequirements(page) };
}
