// Values of a script as what can be sent: JSON that says what it is, or an error that says why not.

const DEEPEST = 32;

/**
 * Give a value as plain JSON. Throws `TypeError` that names the part which has no such form.
 * @param {any} value
 * @param {string} [where]
 * @param {number} [depth]
 * @returns {any}
 */
export function plain(value, where = "the value", depth = 0) {
  if (depth > DEEPEST) throw new TypeError(`${where} is nested too deep`);
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    throw new TypeError(`${where} is ${value}, which JSON has no form for`);
  }
  if (typeof value !== "object") throw new TypeError(`${where} is a ${typeof value}, which JSON has no form for`);
  if (typeof value.toJSON === "function") return plain(value.toJSON(), where, depth + 1);
  if (value instanceof Map) return plain(Object.fromEntries(value), where, depth);
  if (Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Set) {
    return Array.from(/** @type {Iterable<unknown>} */ (value), (item, index) => plain(item, `${where}[${index}]`, depth + 1));
  }
  const named = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(named.map(([name, item]) => [name, plain(item, `${where}.${name}`, depth + 1)]));
}

/**
 * Give a record without what is null or undefined in it, as messages travel.
 * @template {object} T
 * @param {T} record
 * @returns {T}
 */
export function compact(record) {
  return /** @type {T} */ (Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined)));
}

/**
 * Freeze a value of JSON all through.
 * @template T
 * @param {T} value
 * @returns {T}
 */
export function frozen(value) {
  if (value && typeof value === "object" && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** Give a fresh opaque id. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
