// The canvas calls a script may make of its host: each with the grant it needs, registered here.

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {{value: unknown, buffers?: ArrayBuffer[]}} Answer */

/** @type {Record<string, {grant: string, answer: (args: any, place: Place) => Promise<Answer> | Answer}>} */
const CALLS = {
  image: { grant: "image:read", answer: image },
  instances: { grant: "instances:read", answer: instances },
};

/**
 * @typedef {object} Place
 * @property {import("../store/document.js").FileDocument} document
 * @property {import("../../types/local.d.ts").Picture | null} picture
 */

/**
 * Answer a call. Rejects with a message for the script's author.
 * @param {import("../../types/data.d.ts").Call} call
 * @param {string[]} grants those a person confirmed
 * @param {Place} place
 * @returns {Promise<Answer>}
 */
export async function answer({ method, args }, grants, place) {
  const registered = Object.hasOwn(CALLS, method) ? CALLS[method] : null;
  if (!registered) throw new Error(`the canvas has no ${method}`);
  if (!grants.includes(registered.grant)) throw new Error(`canvas.${method} needs the grant "${registered.grant}"`);
  return registered.answer(args ?? {}, place);
}

/**
 * @param {{bounds: number[], scale: number}} args
 * @param {Place} place
 */
async function image({ bounds, scale }, { document, picture }) {
  if (!picture) throw new Error("the image of the file could not be loaded");
  const [x, y, width, height] = whole(bounds, document.file);
  const shrink = Number.isFinite(scale) ? Math.min(1, Math.max(1e-3, scale)) : 1;
  const pixels = await picture.read([x, y, width, height], shrink);
  const { buffer, ...size } = pixels;
  return { value: size, buffers: [buffer] };
}

/**
 * @param {unknown} bounds
 * @param {{width: number, height: number}} file
 */
function whole(bounds, file) {
  const numbers = Array.isArray(bounds) && bounds.length === 4 ? bounds.map(Math.floor) : [];
  const [x, y, width, height] = numbers;
  const good = numbers.length === 4 && x >= 0 && y >= 0 && width >= 1 && height >= 1;
  if (good && x + width <= file.width && y + height <= file.height) return numbers;
  throw new Error(`image bounds ${JSON.stringify(bounds)} do not lie in the file, which is ${file.width} x ${file.height}`);
}

/**
 * @param {{kind?: string | null, label?: string | null}} args
 * @param {Place} place
 */
function instances({ kind = null, label = null }, { document }) {
  /** @param {Instance} one */
  const wanted = (one) => (kind === null || one.geometry.kind === kind) && (label === null || one.label === label);
  return { value: document.all().filter(wanted) };
}
