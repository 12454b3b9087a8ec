// Shapes made into shapes of another kind, and the one kind that has no place: a tag of the whole file.

import { conversionsOf, converted } from "../shapes/converting.js";
import { counted } from "./work.js";

/** @typedef {import("../../types/local.d.ts").Kind} Kind */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

/** @type {Kind[]} */
const KINDS = ["box", "polygon", "mask", "ellipse", "polyline"];
const SHARE = 4; // of what is in sight, for a box whose numbers are typed then

/** @param {Pick<PageParts, "work" | "bench" | "element">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createConverting({ work, bench, element }) {
  /** @param {Kind} kind */
  const convertible = (kind) => work.editable().filter(({ geometry }) => geometry.kind !== kind && conversionsOf(geometry.kind).includes(kind));

  /** @param {Kind} kind */
  function convert(kind) {
    const { width, height } = bench.document.file;
    const all = convertible(kind);
    const made = all.flatMap((from) => {
      const geometry = converted(from.geometry, kind, { file: { width, height }, turned: from.geometry.kind === "ellipse" });
      return geometry ? [{ from, geometry }] : [];
    });
    if (!made.length) return bench.say(`Nothing would be left as a ${kind}.`);
    return work.updateAll(made.map(({ from, geometry }) => ({ id: from.id, fields: { geometry } })), `Make ${counted(all)} a ${kind}`);
  }

  /** Put a box in the middle of what is in sight, and let its numbers be typed. */
  function typed() {
    const { width, height } = bench.view.state;
    const [left, top] = bench.view.toImage(0, 0);
    const [right, bottom] = bench.view.toImage(width, height);
    const file = bench.document.file;
    const [x, y] = [Math.max(0, left), Math.max(0, top)];
    const [wide, tall] = [Math.min(file.width, right) - x, Math.min(file.height, bottom) - y];
    const place = [x + (wide * (SHARE - 1)) / 2 / SHARE, y + (tall * (SHARE - 1)) / 2 / SHARE].map(Math.round);
    work.create({ kind: "box", x: place[0], y: place[1], width: Math.max(1, Math.round(wide / SHARE)), height: Math.max(1, Math.round(tall / SHARE)), rotation: 0 });
    // The panels are drawn behind the next frame.
    requestAnimationFrame(() => setTimeout(() => setTimeout(() => /** @type {HTMLInputElement | null} */ (element("inspector").querySelector(".numbers input"))?.select())));
  }

  return {
    actions: [
      ...KINDS.map((kind) => ({ id: `convert.${kind}`, title: `Make it a ${kind}`, section: "Convert", run: () => convert(kind), enabled: () => convertible(kind).length > 0 })),
      { id: "tag.file", title: "Tag the file with the active label", section: "Shapes", keys: "Shift+T", run: () => work.create({ kind: "tag" }) },
      { id: "box.typed", title: "Box by its numbers", section: "Shapes", run: typed },
    ],
  };
}
