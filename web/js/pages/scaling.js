// How large a pixel is in the world: as somebody typed it for the file or its project, or as the file itself says.

import { problemOf } from "../canvas/units.js";
import { createShelf } from "../store/remembered.js";

/** @typedef {import("../canvas/units.js").PixelSize} PixelSize */
/** @typedef {{size: PixelSize | null, from: "file" | "project" | "image" | "none", source: string}} Known */

const MOST = 500;

/**
 * @param {string} project
 * @param {import("../store/remembered.js").Kept} [kept]
 */
export function createScaling(project, kept) {
  const files = /** @type {ReturnType<typeof createShelf<PixelSize>>} */ (createShelf("pixel-sizes", MOST, kept));
  const projects = /** @type {ReturnType<typeof createShelf<PixelSize>>} */ (createShelf("pixel-sizes-of-projects", MOST, kept));

  return {
    /**
     * @param {string | null} file
     * @param {import("../../types/data.d.ts").PixelSize | null} said what the file itself says
     * @returns {Known}
     */
    of(file, said) {
      const [typed, shared] = [file ? sound(files.get(file)) : null, sound(projects.get(project))];
      if (typed) return { size: typed, from: "file", source: "typed for this file" };
      if (shared) return { size: shared, from: "project", source: "typed for the project" };
      if (said) return { size: { size: said.size, unit: said.unit }, from: "image", source: said.source };
      return { size: null, from: "none", source: "not known" };
    },
    /**
     * Keep what was typed; null takes it away. Throws with what is wrong with it.
     * @param {"file" | "project"} scope
     * @param {string} file
     * @param {PixelSize | null} size
     */
    type(scope, file, size) {
      const wrong = size && problemOf(size);
      if (wrong) throw new Error(wrong);
      if (scope === "file") files.set(file, size);
      else projects.set(project, size);
    },
  };
}

/** @param {PixelSize | null} kept */
function sound(kept) {
  return kept && !problemOf(kept) ? kept : null;
}
