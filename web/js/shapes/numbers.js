// The exact numbers of a shape that a person may type: where it is and how large, the turn of those that have one, both
// faces of a cuboid. Kinds made of points or pixels are moved and scaled as a whole.

import { boundsOf as boundsRound } from "./rings.js";
import { verbsOf } from "./registry.js";
import { scaled } from "./transforming.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {{name: string, short: string, title: string, least: number | null}} Field */

const LEAST = 0.01;
const MOST = 2 ** 28; // pixels of a mask
const FINE = 1e-6; // of a pixel: small shapes have all their handles then
/** @type {Record<string, string>} */
const GRIPS = { nw: "Upper left corner", n: "Upper side", ne: "Upper right corner", e: "Right side", se: "Lower right corner", s: "Lower side", sw: "Lower left corner", w: "Left side" };
/** @type {Field[]} */
const PLACE = [
  { name: "x", short: "X", title: "Left, in pixels", least: null },
  { name: "y", short: "Y", title: "Top, in pixels", least: null },
];
/** @type {Field[]} */
const SIZE = [
  { name: "width", short: "W", title: "Width, in pixels", least: LEAST },
  { name: "height", short: "H", title: "Height, in pixels", least: LEAST },
];
/** @type {Field} */
const TURN = { name: "rotation", short: "∠", title: "Turned clockwise, in degrees", least: null };
const WHOLE = [...PLACE, ...SIZE];

/** @type {Record<Geometry["kind"], Field[]>} */
const FIELDS = {
  box: [...WHOLE, TURN],
  ellipse: [
    { ...PLACE[0], title: "Centre from the left, in pixels" },
    { ...PLACE[1], title: "Centre from the top, in pixels" },
    { name: "rx", short: "Rx", title: "Half its width, in pixels", least: LEAST },
    { name: "ry", short: "Ry", title: "Half its height, in pixels", least: LEAST },
    TURN,
  ],
  point: PLACE,
  polygon: WHOLE,
  polyline: WHOLE,
  keypoints: WHOLE,
  mask: WHOLE,
  cuboid: [...faceOf("front", "Front"), ...faceOf("rear", "Rear")],
  tag: [],
};

/** @param {string} face @param {string} word @returns {Field[]} */
function faceOf(face, word) {
  return WHOLE.map(({ name, short, title, least }) => ({ name: `${face} ${name}`, short: `${word} ${short}`, title: `${word}: ${title.toLowerCase()}`, least }));
}

/**
 * Give the fields of a shape with their values.
 * @param {Geometry} shape
 * @returns {(Field & {value: number})[]}
 */
export function numbersOf(shape) {
  const fields = FIELDS[shape.kind];
  if (!fields.length) return [];
  const values = shape.kind === "cuboid" ? { ...prefixed("front", shape.front), ...prefixed("rear", shape.rear) } : isWhole(shape) ? boundsOf(shape) : shape;
  return fields.map((field) => ({ ...field, value: /** @type {Record<string, number>} */ (/** @type {unknown} */ (values))[field.name] }));
}

/**
 * Give the shape with one of its numbers set, or null where it cannot be: not finite, too small, too large a mask, or
 * without a width or height that could be scaled.
 * @param {Geometry} shape
 * @param {string} name
 * @param {number} value
 * @returns {Geometry | null}
 */
export function withNumber(shape, name, value) {
  const field = FIELDS[shape.kind].find((one) => one.name === name);
  if (!field || !Number.isFinite(value) || (field.least !== null && value < field.least)) return null;
  if (shape.kind === "cuboid") {
    const [face, side] = /** @type {["front" | "rear", string]} */ (name.split(" "));
    return { ...shape, [face]: { ...shape[face], [side]: value } };
  }
  if (isWhole(shape)) return reached(shape, name, value);
  const turned = name === "rotation" ? ((value % 360) + 360) % 360 : value;
  return /** @type {Geometry} */ ({ ...shape, [name]: turned });
}

