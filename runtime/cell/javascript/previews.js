// Values as the console can unfold them: plain JSON, cut where they are deep, long or many.

const DEEPEST = 4;
const MOST = 50;
const LONGEST = 500;
const BUDGET = 2_000;

/**
 * Give the values as JSON, or null where their text says as much.
 * @param {unknown[]} values
 */
export function previews(values) {
  const says = values.every((value) => value === null || (typeof value !== "object" && typeof value !== "function"));
  return says ? null : values.map((value) => preview(value));
}

/**
 * Give one value as JSON; what has no form there is given as a text.
 * @param {any} value
 * @returns {any}
 */
export function preview(value) {
  return unfolded(value, 0, { left: BUDGET });
}

/**
 * Write values as one line, as `console.log` does.
 * @param {unknown[]} values
 */
export function lineOf(values) {
  return values.map(textOf).join(" ");
}

/** @param {any} value @param {number} depth @param {{left: number}} budget @returns {any} */
function unfolded(value, depth, budget) {
  budget.left -= 1;
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return value.slice(0, LONGEST);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return named(value);
  try {
    const inside = special(value) ?? (depth >= DEEPEST || budget.left <= 0 ? tagOf(value) : insideOf(value));
    if (typeof inside === "string") return inside;
    if (Array.isArray(inside)) return inside.slice(0, MOST).map((item) => unfolded(item, depth + 1, budget));
    const named = Object.entries(inside).slice(0, MOST);
    return Object.fromEntries(named.map(([name, item]) => [name, unfolded(item, depth + 1, budget)]));
  } catch (error) {
    return `(a value that cannot be shown: ${/** @type {any} */ (error)?.name})`;
  }
}

/** @param {any} value */
function insideOf(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), item]));
  return value instanceof Set ? [...value] : value;
}

/** @param {any} value @returns {string | null} */
function special(value) {
  if (value instanceof Error) return `${value.name}: ${value.message}`.slice(0, LONGEST);
  if (value instanceof Date) return String(value);
  if (ArrayBuffer.isView(value)) return `${tagOf(value)}(${/** @type {any} */ (value).length ?? value.byteLength})`;
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
  const sized = ["ImageData", "OffscreenCanvas", "ImageBitmap"].includes(tagOf(value));
  if (sized) return `${tagOf(value)} ${value.width} x ${value.height}`;
  return Array.isArray(value?.shape) && "dtype" in value ? `tensor ${value.shape.join(" x ")} ${value.dtype}` : null;
}

/** @param {any} value */
function tagOf(value) {
  return value?.constructor?.name || "Object";
}

/** @param {any} value */
function named(value) {
  if (typeof value === "function") return `function ${value.name || "(unnamed)"}`;
  return typeof value === "bigint" ? `${value}n`.slice(0, LONGEST) : String(value);
}

/** @param {any} value */
function textOf(value) {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return named(value);
  const shown = preview(value);
  return typeof shown === "string" ? shown : JSON.stringify(shown).slice(0, LONGEST);
}
