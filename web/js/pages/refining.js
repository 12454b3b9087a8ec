// Fewer vertices, an evener path, or rounder corners, by a slider that shows at once what would be: Enter keeps it, Escape gives it up.

import { isTyping } from "../canvas/typing.js";
import { createRefiner } from "../panels/refiner.js";
import { verbsOf } from "../shapes/registry.js";
import { rounded, simplified, smoothed } from "../shapes/simplifying.js";
import { isLined } from "../shapes/vertices.js";
import { counted } from "./work.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */
/** @typedef {{title: string, unit: string, least: number, step: number, first: number, most: (shapes: Geometry[]) => number, change: (shape: Geometry, value: number) => Geometry}} Way */

const PART = 0.03; // of the longest side: beyond that little is left of a shape

/** @type {Record<string, Way>} */
const WAYS = {
  simplify: { title: "Simplify", unit: "px", least: 0, step: 0.1, first: 1, most: (shapes) => Math.max(2, Math.round(PART * Math.max(...shapes.map(longest)))), change: simplified },
  smooth: { title: "Smooth", unit: "×", least: 0, step: 1, first: 3, most: () => 20, change: smoothed },
  round: { title: "Round off", unit: "×", least: 0, step: 1, first: 2, most: () => 5, change: rounded },
};

/** @type {Record<string, string>} */
const KEYS = { simplify: "Z", smooth: "Shift+Z" };

/** @param {Pick<PageParts, "element" | "work" | "stage" | "notices" | "refresh">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createRefining({ element, work, stage, notices, refresh }) {
  /** @type {{way: Way, of: Instance[], value: number, stamp: unknown} | null} */
  let open = null;
  const lined = () => work.editable().filter(({ geometry }) => isLined(geometry));

  /** @param {Instance[]} of @param {Way} way @param {number} value */
  const refined = (of, way, value) => of.map(({ id, geometry }) => ({ id, geometry: way.change(geometry, value) }));

  /** @param {number} value */
  function show(value) {
    if (!open) return;
    open.value = value;
    for (const { id, geometry } of refined(open.of, open.way, value)) work.preview(id, geometry);
    stage.redraw();
    panel.draw();
  }

  /** @param {string} name */
  function begin(name) {
    end();
    const [way, of] = [WAYS[name], lined()];
    const why = work.held(of[0]);
    if (why) return void notices.add("warning", `${why}.`);
    open = { way, of, value: way.first, stamp: work.stamp() };
    addEventListener("keydown", onKey, true);
    show(way.first);
    panel.focus();
  }

  function end() {
    if (!open) return;
    open = null;
    removeEventListener("keydown", onKey, true);
    work.endPreview();
    stage.redraw();
    refresh();
  }

  function keep() {
    if (!open) return;
    const { of, way, value } = open;
    end();
    work.updateAll(refined(of, way, value).map(({ id, geometry }) => ({ id, fields: { geometry } })), `${way.title} ${counted(of)}`);
    element("stage").focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if ((event.key !== "Enter" && event.key !== "Escape") || isTyping(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Enter") keep();
    else {
      end();
      element("stage").focus({ preventScroll: true });
    }
  }

  const panel = createRefiner(element("refiner"), {
    state() {
      if (!open) return null;
      const { way, of, value } = open;
      const count = (/** @type {{geometry: Geometry}[]} */ some) => some.reduce((sum, { geometry }) => sum + verbsOf(geometry).vertices(geometry), 0);
      return { ...way, value, most: way.most(of.map(({ geometry }) => geometry)), before: count(of), after: count(refined(of, way, value)) };
    },
    show,
    keep,
    end,
  });

  return {
    actions: Object.entries(WAYS).map(([name, { title }]) => ({
      id: name,
      title: `${title} what is selected, by a slider`,
      section: "Vertices",
      keys: KEYS[name] ?? "",
      run: () => begin(name),
      enabled: () => lined().length > 0 && lined().length === work.count(),
    })),
    panels: [
      {
        draw() {
          if (open && open.stamp !== work.stamp()) end(); // another selection, or somebody else changed it
          panel.draw();
        },
      },
    ],
    shown: end,
  };
}

/** @param {Geometry} shape */
function longest(shape) {
  const [, , width, height] = verbsOf(shape).bounds(shape);
  return Math.max(width, height);
}
