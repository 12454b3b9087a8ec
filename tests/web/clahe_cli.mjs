// Evens out the RGBA pixels of a file, in strips as the page's worker does: node clahe_cli.mjs FILE WIDTH HEIGHT LIMIT

import { readFileSync, writeFileSync } from "node:fs";

import { equalise, lumaOf, tablesOf } from "../../web/js/canvas/clahe.js";

const [file, ...numbers] = process.argv.slice(2);
const [width, height, limit] = numbers.map(Number);
const rgba = new Uint8ClampedArray(readFileSync(file));
const tables = tablesOf(lumaOf(rgba), { width, height }, limit);
for (let top = 0; top < height; top += 100) {
  equalise(rgba.subarray(top * width * 4, Math.min(height, top + 100) * width * 4), { width, height }, top, tables);
}
writeFileSync(file, rgba);
