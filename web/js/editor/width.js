// The width of the editor's column: dragged, moved by keys, remembered.

import { readTextScale } from "../canvas/letters.js";
import { local } from "../store/pockets.js";

const KEPT = "limner-editor-width";
export const LEAST = 420;
const USUAL = 560;
const STEP = 24;
const SIDE = 300;
const STAGE = 340; // tools, and a picture that can still be worked on

/** @param {(width: number) => void} onChange */
export function createWidth(onChange) {
  let width = Number(local.getItem(KEPT)) || USUAL;

  function most() {
    const times = readTextScale();
    const side = innerWidth < 1200 * times ? 0 : SIDE * times;
    return Math.max(LEAST, innerWidth - side - STAGE);
  }

  const shown = () => Math.round(Math.min(Math.max(width, LEAST), most()));

  function apply() {
    document.documentElement.style.setProperty("--editor-width", `${shown()}px`);
    onChange(shown());
  }

  /** @param {number} next */
  function set(next) {
    width = Math.min(Math.max(next, LEAST), most());
    local.setItem(KEPT, String(Math.round(width)));
    apply();
  }

  addEventListener("resize", apply);

  return {
    apply,
    shown,
    most,
    /** @param {PointerEvent} event */
    drag(event) {
      const handle = /** @type {HTMLElement} */ (event.currentTarget);
      const [start, from] = [event.clientX, shown()];
      handle.setPointerCapture(event.pointerId);
      const move = (/** @type {PointerEvent} */ moved) => set(from + start - moved.clientX);
      handle.addEventListener("pointermove", move);
      handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), { once: true });
      event.preventDefault();
    },
    /** The handle is the left edge, so it goes left to widen. @param {KeyboardEvent} event */
    key(event) {
      const wanted = { ArrowLeft: shown() + STEP, ArrowRight: shown() - STEP, Home: most(), End: LEAST }[event.key];
      if (wanted === undefined) return;
      event.preventDefault();
      set(wanted);
    },
    reset: () => set(USUAL),
  };
}
