// The canvas calls a script may make of its host: each with the grant it needs, registered here.

import { createSpatial } from "../canvas/spatial.js";
import { area, contains } from "../shapes/registry.js";
import { call } from "../store/api.js";
import { asFile } from "./filed.js";
import { hasAttributes } from "./matching.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").ScriptView} ScriptView */
/** @typedef {{value: unknown, buffers?: ArrayBuffer[]}} Answer */

const MOST_ABOUT = 12;
const MOST_SIMILAR = 50;

/** @type {Record<string, {grant: string | null, answer: (args: any, place: Place, buffers: ArrayBuffer[]) => Promise<Answer> | Answer}>} */
const CALLS = {
  asset: { grant: null, answer: asset },
  image: { grant: "image:read", answer: image },
  instances: { grant: "instances:read", answer: instances },
  ask: { grant: "ask", answer: async ({ question, choices, about }, { ask }) => ({ value: await ask(text(question, "question"), list(choices), ids(about)) }) },
  similar: { grant: "files:read", answer: similar },
  compare: { grant: "files:read", answer: compare },
  storage_get: { grant: "storage", answer: storageGet },
  storage_set: { grant: "storage", answer: ({ key, value }, place) => kept("PUT", place, key, { value }) },
  storage_delete: { grant: "storage", answer: ({ key }, place) => kept("DELETE", place, key) },
  storage_keys: { grant: "storage", answer: storageKeys },
  fetch: { grant: "network", answer: fetched },
};

/**
 * @typedef {object} Place
 * @property {ScriptView} script
 * @property {import("../store/document.js").Instances} document
 * @property {import("../../types/local.d.ts").Picture | null} picture
 * @property {(question: string, choices: string[], about: string[]) => Promise<string | null>} ask
 * @property {(file: import("../../types/data.d.ts").FileView, message: string, choices: string[]) => Promise<string | null>} compare
 */

/**
 * Answer a call. Rejects with a message for the script's author.
 * @param {import("../../types/data.d.ts").Call} call
 * @param {Place} place its script has the grants a person confirmed
 * @param {ArrayBuffer[]} [buffers]
 * @returns {Promise<Answer>}
 */
export async function answer({ method, args }, place, buffers = []) {
  const registered = Object.hasOwn(CALLS, method) ? CALLS[method] : null;
  if (!registered) throw new Error(`the canvas has no ${method}`);
  const { grant } = registered;
  if (grant !== null && !place.script.confirmed_grants.includes(grant)) throw new Error(`canvas.${method} needs the grant "${grant}"`);
  return registered.answer(args ?? {}, place, buffers);
}

/**
 * Say where a declared file lies; the cell reads it there itself.
 * @param {{name: unknown}} args
 * @param {Place} place
 */
async function asset({ name }, { script }) {
  const found = await call("GET", `/api/scripts/${encodeURIComponent(script.id)}/assets?name=${encodeURIComponent(text(name, "name"))}`);
  return { value: { name, sha256: found.sha256, url: new URL(found.url, location.href).href } };
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

/** @type {WeakMap<import("../store/document.js").Instances, ReturnType<typeof createSpatial>>} */
const indexes = new WeakMap();

/** @param {import("../store/document.js").Instances} document */
function indexOf(document) {
  let index = indexes.get(document);
  if (!index) indexes.set(document, (index = createSpatial(document)));
  return index;
}

/**
 * @param {{kind?: string | null, label?: string | null, script?: string | null, attributes?: Record<string, unknown> | null, within?: number[] | null, at?: number[] | null}} args
 * @param {Place} place
 */
function instances({ kind, label, script, attributes, within, at }, { document }) {
  const rect = within ? numbers(within, 4, "within") : null;
  const point = at ? numbers(at, 2, "at") : null;
  const near = rect ?? (point && [...point, 0, 0]);
  const found = near ? indexOf(document).within(/** @type {import("../../types/local.d.ts").Rect} */ (near)) : document.all();
  /** @param {Instance} one */
  const wanted = (one) =>
    (kind == null || one.geometry.kind === kind) &&
    (label == null || one.label === label) &&
    (script == null || one.provenance?.script === script) &&
    hasAttributes(attributes, one.attributes) &&
    (!point || contains(one.geometry, point[0], point[1]));
  const fitting = found.filter(wanted);
  return { value: point ? fitting.toSorted((a, b) => area(a.geometry) - area(b.geometry)) : fitting };
}

/** @param {unknown} given @param {number} count @param {string} name */
function numbers(given, count, name) {
  if (Array.isArray(given) && given.length === count && given.every(Number.isFinite)) return /** @type {number[]} */ (given);
  throw new Error(`${name} is ${JSON.stringify(given)}, expected ${count} numbers`);
}

/** @param {unknown} given @param {string} name */
function text(given, name) {
  if (typeof given === "string" && given.length <= 2_000) return given;
  throw new Error(`${name} is no text of at most 2,000 characters`);
}

/** @param {unknown} choices */
function list(choices) {
  if (Array.isArray(choices) && choices.length && choices.length <= 12) return choices.map((choice) => text(choice, "a choice").slice(0, 200));
  throw new Error("a question has 1 to 12 choices");
}

/** @param {unknown} given of instances */
function ids(given) {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given) && given.length <= MOST_ABOUT) return given.map((id) => text(id, "an id in about"));
  throw new Error(`about is no list of at most ${MOST_ABOUT} instances`);
}

