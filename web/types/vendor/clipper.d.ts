export { Clipper64, ClipType, FillRule, PolyTree64 } from "clipper2-ts";
