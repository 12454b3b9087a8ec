// What labels ask of shapes, while they are drawn and dragged: whole pixels are kept to, and what does not do yet is
// outlined, with a few words beside the pointer. A tool whose shapes the label does not take draws nothing.

import { createNote } from "../canvas/note.js";
import { drawUnfit } from "../canvas/unfit.js";
import { rounded, shapeProblems } from "../ontology/fitting.js";
import { labelOf } from "../ontology/ontology.js";
import { verbsOf } from "../shapes/registry.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Kind} Kind */
/** @typedef {import("../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../types/local.d.ts").Tool} Tool */
/** @typedef {ReturnType<typeof createLimits>} Limits */

/** The shape each tool makes. @type {Record<string, Kind>} */
const MAKES = { box: "box", polygon: "polygon", polyline: "polyline", point: "point", keypoints: "keypoints", ellipse: "ellipse", cuboid: "cuboid", brush: "mask" };

/** @param {{stage: import("../canvas/stage.js").Stage, work: import("./work.js").Work}} page */
export function createLimits({ stage, work }) {
  const say = createNote(stage.element, "measured unfit", "off");

  const isWhole = () => work.activeLabel()?.limits?.integer === true;

  /** A selected mask is painted on, whatever label is active. @param {string} tool */
  const isPainted = (tool) => tool === "brush" && work.editable().some(({ id, geometry }) => geometry.kind === "mask" && id === work.selected()?.id);

  /** @param {Geometry} geometry @param {string | null | undefined} name of its label */
  function lacking(geometry, name) {
    const label = labelOf(work.ontology(), name);
    return (label && shapeProblems(label.limits?.integer ? rounded(geometry) : geometry, label)[0]?.brief) ?? null;
  }

  /** What is drawn now, or dragged, and does not do. @param {Tool} tool */
  function unfit(tool) {
    const drawn = tool.shape?.() ?? null;
    const held = drawn ? [{ geometry: drawn, label: tool.of?.()?.label ?? work.activeLabel()?.name }] : work.previewed();
    const found = held.flatMap(({ geometry, label }) => {
      const brief = lacking(geometry, label);
      return brief ? [{ geometry, brief }] : [];
    });
    return { found, count: held.length };
  }

  return {
    /** Give the pointer on whole pixels, where the active label asks for them. @param {Pointed} pointed @returns {Pointed} */
    whole(pointed) {
      if (!isWhole()) return pointed;
      const [x, y] = [Math.floor(pointed.x + 0.5), Math.floor(pointed.y + 0.5)];
      const [sx, sy] = stage.view.toStage(x, y);
      return { ...pointed, x, y, sx, sy };
    },
    /** Give a shape as it is stored. @template {Geometry} G @param {G} geometry @returns {G} */
    stored: (geometry) => (isWhole() ? rounded(geometry) : geometry),
    /** Say in a few words what a shape lacks for the active label, or null. @param {Geometry} geometry */
    lacking: (geometry) => lacking(geometry, work.activeLabel()?.name),
    /** Give why a tool makes nothing that the active label takes, or null. @param {string} tool */
    against(tool) {
      const [label, kind] = [work.activeLabel(), MAKES[tool]];
      if (!label?.kinds?.length || !kind || label.kinds.includes(kind) || isPainted(tool)) return null;
      return shapeProblems(/** @type {any} */ ({ kind }), label)[0];
    },
    say,
    /** Show what does not do. @param {CanvasRenderingContext2D} context in pixels of the stage @param {Tool} tool @param {Pointed | null} over */
    draw(context, tool, over) {
      const { found, count } = unfit(tool);
      for (const { geometry } of found) drawUnfit(context, geometry, stage.view);
      if (!found.length) return say("", 0, 0);
      const words = `${count > 1 ? `${found.length} of ${count}: ` : ""}${found[0].brief}`;
      const [x, y, width, height] = verbsOf(found[0].geometry).bounds(found[0].geometry);
      return over && tool.busy() ? say(words, over.sx, over.sy) : say(words, ...stage.view.toStage(x + width / 2, y + height));
    },
  };
}

/**
 * Give the tool that keeps to what labels ask for.
 * @param {Tool} tool
 * @param {import("../../types/local.d.ts").Bench} bench
 * @returns {Tool}
 */
export function limited(tool, { limits, say, cursor }) {
  /** @type {Pointed | null} */
  let over = null;
  let isBarred = false;

  /** What was begun under another label may be ended. */
  const barred = () => (tool.busy() ? null : limits.against(tool.name));

  /** @param {Pointed} pointed */
  const placed = (pointed) => (tool.name === "select" ? pointed : limits.whole(pointed));

  return {
    ...tool,
    down(pointed) {
      over = placed(pointed);
      const no = barred();
      if (no) say(`${no.what}.`);
      else tool.down?.(over);
    },
    move(pointed) {
      over = placed(pointed);
      tool.move?.(over);
    },
    up: (pointed) => tool.up?.(placed(pointed)),
    twice: (pointed) => tool.twice?.(placed(pointed)),
    draw(context) {
      const no = barred();
      if (isBarred !== (no !== null)) cursor(no ? "not-allowed" : tool.cursor);
      isBarred = no !== null;
      if (no) return limits.say(over ? (no.brief ?? no.what) : "", over?.sx ?? 0, over?.sy ?? 0);
      limits.draw(context, tool, over);
      return tool.draw?.(context);
    },
    cancel() {
      over = null;
      isBarred = false;
      limits.say("", 0, 0);
      tool.cancel();
    },
  };
}
