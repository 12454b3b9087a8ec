// The pointer on the stage: a mouse or a pen goes to the tool in hand; fingers draw, move the picture and zoom.

import { createPressing } from "./pressing.js";
import { createTouching } from "./touching.js";
import { isTyping } from "./typing.js";

/** @typedef {import("../../types/local.d.ts").Tool} Tool */
/** @typedef {import("../../types/local.d.ts").Pointed} Pointed */

const WHEEL = 0.0016;
const LINE = 32;
const REACH = { mouse: 6, pen: 8, touch: 16 };

/**
 * @param {HTMLElement} element
 * @param {object} options
 * @param {{tool: () => Tool, onPoint: (x: number, y: number) => void, seen: () => {point: (x: number, y: number) => void}}} options.page
 * @param {import("./viewport.js").Viewport} options.view
 * @param {(event: PointerEvent | MouseEvent) => Pointed} options.pointed
 * @param {() => boolean} options.shown whether there is an image to draw on
 */
export function listenToPointer(element, { page, view, pointed, shown }) {
  /** @type {{x: number, y: number} | null} */
  let panning = null;
  let space = false;
  let hasPen = false;
  let wasBusy = false;
  let reach = REACH.mouse;
  addEventListener("keydown", (event) => {
    if (event.code !== "Space" || isTyping(event)) return;
    space = true;
    event.preventDefault();
    element.style.cursor = "grab";
  });
  addEventListener("keyup", (event) => event.code === "Space" && release());
  addEventListener("blur", () => space && release());

  function release() {
    space = false;
    element.style.cursor = page.tool().cursor;
  }

  /** @param {PointerEvent} event */
  const answered = (event) => shown() && (pointed(event).button === 0 || (event.button === 2 && page.tool().anyButton === true));

  /** @param {PointerEvent} event */
  function follow(event) {
    const place = pointed(event);
    page.onPoint(place.x, place.y);
    page.seen().point(place.x, place.y);
    if (shown()) page.tool().move?.(place);
  }

  const pressing = createPressing({ tool: page.tool, pointed, shown });
  const touching = createTouching({
    /** @param {PointerEvent} event */
    begin(event) {
      wasBusy = page.tool().busy();
      follow(event);
      if (shown()) page.tool().down?.(pointed(event));
    },
    move: follow,
    /** @param {PointerEvent} event */
    end: (event) => shown() && page.tool().up?.(pointed(event)),
    // A polygon begun before stays; the finger has then set one point more, which can be taken back.
    drop: (event) => (wasBusy ? page.tool().up?.(pointed(event)) : page.tool().cancel()),
    pan: view.pan,
    zoom(factor, x, y) {
      const { left, top } = element.getBoundingClientRect();
      view.zoomBy(factor, x - left, y - top);
    },
  });

  element.addEventListener("pointerdown", (event) => {
    if (event.target !== element) return; // a panel over the picture has it; capturing would take its click
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    reach = event.pointerType === "touch" || event.pointerType === "pen" ? REACH[event.pointerType] : REACH.mouse;
    hasPen ||= event.pointerType === "pen";
    if (event.pointerType === "touch") touching.down(event, hasPen || page.tool().name === "pan");
    else if (space || event.button === 1 || page.tool().name === "pan") panning = { x: event.clientX, y: event.clientY };
    else if (answered(event)) pressing.down(event);
  });
  element.addEventListener("contextmenu", (event) => {
    if (page.tool().anyButton || reach !== REACH.mouse) event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return touching.move(event);
    if (panning && !event.buttons) panning = null; // let go where nobody told
    if (panning) return lead(panning, event);
    pressing.see(event);
    return follow(event);
  });

  /** @param {{x: number, y: number}} from @param {PointerEvent} event */
  function lead(from, event) {
    const { x, y } = pointed(event);
    page.onPoint(x, y);
    page.seen().point(x, y);
    view.pan(event.clientX - from.x, event.clientY - from.y);
    panning = { x: event.clientX, y: event.clientY };
  }
  element.addEventListener("pointerup", (event) => {
    if (event.pointerType === "touch") touching.up(event);
    else if (panning) panning = null;
    else pressing.up(event);
  });
  element.addEventListener("pointercancel", (event) => {
    if (event.pointerType === "touch") return touching.cancel(event);
    panning = null;
    pressing.cancel(event);
  });
  element.addEventListener("dblclick", (event) => event.target === element && shown() && page.tool().twice?.(pointed(event)));
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      if (page.tool().wheel?.(event)) return;
      const { sx, sy } = pointed(event);
      const step = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      if (event.shiftKey) view.pan(-(event.deltaX + event.deltaY) * step, 0);
      else view.zoomBy(Math.exp(-event.deltaY * step * WHEEL * (event.ctrlKey ? 4 : 1)), sx, sy);
    },
    { passive: false },
  );

  return {
    /** How near is on it, in pixels of the stage: a finger is blunt. */
    reach: () => reach,
  };
}
