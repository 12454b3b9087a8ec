// Select, move and edit: a click picks the smallest shape or its group, Shift adds to the selection, a drag moves a
// handle, what is selected, or over the empty picture a rectangle that selects.

import { inside } from "../../shapes/moving.js";
import { vertexOf } from "../../shapes/polygon.js";
import { verbsOf } from "../../shapes/registry.js";
import { snapPoints } from "../../shapes/snapping.js";
import { boundsRound } from "../../shapes/transforming.js";
import { inserted, isLined, nearestEdge } from "../../shapes/vertices.js";
import { createFrame } from "./frame.js";
import { createMarquee } from "./marquee.js";
import { createPicked } from "./picked.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../../types/local.d.ts").Handle} Handle */
/** @typedef {import("../../../types/data.d.ts").Instance} Instance */

/** @type {[number, number]} */
const NOWHERE = [0, 0];

/**
 * @typedef {object} Drag
 * @property {Instance[]} of as they were
 * @property {(shape: Geometry, pointed: Pointed) => Geometry} change
 * @property {string | null} handle of the one shape
 * @property {(pointed: Pointed) => Pointed} aim where it keeps to something near
 * @property {boolean} framed
 * @property {string[] | null} only what a click without a drag selects
 * @property {Pointed} start
 * @property {string} title
 * @property {string | null} [why] nothing of it moves
 * @property {boolean} moved
 * @property {Set<string>} [stored] those that were in the file, and no suggestions
 */

const NEAR = 9;
const NEAR_FINGER = 18;
const STILL = 3;

/**
 * @param {Bench} bench
 * @param {import("../../../types/local.d.ts").Held} edit
 */
