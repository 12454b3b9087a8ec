// How the open file is seen: its picture, the shapes on it, and what helps to look and to measure.

import { createCrosshair } from "../canvas/crosshair.js";
import { createDeep } from "../canvas/deep.js";
import { drawGrid } from "../canvas/grid.js";
import { TEXTS } from "../canvas/look.js";
import { createMinimap } from "../canvas/minimap.js";
import { createNote } from "../canvas/note.js";
import { createRulerTool } from "../canvas/tools/ruler.js";
import { createViewing } from "../panels/viewing.js";
import { call } from "../store/api.js";
import { createDisplay } from "./display.js";
import { createLooks } from "./looks.js";
import { giveScale, knownOf } from "./scaling.js";
import { rangeOf, samplesOf } from "./tonal.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/data.d.ts").Properties} Properties */
/** @typedef {ReturnType<typeof createSeeing>} Seeing */

/**
 * @param {object} page
 * @param {HTMLElement} page.panel
 * @param {import("../canvas/stage.js").Stage} page.stage
 * @param {() => import("../store/document.js").FileDocument | null} page.document
 * @param {(label: string | null | undefined) => string} page.color of a label
 * @param {(tool: string) => void} page.choose a tool
 * @param {(text: string) => void} page.onFail
 * @param {() => void} page.onChange
 */
export function createSeeing({ panel, stage, document: opened, color, choose, onFail, onChange }) {
  /** @type {WeakMap<import("../store/document.js").FileDocument, Properties>} */
  const known = new WeakMap();
  /** @type {Instance | null} */
  let hovered = null;
  /** @type {import("../canvas/tools/ruler.js").Measure | null} */
  let measure = null;
  let scaled = "";
  const note = createNote(stage.element);
  const crosshair = createCrosshair(stage.element);
  const minimap = createMinimap(stage.element, stage.view);
  const deep = createDeep({ onChange: stage.repaint, onFail });
  const looks = createLooks({ color, onChange: follow });
  const display = createDisplay({ layers: stage.layers, even: stage.even, document: opened, isDeep: () => facts()?.samples !== null, onChange: tune });
  const viewing = createViewing(panel, {
    display,
    looks,
    range: () => rangeOf(facts()?.samples ?? null, display.shown().window),
    scale: {
      known: scale,
      async type(scope, size) {
        const document = opened();
        if (document) await giveScale(document.file, scope, size);
        stage.redraw();
      },
      measured: () => (measure ? Math.hypot(measure.to[0] - measure.from[0], measure.to[1] - measure.from[1]) : 0),
      measure: () => choose("ruler"),
    },
  });

  function facts() {
    const document = opened();
    return (document && known.get(document)) ?? null;
  }

  function scale() {
    return knownOf(opened()?.file ?? null);
  }

  /** Ask what the file says of itself, once somebody wants to know. */
  async function learn() {
    const document = opened();
    if (!document || known.has(document)) return;
    try {
      known.set(document, await call("GET", `/api/files/${encodeURIComponent(document.file.id)}/properties`));
    } catch (error) {
      return onFail(`What the file says of its pixels could not be read: ${/** @type {Error} */ (error).message}.`);
    }
    if (document !== opened()) return;
    display.apply();
    stage.redraw();
  }

  /** The picture is shown otherwise. */
  function tune() {
    const [samples, window] = [facts()?.samples ?? null, display.shown().window];
    deep.show(samples && window ? { url: samples.content, window: samplesOf(samples, window) } : null);
    minimap.light(stage.layers[0].style.filter);
    viewing.draw();
    onChange();
  }

  /** The shapes, or what helps to look, are shown otherwise. */
  function follow() {
    const guides = looks.guides();
    crosshair.set(guides.crosshair);
    minimap.set(guides.minimap);
    if (looks.look().texts !== "hover") hovered = null;
    viewing.draw();
    stage.redraw();
    onChange();
  }

  /** @param {import("./looks.js").Guides} guides @param {"grid" | "crosshair" | "minimap"} name */
  const turned = (guides, name) => looks.setGuides({ [name]: !guides[name] });

  /** @param {boolean} [open] */
  function toggle(open) {
    viewing.toggle(open);
    if (viewing.isOpen()) learn();
  }

  return {
    look: looks.look,
    color: looks.color,
    tint: looks.tint,
    hovered: () => hovered,
    display,
    /** What to draw in the place of a level of the picture. */
    instead: deep.drawn,
    toggle,
    /** Others may have given the file another scale. */
    draw() {
      const now = JSON.stringify(scale());
      if (now !== scaled) viewing.draw();
      scaled = now;
    },
    /** @param {CanvasRenderingContext2D} context in pixels of the stage */
    guides(context) {
      const [document, { grid, step }] = [opened(), looks.guides()];
      if (grid && document) drawGrid(context, stage.view, document.file, step);
    },
    /** The pointer is at a place of the file. @param {number} x @param {number} y */
    point(x, y) {
      if (looks.look().texts !== "hover") return;
      const before = hovered?.id;
      hovered = stage.pick(x, y);
      if (hovered?.id !== before) stage.redraw();
    },
    /** Another part of the picture is in sight. */
    moved: minimap.draw,
    /** Another file is on the stage, or none. */
    show() {
      hovered = null;
      minimap.show(opened()?.file ?? null);
      display.apply();
      follow();
      if (display.shown().window || viewing.isOpen()) learn();
    },
    /** @param {import("../../types/local.d.ts").Bench} bench */
    ruler: (bench) =>
      createRulerTool(bench, {
        scale: () => scale().size,
        say: note,
        onMeasure(next) {
          measure = next;
          viewing.draw();
        },
      }),
    /** What can be done, by key. */
    /** @type {import("../../types/local.d.ts").Action[]} */
    actions: [
      { id: "tool.ruler", title: "Ruler: drag to measure, with Shift straight", section: "Tools", keys: "Y", run: () => choose("ruler") },
      { id: "display", title: "Display: brightness, contrast, tones, shapes, grid, scale", section: "View", keys: "I", run: () => toggle() },
      { id: "invert", title: "Invert the picture", section: "View", keys: "Shift+I", run: () => display.wish({ invert: !display.shown().invert }) },
      { id: "fill-areas", title: "Fill areas or not", section: "View", keys: "Shift+E", run: () => looks.setLook({ filled: !looks.look().filled }) },
      { id: "label-texts", title: "Labels always, under the pointer, never", section: "View", keys: "Shift+L", run: () => looks.setLook({ texts: TEXTS[(TEXTS.indexOf(looks.look().texts) + 1) % TEXTS.length] }) },
      { id: "grid", title: "Grid", section: "View", keys: "Shift+G", run: () => turned(looks.guides(), "grid") },
      { id: "crosshair", title: "Crosshair", section: "View", keys: "Shift+X", run: () => turned(looks.guides(), "crosshair") },
      { id: "minimap", title: "Minimap", section: "View", keys: "Shift+K", run: () => turned(looks.guides(), "minimap") },
    ],
  };
}
