// A file as scripts see it.

/**
 * @param {import("../../types/data.d.ts").FileView} file
 * @returns {import("../../types/data.d.ts").File}
 */
export function asFile({ id, name, width, height, pixel_size: known }) {
  return { id, name, width, height, kind: "image", frame: 0, ...(known && { pixel_size: { size: known.size, unit: known.unit } }) };
}