export function createSelectTool(bench, edit) {
  /** @type {Drag | null} */
  let drag = null;
  const marquee = createMarquee(bench);
  const picked = createPicked(bench, edit.heat);
  const frame = createFrame(bench);
  /** @type {Pointed | null} */
  let now = null;

  /** @param {Pointed} pointed @returns {Handle | null} */
  function handleAt({ sx, sy, blunt }) {
    const handles = bench.handled() ? bench.handles() : frame.handles();
    let [best, least] = [/** @type {Handle | null} */ (null), blunt ? NEAR_FINGER : NEAR];
    for (const handle of handles) {
      const [hx, hy] = bench.view.toStage(handle.x, handle.y);
      const away = Math.hypot(hx - sx, hy - sy) + (handle.role === "middle" ? 2 : 0);
      if (away < least) [best, least] = [handle, away];
    }
    return best;
  }

  /** @param {Pointed} pointed */
  function hover(pointed) {
    const handle = handleAt(pointed);
    edit.heat(handle ? [handle.id, ...picked.handles()] : picked.handles());
    const over = handle ? null : bench.pick(pointed.x, pointed.y);
    bench.cursor(handle?.cursor ?? (over && bench.isSelected(over.id) && !over.locked && !bench.held(over) ? "move" : over ? "pointer" : "default"));
  }

  function stop() {
    drag = now = null;
    bench.snap.drop();
    marquee.stop();
    edit.endPreview();
  }

  /** What is dragged does not keep to itself, and what turns to nothing. @param {Instance[]} of @param {boolean} turns @returns {Drag["aim"]} */
  function aiming(of, turns) {
    const ids = of.map(({ id }) => id);
    return (pointed) => (turns ? pointed : bench.snap.to(pointed, ids));
  }

  /** The vertex nearest to where a shape was taken keeps to something. @param {Instance[]} of @param {Instance} target @param {Pointed} start @returns {Drag["aim"]} */
  function carrying(of, target, start) {
    const ids = of.map(({ id }) => id);
    const away = (/** @type {import("../../../types/local.d.ts").Pair} */ [x, y]) => Math.hypot(x - start.x, y - start.y);
    const points = snapPoints(target.geometry);
    const vertex = points.reduce((nearest, one) => (away(one) < away(nearest) ? one : nearest), points[0] ?? [start.x, start.y]);
    return (pointed) => {
      const place = { x: vertex[0] + pointed.x - start.x, y: vertex[1] + pointed.y - start.y, ctrl: pointed.ctrl };
      const kept = bench.snap.to(place, ids);
      return { ...pointed, x: pointed.x + kept.x - place.x, y: pointed.y + kept.y - place.y };
    };
  }

  /** @param {string} handle @param {Pointed} pointed */
  function takeFrame(handle, pointed) {
    const title = handle === "turn" ? "Rotate" : "Scale";
    const of = bench.editable();
    drag = { of, aim: aiming(of, handle === "turn"), change: frame.change(handle, pointed), handle: null, framed: true, only: null, start: pointed, title, moved: false };
  }

  /** @param {Handle} handle @param {Pointed} pointed */
  function takeHandle({ id: handle, role }, pointed) {
    const instance = bench.handled();
    if (!instance) return takeFrame(handle, pointed);
    if (role === "vertex" && pointed.shift && picked.extend(handle)) return undefined;
    picked.set(role === "vertex" ? handle : null);
    if (pointed.alt && role === "vertex") return void picked.remove(pointed.at);
    const title = role === "turn" ? "Rotate" : role === "middle" ? "Insert vertex" : "Reshape";
    /** @param {Geometry} shape @param {Pointed} to */
    const change = (shape, to) => verbsOf(shape).drag(shape, handle, to.x, to.y, { even: to.shift });
    drag = { of: [instance], aim: aiming([instance], role === "turn"), change, handle, framed: false, only: null, start: pointed, title, moved: false };
    return undefined;
  }

  /** @param {Instance} target @param {Pointed} pointed */
  function takeShape(target, pointed) {
    const ids = bench.reach(target.id);
    if (pointed.shift) return bench.toggle(ids, pointed.at);
    const was = ids.every(bench.isSelected);
    if (!was) bench.selectAll(ids, pointed.at);
    const only = was && bench.selection().length > ids.length ? ids : null;
    const of = bench.selection().filter((one) => !one.locked && !bench.held(one));
    const bounds = boundsRound(of.map(({ geometry }) => geometry));
    /** @param {Geometry} shape @param {Pointed} to */
    const change = (shape, to) => verbsOf(shape).translate(shape, ...(bounds ? inside(bounds, to.x - pointed.x, to.y - pointed.y, bench.document.file) : NOWHERE));
    drag = { of, aim: carrying(of, target, pointed), change, handle: null, framed: false, only, start: pointed, title: "Move", why: of.length ? null : bench.held(target), moved: false };
    return undefined;
  }

  /** @param {Drag} taken @param {Pointed} pointed */
  function shapesOf({ of, change }, pointed) {
    return of.map(({ id, geometry }) => ({ id, geometry: change(geometry, pointed) }));
  }

  /** Put a vertex where a line of the one shape was clicked twice. @param {Pointed} pointed */
  function insert(pointed) {
    const { x, y, at } = pointed;
    const one = bench.handled();
    if (!one || !isLined(one.geometry) || nearestEdge(one.geometry, x, y).distance * bench.view.state.scale > NEAR) return;
    if (handleAt(pointed)?.role === "vertex") return;
    const { shape, handle } = inserted(one.geometry, x, y);
    bench.update(one.id, { geometry: shape }, "Insert vertex", at);
    picked.set(handle);
  }

  /** @param {Drag} ended @param {Pointed} pointed */
  function keep(ended, pointed) {
    const shapes = shapesOf(ended, pointed).filter(({ id }) => !ended.stored?.has(id) || bench.document.get(id));
    if (!shapes.length) return void (ended.why || bench.say("What you held was deleted meanwhile."));
    if (shapes.length === 1) bench.update(shapes[0].id, { geometry: shapes[0].geometry }, ended.title, pointed.at);
    else bench.updateAll(shapes.map(({ id, geometry }) => ({ id, fields: { geometry } })), `${ended.title} ${shapes.length} shapes`, pointed.at);
    if (ended.handle && ended.of[0].geometry.kind === "polygon") picked.set(vertexOf(ended.handle));
  }

  return {
    name: "select",
    cursor: "default",
    /** @param {Pointed} pointed */
    down(pointed) {
      const handle = handleAt(pointed);
      if (handle) return takeHandle(handle, pointed);
      picked.clear();
      const target = bench.pick(pointed.x, pointed.y);
      return target ? takeShape(target, pointed) : marquee.begin(pointed);
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      if (marquee.busy()) return marquee.move(pointed);
      if (!drag) return hover(pointed);
      const was = drag.moved;
      drag.moved ||= Math.hypot(pointed.sx - drag.start.sx, pointed.sy - drag.start.sy) >= STILL;
      if (!drag.moved) return undefined;
      if (!was && drag.why) bench.say(`${drag.why}.`);
      if (!was) drag.stored = new Set(drag.of.flatMap(({ id }) => (bench.document.get(id) ? [id] : [])));
      if (drag.handle) edit.heat([drag.of[0].geometry.kind === "polygon" ? vertexOf(drag.handle) : drag.handle]);
      const { of, change, aim } = drag;
      const to = (now = aim(pointed));
      return edit.preview(of, (shape) => change(shape, to));
    },
    /** @param {Pointed} pointed */
    up(pointed) {
      if (marquee.busy()) marquee.finish(pointed);
      const ended = drag;
      const to = ended?.moved ? ended.aim(pointed) : pointed;
      stop();
      if (ended?.moved) keep(ended, to);
      else if (ended?.only) bench.selectAll(ended.only, pointed.at);
      hover(pointed);
    },
    /** @param {Pointed} pointed */
    twice(pointed) {
      const target = bench.pick(pointed.x, pointed.y);
      if (target?.group) bench.enter(target.id, pointed.at);
      else insert(pointed);
    },
    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.key === "Escape" && (drag || marquee.busy())) {
        stop();
        return true;
      }
      if (picked.see(event)) return true;
      return (event.key === "Delete" || event.key === "Backspace") && picked.remove(event.timeStamp);
    },
    /** @param {CanvasRenderingContext2D} context */
    draw(context) {
      const [held, at] = [drag, now];
      frame.draw(context, held && at && !held.handle ? (box) => held.change(box, at) : null);
      marquee.draw(context);
    },
    vertices: { picked: picked.handles, drop: picked.clear, pick: picked.set, extend: picked.extend },
    busy: () => drag !== null || marquee.busy(),
    cancel() {
      picked.clear();
      stop();
    },
  };
}
