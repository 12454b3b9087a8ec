// What is shown of several selected shapes, and what can be done to those selected.

import { textScale } from "../canvas/letters.js";
import { berths, liesLow } from "../panels/berth.js";
import { createDeeds } from "../panels/deeds.js";
import { createSeveral } from "../panels/several.js";
import { createShared } from "../panels/shared.js";
import { verbsOf } from "../shapes/registry.js";
import { boundsRound } from "../shapes/transforming.js";

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

/** @typedef {import("../../types/local.d.ts").Rect} Rect */

const ROUND = 10; // pixels of the stage that handles need
const ABOVE = 30; // and the one that turns, or the label
const LABEL = { width: 90, height: 20, least: 24, most: 60 };
const SETTLED_MS = 120;

/** @param {Pick<PageParts, "element" | "work" | "stage" | "actions" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createOverview({ element, work, stage, actions, toolbox }) {
  const { view } = stage;
  let seen = "";
  let settling = 0;

  /** Give what a rectangle of the file takes of the stage. @param {Rect} rect @returns {Rect} */
  function onStage([x, y, width, height]) {
    return [...view.toStage(x, y), width * view.state.scale, height * view.state.scale];
  }

  /** The selection with its handles. @returns {Rect | null} */
  function about() {
    const bounds = boundsRound(work.lifted().map(({ geometry }) => geometry));
    if (!bounds) return null;
    const [x, y, width, height] = onStage(bounds);
    return [x - ROUND, y - ABOVE, width + 2 * ROUND, height + ABOVE + ROUND];
  }

  /** Roughly where labels are written in a part of the stage. @param {Rect} part @returns {Rect[]} */
  function labelsIn([x, y, width, height]) {
    const tall = LABEL.height * textScale();
    const [[left, top], [right, low]] = [view.toImage(x - LABEL.width, y), view.toImage(x + width, y + height + tall)];
    const shapes = stage.within([left, top, right - left, low - top]).map(({ geometry }) => onStage(verbsOf(geometry).bounds(geometry)));
    if (shapes.length > LABEL.most) return [];
    return shapes.filter((shape) => shape[2] >= LABEL.least).map((shape) => [Math.max(0, shape[0]), Math.max(0, shape[1] - tall), LABEL.width * textScale(), tall]);
  }

  /** @param {HTMLElement} bar */
  function isLow({ offsetWidth: width, offsetHeight: height, parentElement }) {
    if (toolbox.current().busy()) return parentElement?.classList.contains("low") === true;
    const places = berths({ width, height }, view.state);
    return liesLow(places, about(), [...labelsIn(places.top), ...labelsIn(places.low)]);
  }

  /** @param {string} name empty takes the label away */
  function relabel(name) {
    if (name) work.chooseLabel(name, true);
    else work.updateAll(work.editable().map(({ id }) => ({ id, fields: { label: "" } })), "Take the label away");
  }

  const deeds = createDeeds(element("deeds"), { actions, isOpen: () => work.count() > 0 && work.selection().some((one) => work.held(one) === null) && toolbox.name() === "select", isSolo: work.solo.isOn, isLow });

  return {
    panels: [
      createSeveral(element("several"), { selection: work.selection, count: work.count, labels: work.leaves, relabel, attributes: createShared(work).rows, actions }),
      deeds,
    ],
    draw() {
      const { x, y, scale } = view.state;
      if (seen === `${x},${y},${scale}`) return;
      seen = `${x},${y},${scale}`;
      clearTimeout(settling);
      settling = setTimeout(deeds.place, SETTLED_MS); // the bar waits until the view is still
    },
  };
}
