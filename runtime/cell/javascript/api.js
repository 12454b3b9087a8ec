// What a script imports from "limner".

export * from "./errors.js";
export { Box, Cuboid, Ellipse, Keypoints, Mask, Point, Polygon, Polyline, Tag } from "./geometry.js";
export { on } from "./hooks.js";
export { area, bounds, contains, iou, simplify, toMask } from "./verbs.js";
