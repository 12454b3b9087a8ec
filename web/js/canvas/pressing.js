// One press of a mouse or pen, from going down to letting go, however the browser tells of it: while a second button is
// held, letting go is a move, and behind another window nobody tells of it at all.

/** @typedef {import("../../types/local.d.ts").Pointed} Pointed */
/** @typedef {import("../../types/local.d.ts").Tool} Tool */
/** @typedef {Pick<PointerEvent, "button" | "buttons">} Told what an event says of the buttons */

/** What each button is in `buttons`, by what it is in `button`. */
const BITS = [1, 4, 2, 8, 16, 32];

/**
 * @template {Told} T
 * @param {object} page
 * @param {() => Tool} page.tool
 * @param {(event: T) => Pointed} page.pointed
 * @param {() => boolean} page.shown whether there is an image to draw on
 */
export function createPressing({ tool, pointed, shown }) {
  /** @type {{by: Tool, button: number, as: number, wasBusy: boolean, last: T} | null} */
  let press = null;

  /** @param {T} event */
  function end(event) {
    const ended = press;
    press = null;
    if (shown() && ended && ended.by === tool()) ended.by.up?.({ ...pointed(event), button: ended.as });
  }

  return {
    /** @param {T} event */
    down(event) {
      if (press) end(press.last);
      const [by, place] = [tool(), pointed(event)];
      press = { by, button: event.button, as: place.button, wasBusy: by.busy(), last: event };
      by.down?.(place);
    },
    /** See whether the button is still held; where nobody told, it was let go where it was seen last. @param {T} event */
    see(event) {
      if (press && !(event.buttons & BITS[press.button])) end(event.button === press.button ? event : press.last);
      else if (press) press.last = event;
    },
    up: end,
    /** The browser took the pointer away: a polygon begun before stays. @param {T} event */
    cancel(event) {
      if (press?.wasBusy) return end(event);
      if (press?.by === tool()) press.by.cancel();
      press = null;
    },
  };
}