/** @param {{limit?: unknown}} args @param {Place} place */
async function similar({ limit = 5 }, { document }) {
  const most = Number.isInteger(limit) ? Math.min(MOST_SIMILAR, Math.max(0, Number(limit))) : NaN;
  if (Number.isNaN(most)) throw new Error(`limit is ${JSON.stringify(limit)}, expected a whole number`);
  if (!most) return { value: [] };
  const { items } = await call("GET", `/api/files/${encodeURIComponent(document.file.id)}/similar?limit=${most}`);
  return { value: items.map((/** @type {import("../../types/data.d.ts").SimilarView} */ { file, distance }) => ({ file: asFile(file), distance })) };
}

/** @param {{file: unknown, message?: unknown, choices?: unknown}} args @param {Place} place */
async function compare({ file, message = "", choices = [] }, { document, compare: show }) {
  const id = text(file, "file");
  const buttons = Array.isArray(choices) && !choices.length ? [] : list(choices);
  const foreign = new Error(`the project has no file ${JSON.stringify(id)}`);
  if (!/^[\w-]{1,64}$/.test(id)) throw foreign;
  const other = await call("GET", `/api/files/${id}`).catch((error) => {
    throw error.status === 404 ? foreign : error;
  });
  if (other.project !== document.file.project) throw foreign;
  if (other.id === document.file.id) throw new Error("that file is the open one");
  return { value: await show(other, text(message, "message"), buttons) };
}

/** @param {Place} place @param {unknown} key */
function keyPath({ script }, key) {
  if (key === "" || key === "." || key === "..") throw new Error(`${JSON.stringify(key)} cannot be a key`); // it would be another address
  return `/api/scripts/${encodeURIComponent(script.id)}/storage/${encodeURIComponent(text(key, "key"))}`;
}

/** @param {{key: unknown}} args @param {Place} place */
async function storageGet({ key }, place) {
  return { value: (await call("GET", `${keyPath(place, key)}?missing=null`)).value };
}

/** @param {string} method @param {Place} place @param {unknown} key @param {object} [body] */
async function kept(method, place, key, body) {
  await call(method, keyPath(place, key), body).catch((error) => {
    if (method !== "DELETE" || error.status !== 404) throw error;
  });
  return { value: null };
}

/** @param {unknown} _ @param {Place} place */
async function storageKeys(_, { script }) {
  const { items } = await call("GET", `/api/scripts/${encodeURIComponent(script.id)}/storage`);
  return { value: items.map((/** @type {{key: string}} */ { key }) => key).toSorted() };
}

/**
 * @param {{url: unknown, method?: unknown, headers?: unknown}} args
 * @param {Place} place
 * @param {ArrayBuffer[]} buffers
 */
async function fetched({ url, method = "GET", headers = {} }, { script }, [sent]) {
  const asked = { url: text(url, "url"), method, headers, body: sent ? toBase64(sent) : null };
  const { body, ...reply } = await call("POST", `/api/scripts/${encodeURIComponent(script.id)}/fetch`, asked);
  return { value: reply, buffers: [fromBase64(body ?? "")] };
}

/** @param {ArrayBuffer} buffer */
function toBase64(buffer) {
  let binary = "";
  for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** @param {string} encoded */
function fromBase64(encoded) {
  return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)).buffer;
}
