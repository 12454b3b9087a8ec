// The exact numbers of a shape that a person may type: those of a box, an ellipse and a point.

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {{name: string, short: string, title: string, least: number | null}} Field */

/** @type {Field[]} */
const PLACE = [
  { name: "x", short: "X", title: "Left, in pixels", least: null },
  { name: "y", short: "Y", title: "Top, in pixels", least: null },
];
/** @type {Field} */
const TURN = { name: "rotation", short: "∠", title: "Turned clockwise, in degrees", least: null };
const LEAST = 0.01;

/** @type {Partial<Record<Geometry["kind"], Field[]>>} */
const FIELDS = {
  box: [...PLACE, { name: "width", short: "W", title: "Width, in pixels", least: LEAST }, { name: "height", short: "H", title: "Height, in pixels", least: LEAST }, TURN],
  ellipse: [
    { ...PLACE[0], title: "Centre from the left, in pixels" },
    { ...PLACE[1], title: "Centre from the top, in pixels" },
    { name: "rx", short: "Rx", title: "Half its width, in pixels", least: LEAST },
    { name: "ry", short: "Ry", title: "Half its height, in pixels", least: LEAST },
    TURN,
  ],
  point: PLACE,
};

/**
 * Give the fields of a shape with their values.
 * @param {Geometry} shape
 * @returns {(Field & {value: number})[]}
 */
export function numbersOf(shape) {
  const values = /** @type {Record<string, number>} */ (/** @type {unknown} */ (shape));
  return (FIELDS[shape.kind] ?? []).map((field) => ({ ...field, value: values[field.name] }));
}

/**
 * Give the shape with one of its numbers set, or null where it cannot be: not finite, or too small.
 * @param {Geometry} shape
 * @param {string} name
 * @param {number} value
 * @returns {Geometry | null}
 */
export function withNumber(shape, name, value) {
  const field = FIELDS[shape.kind]?.find((one) => one.name === name);
  if (!field || !Number.isFinite(value) || (field.least !== null && value < field.least)) return null;
  const turned = name === "rotation" ? ((value % 360) + 360) % 360 : value;
  return /** @type {Geometry} */ ({ ...shape, [name]: turned });
}
