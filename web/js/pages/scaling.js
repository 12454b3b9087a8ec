// How large a pixel is in the world: as somebody gave it for the file or its project, or as the image itself says.

import { problemOf } from "../canvas/units.js";
import { call } from "../store/api.js";

/** @typedef {import("../canvas/units.js").PixelSize} PixelSize */
/** @typedef {{size: PixelSize | null, from: "file" | "project" | "image" | "none", source: string}} Known */

/**
 * Say what is known of the size of a file's pixels.
 * @param {import("../../types/data.d.ts").FileView | null} file
 * @returns {Known}
 */
export function knownOf(file) {
  const known = file?.pixel_size;
  if (!known) return { size: null, from: "none", source: "not known" };
  return { size: { size: known.size, unit: known.unit }, from: known.of, source: known.source };
}

/**
 * Give a file, or all files of its project for which none is given, another size; null takes it away. Rejects with
 * what is wrong with it, or why it was not stored.
 * @param {import("../../types/data.d.ts").FileView} file is changed
 * @param {"file" | "project"} scope
 * @param {PixelSize | null} size
 */
export async function giveScale(file, scope, size) {
  const wrong = size && problemOf(size);
  if (wrong) throw new Error(wrong);
  const path = `/api/files/${encodeURIComponent(file.id)}`;
  try {
    if (scope === "project") await call("PATCH", `/api/projects/${encodeURIComponent(file.project)}`, { pixel_size: size });
    const { pixel_size: known } = scope === "project" ? await call("GET", path) : await call("PATCH", path, { pixel_size: size });
    file.pixel_size = known;
  } catch (error) {
    throw new Error(`The scale was not stored: ${/** @type {Error} */ (error).message}. Type it again once the server is there.`);
  }
}
