// What a script imports from "limner".

export {
  ChangeError,
  GeometryError,
  GrantError,
  HookError,
  HostError,
  ImportError,
  LimnerError,
  ManifestError,
  ParameterError,
  ProtocolError,
  Stopped,
} from "./errors.js";
export { Box, Cuboid, Ellipse, Keypoints, Mask, Point, Polygon, Polyline, Tag } from "./geometry.js";
export { on } from "./hooks.js";
export { area, bounds, contains, iou, simplify, toMask } from "./verbs.js";
