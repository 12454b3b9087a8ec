// Select, move and edit: a click picks the smallest shape, a drag moves a handle, or the shape itself.

import { vertexOf } from "../../shapes/polygon.js";
import { verbsOf } from "../../shapes/registry.js";

/** @typedef {import("../../../types/local.d.ts").Bench} Bench */
/** @typedef {import("../../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../../types/local.d.ts").Handle} Handle */

const NEAR = 9;
const STILL = 3;

/**
 * @param {Bench} bench
 * @param {object} edit
 * @param {(id: string, geometry: Geometry) => void} edit.preview shows a shape before it is stored
 * @param {() => void} edit.endPreview
 * @param {(handle: string | null) => void} edit.heat says which handle is under the pointer or picked
 */
export function createSelectTool(bench, edit) {
  /** @type {{id: string, from: Geometry, handle: string | null, start: Pointed, title: string, moved: boolean} | null} */
  let drag = null;
  /** @type {string | null} the vertex that Delete takes */
  let picked = null;

  /** @param {Pointed} pointed @returns {Handle | null} */
  function handleAt({ sx, sy }) {
    const instance = bench.selected();
    if (!instance || instance.locked || instance.hidden) return null;
    const verbs = verbsOf(instance.geometry);
    let [best, least] = [/** @type {Handle | null} */ (null), NEAR];
    for (const handle of verbs.handles(instance.geometry, 1 / bench.view.state.scale)) {
      const [hx, hy] = bench.view.toStage(handle.x, handle.y);
      const away = Math.hypot(hx - sx, hy - sy) + (handle.role === "middle" ? 2 : 0);
      if (away < least) [best, least] = [handle, away];
    }
    return best;
  }

  /** @param {Pointed} pointed */
  function shapeOf(pointed) {
    if (!drag) return null;
    const verbs = verbsOf(drag.from);
    if (!drag.handle) return verbs.translate(drag.from, pointed.x - drag.start.x, pointed.y - drag.start.y);
    return verbs.drag(drag.from, drag.handle, pointed.x, pointed.y, { even: pointed.shift });
  }

  /** @param {Pointed} pointed */
  function hover(pointed) {
    const handle = handleAt(pointed);
    edit.heat(handle?.id ?? picked);
    const over = handle ? null : bench.pick(pointed.x, pointed.y);
    bench.cursor(handle?.cursor ?? (over && over.id === bench.selected()?.id && !over.locked ? "move" : over ? "pointer" : "default"));
  }

  function stop() {
    drag = null;
    edit.endPreview();
  }

  return {
    name: "select",
    cursor: "default",
    /** @param {Pointed} pointed */
    down(pointed) {
      const handle = handleAt(pointed);
      const target = handle ? bench.selected() : bench.pick(pointed.x, pointed.y);
      picked = handle && handle.role === "vertex" ? handle.id : null;
      edit.heat(picked);
      if (!target) return bench.select(null, pointed.at);
      if (target.id !== bench.selected()?.id) bench.select(target.id, pointed.at);
      if (target.locked) return undefined;
      if (pointed.alt && handle?.role === "vertex") return removeVertex(handle.id, pointed.at);
      const title = handle ? (handle.role === "turn" ? "Rotate" : handle.role === "middle" ? "Insert vertex" : "Reshape") : "Move";
      drag = { id: target.id, from: target.geometry, handle: handle?.id ?? null, start: pointed, title, moved: false };
      return undefined;
    },
    /** @param {Pointed} pointed */
    move(pointed) {
      if (!drag) return hover(pointed);
      drag.moved ||= Math.hypot(pointed.sx - drag.start.sx, pointed.sy - drag.start.sy) >= STILL;
      const shape = shapeOf(pointed);
      if (!drag.moved || !shape) return undefined;
      if (drag.handle) edit.heat(drag.from.kind === "polygon" ? vertexOf(drag.handle) : drag.handle);
      return edit.preview(drag.id, shape);
    },
    /** @param {Pointed} pointed */
    up(pointed) {
      const [ended, shape] = [drag, shapeOf(pointed)];
      stop();
      if (ended?.moved && shape) bench.update(ended.id, { geometry: shape }, ended.title, pointed.at);
      if (ended?.moved && ended.handle && ended.from.kind === "polygon") picked = vertexOf(ended.handle);
      hover(pointed);
    },
    /** @param {KeyboardEvent} event */
    key(event) {
      if (event.key === "Escape" && drag) {
        stop();
        return true;
      }
      if ((event.key !== "Delete" && event.key !== "Backspace") || !picked) return false;
      return removeVertex(picked, event.timeStamp);
    },
    busy: () => drag !== null,
    cancel() {
      picked = null;
      edit.heat(null);
      stop();
    },
  };

  /**
   * @param {string} handle
   * @param {number} at
   */
  function removeVertex(handle, at) {
    const instance = bench.selected();
    const shape = instance && verbsOf(instance.geometry).remove(instance.geometry, handle);
    picked = null;
    edit.heat(null);
    if (!instance || !shape) return false;
    bench.update(instance.id, { geometry: shape }, "Delete vertex", at);
    return true;
  }
}
