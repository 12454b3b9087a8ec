// Random shapes for the tests of the geometry: whole and fractional, degenerate, self-touching, huge.

import fc from "../../web/node_modules/fast-check/lib/fast-check.js";

import { encoded } from "../../web/js/shapes/mask.js";

// The same shapes every time, so that a change is to blame for what fails; LIMNER_SEED looks at others.
fc.configureGlobal({ seed: Number(process.env.LIMNER_SEED ?? 6), numRuns: 200 });
export { fc };

const places = [
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: -9, max: 9 }).map((n) => n / 3),
  fc.double({ min: 0, max: 640, noNaN: true }).map((n) => Math.round(n * 100) / 100),
  fc.integer({ min: -6, max: 6 }).map((n) => n * 1e7 + 0.5),
];
const lengths = [fc.integer({ min: 1, max: 8 }), fc.double({ min: 0.01, max: 500, noNaN: true }), fc.integer({ min: 1, max: 9 }).map((n) => n * 1e6)];
const rotation = fc.oneof(fc.constant(0), fc.constantFrom(90, 180, 270), fc.double({ min: 0, max: 359, noNaN: true }));

/** @param {fc.Arbitrary<number>} place @param {number} least @param {number} [most] */
export const pointsOf = (place, least, most = 12) => fc.array(fc.tuple(place, place), { minLength: least, maxLength: most });
/** Rings of any form: they may cross and touch themselves, and lie on a line. */
export const anyRing = fc.oneof(...places.map((place) => pointsOf(place, 3)));

/** Outlines that do not cross themselves: a star round a centre. */
export const star = fc
  .tuple(fc.double({ min: 20, max: 400, noNaN: true }), fc.double({ min: 20, max: 400, noNaN: true }), fc.array(fc.double({ min: 5, max: 90, noNaN: true }), { minLength: 3, maxLength: 30 }))
  .map(([x, y, radii]) => polygonOf(radii.map((r, i) => [x + r * Math.cos((2 * Math.PI * i) / radii.length), y + r * Math.sin((2 * Math.PI * i) / radii.length)])));

/** @param {[number, number][]} outer @param {[number, number][][]} [holes] */
export const polygonOf = (outer, holes = []) => ({ kind: "polygon", parts: [{ outer, holes }] });

export const anyPolygon = fc
  .array(fc.record({ outer: anyRing, holes: fc.array(anyRing, { maxLength: 2 }) }), { minLength: 1, maxLength: 3 })
  .map((parts) => ({ kind: "polygon", parts }));
export const anyPolyline = fc.oneof(...places.map((place) => pointsOf(place, 2))).map((points) => ({ kind: "polyline", points }));
const place = fc.oneof(...places);
const length = fc.oneof(...lengths);
export const anyBox = fc.record({ kind: fc.constant("box"), x: place, y: place, width: length, height: length, rotation });
export const anyEllipse = fc.record({ kind: fc.constant("ellipse"), x: place, y: place, rx: length, ry: length, rotation });
export const anyMask = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: -20, max: 300 }), fc.integer({ min: -20, max: 300 }))
  .chain(([width, height, x, y]) =>
    fc.array(fc.constantFrom(0, 1), { minLength: width * height, maxLength: width * height }).map((bits) => maskFrom([x, y, width, height], bits)),
  );
const anyPoint = fc.record({ kind: fc.constant("point"), x: place, y: place });
const anyKeypoints = fc
  .array(fc.record({ name: fc.constant("eye"), x: place, y: place, visible: fc.constantFrom(0, 1, 2) }), { minLength: 1, maxLength: 5 })
  .map((points) => ({ kind: "keypoints", points, edges: points.length > 1 ? [[0, 1]] : [] }));
const anyCuboid = fc.tuple(anyBox, anyBox).map(([front, rear]) => ({ kind: "cuboid", front, rear }));

export const anyShape = fc.oneof(anyBox, anyPolygon, anyPolyline, anyPoint, anyEllipse, anyKeypoints, anyCuboid, anyMask, fc.constant({ kind: "tag" }));
export const anyFilled = fc.oneof(anyBox, anyPolygon, anyEllipse);

/** @param {number[]} bounds @param {number[]} bits */
export const maskFrom = (bounds, bits) => ({ kind: "mask", bounds, rle: encoded(Uint8Array.from(bits)) });

/** Numbers of a shape to six places, for comparing. @param {any} shape */
export const rounded = (shape) => JSON.parse(JSON.stringify(shape), (_, value) => (typeof value === "number" ? Math.round(value * 1e6) / 1e6 + 0 : value));
