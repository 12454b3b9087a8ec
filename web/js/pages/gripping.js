// Reshaping without a mouse: from handle to handle of the selected shape by key, and what is picked goes with the arrows.

import { within } from "../shapes/rings.js";
import { verbsOf } from "../shapes/registry.js";
import { newId } from "../store/document.js";

/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("../../types/local.d.ts").Handle} Handle */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

const SECTION = "Vertices";
const FAR = 10;
/** @type {Record<string, Pair>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {Pick<PageParts, "element" | "work" | "bench" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createGripping({ element, work, bench, toolbox }) {
  const said = element("told");
  /** Steps of the arrows one after the other are one step to undo. */
  let nudged = { step: "", revision: -1, handles: "" };
  /** What was picked by key, and not with the mouse. */
  let gripped = "";

  const vertices = () => toolbox.current().vertices;
  const picked = () => vertices()?.picked() ?? [];
  const one = () => (vertices() ? bench.handled() : null);
  const grips = () => gripsOf(one()?.geometry, 1 / bench.view.state.scale);

  /** @param {Handle[]} all @param {string} id */
  function tell(all, id) {
    const at = all.findIndex((handle) => handle.id === id);
    if (at < 0) return void (said.textContent = "");
    const { x, y, role } = all[at];
    bench.view.reveal([x, y, 0, 0]);
    said.textContent = `${WORDS[role]} ${at + 1} of ${all.length}, ${Math.round(x)}, ${Math.round(y)}`;
  }

  /** @param {1 | -1} by @param {boolean} keeps what is picked already */
  function step(by, keeps) {
    const [all, tool] = [grips(), vertices()];
    if (!all.length || !tool) return;
    const from = all.findIndex(({ id }) => id === (keeps ? gripped || picked().at(-1) : picked()[0]));
    const { id } = all[((from < 0 && by < 0 ? 0 : from) + by + all.length) % all.length];
    if (!keeps || !tool.extend(id)) tool.pick(id);
    gripped = id;
    tell(all, id);
    bench.redraw();
  }

  /** @param {Pair} way */
  function nudge([dx, dy]) {
    const [found, handles] = [one(), picked()];
    if (!found) return;
    const shape = dragged(found.geometry, handles, [dx, dy], bench);
    if (!shape) return;
    const goesOn = nudged.revision === bench.document.revision() && nudged.handles === handles.join();
    const step = goesOn ? nudged.step : newId();
    if (work.ghost()) work.update(found.id, { geometry: shape }, "Reshape");
    else work.updateAll([{ id: found.id, fields: { geometry: shape } }], "Reshape", undefined, step);
    nudged = { step, revision: bench.document.revision(), handles: handles.join() };
    tell(grips(), gripped || handles[0]);
  }

  /** @param {KeyboardEvent} event */
  function key({ key, ctrlKey, metaKey, altKey, shiftKey }) {
    if (!picked().length || !one()) return false;
    if (key === "Escape" && gripped && picked().includes(gripped)) {
      vertices()?.drop();
      gripped = said.textContent = "";
      bench.redraw();
      return true;
    }
    if (!(key in WAYS) || ctrlKey || metaKey || altKey) return false;
    const [dx, dy] = WAYS[key];
    nudge(shiftKey ? [dx * FAR, dy * FAR] : [dx, dy]);
    return true;
  }

  toolbox.listen(key);
  const enabled = () => grips().length > 0;
  return {
    actions: [
      { id: "vertex.next", title: "Next vertex or handle of the selected shape; the arrows then move it", section: SECTION, keys: "Ctrl+ArrowRight", repeats: true, run: () => step(1, false), enabled },
      { id: "vertex.previous", title: "Previous vertex or handle", section: SECTION, keys: "Ctrl+ArrowLeft", repeats: true, run: () => step(-1, false), enabled },
      { id: "vertex.next.too", title: "Pick vertices up to the next one", section: SECTION, keys: "Ctrl+Shift+ArrowRight", repeats: true, run: () => step(1, true), enabled },
      { id: "vertex.previous.too", title: "Pick vertices up to the previous one", section: SECTION, keys: "Ctrl+Shift+ArrowLeft", repeats: true, run: () => step(-1, true), enabled },
    ],
    shown: () => void (gripped = ""),
  };
}

/** @type {Record<Handle["role"], string>} */
const WORDS = { vertex: "Vertex", middle: "Middle", corner: "Corner", side: "Side", turn: "Turn" };

/** Give what can be taken hold of: what turns a shape has its number and its keys. @param {Geometry | undefined} shape @param {number} pixel */
function gripsOf(shape, pixel) {
  if (!shape) return [];
  return verbsOf(shape).handles(shape, pixel).filter(({ role }) => role !== "turn" && role !== "middle");
}

/**
 * Give a shape with some of its handles moved, as far as the picture goes; null where nothing moves.
 * @param {Geometry} shape
 * @param {string[]} handles
 * @param {Pair} by
 * @param {Pick<import("../../types/local.d.ts").Bench, "document" | "view">} bench
 */
function dragged(shape, handles, [dx, dy], { document: { file }, view }) {
  const places = new Map(gripsOf(shape, 1 / view.state.scale).map(({ id, x, y }) => [id, [x, y]]));
  let moves = false;
  const moved = handles.reduce((left, handle) => {
    const [x, y] = places.get(handle) ?? [0, 0];
    const [tx, ty] = within([x + dx, y + dy], file.width, file.height);
    if (!places.has(handle) || (tx === x && ty === y)) return left;
    moves = true;
    return verbsOf(left).drag(left, handle, tx, ty, { even: false });
  }, shape);
  return moves ? moved : null;
}