/**
 * Give where some vertices are, of several the middle of their bounds, and what they are called; null where one is gone.
 * @param {Geometry} shape
 * @param {string[]} handles
 * @returns {{place: Pair, bounds: Rect, name: string} | null}
 */
export function placeOfVertices(shape, handles) {
  const found = placesOf(shape, handles);
  if (!found) return null;
  const [x, y, width, height] = boundsRound(found);
  return { place: [x + width / 2, y + height / 2], bounds: [x, y, width, height], name: nameOf(shape, handles) };
}

/**
 * Give the shape with some vertices moved together so that they, or the middle of several, are at a place on one axis; null
 * where it cannot be.
 * @param {Geometry} shape
 * @param {string[]} handles
 * @param {"x" | "y"} axis
 * @param {number} value
 * @returns {Geometry | null}
 */
export function withVerticesAt(shape, handles, axis, value) {
  const [found, now] = [placesOf(shape, handles), placeOfVertices(shape, handles)];
  if (!found || !now || !Number.isFinite(value)) return null;
  const [dx, dy] = axis === "x" ? [value - now.place[0], 0] : [0, value - now.place[1]];
  return withVerticesMoved(shape, handles, dx, dy);
}

/**
 * Give the shape with some vertices moved; null where one is gone.
 * @param {Geometry} shape
 * @param {string[]} handles
 * @param {number} dx
 * @param {number} dy
 * @returns {Geometry | null}
 */
export function withVerticesMoved(shape, handles, dx, dy) {
  const found = placesOf(shape, handles);
  return found && handles.reduce((left, handle, at) => verbsOf(left).drag(left, handle, found[at][0] + dx, found[at][1] + dy, { even: false }), shape);
}

/** Say whether a handle is a place of the shape itself. @param {Pick<import("../../types/local.d.ts").Handle, "role">} handle */
export function isGrip({ role }) {
  return role !== "turn" && role !== "middle";
}

/** @param {Geometry} shape @param {string[]} handles @returns {Pair[] | null} */
function placesOf(shape, handles) {
  /** @type {Map<string, Pair>} */
  const places = new Map(verbsOf(shape).handles(shape, FINE).flatMap((one) => (isGrip(one) ? [[one.id, [one.x, one.y]]] : [])));
  const found = handles.flatMap((handle) => (places.has(handle) ? [/** @type {Pair} */ (places.get(handle))] : []));
  return found.length && found.length === handles.length ? found : null;
}

/** @param {Geometry} shape @param {string[]} handles */
function nameOf(shape, handles) {
  if (handles.length > 1) return `${handles.length} vertices`;
  const [grip, face] = handles[0].split(":").toReversed();
  if (GRIPS[grip]) return face ? `${GRIPS[grip]} of the ${face}` : GRIPS[grip];
  const index = Number(handles[0].slice(1).split(".").at(-1));
  return (shape.kind === "keypoints" && shape.points[index]?.name) || `Vertex ${index + 1}`;
}

/** Say whether it is moved and scaled as a whole. @param {Geometry} shape */
function isWhole({ kind }) {
  return FIELDS[kind] === WHOLE;
}

/** @param {Geometry} shape @param {string} name @param {number} value @returns {Geometry | null} */
function reached(shape, name, value) {
  const { x, y, width, height } = boundsOf(shape);
  if (name === "x" || name === "y") return verbsOf(shape).translate(shape, name === "x" ? value - x : 0, name === "y" ? value - y : 0);
  const [had, other] = name === "width" ? [width, height] : [height, width];
  if (shape.kind === "mask" && value * other > MOST) return null;
  return had > 0 ? scaled(shape, name === "width" ? value / had : 1, name === "height" ? value / had : 1, [x, y]) : null;
}

/** @param {Geometry} shape */
function boundsOf(shape) {
  const [x, y, width, height] = verbsOf(shape).bounds(shape);
  return { x, y, width, height };
}

/** @param {string} face @param {import("../../types/data.d.ts").Box} box */
function prefixed(face, { x, y, width, height }) {
  return Object.fromEntries(Object.entries({ x, y, width, height }).map(([name, value]) => [`${face} ${name}`, value]));
}
