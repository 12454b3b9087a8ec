// Drawing without a mouse: with a drawing tool in hand the arrows move a cursor over the picture, and Enter or Space
// are a click there. Where a tool drags, the first presses and the second lets go; with Shift so does any tool.

import { drawSight } from "../canvas/sight.js";
import { turnOf } from "../canvas/tools/turns.js";
import { within } from "../shapes/rings.js";

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */
/** @typedef {import("../../types/local.d.ts").Pair} Pair */
/** @typedef {import("../../types/local.d.ts").Pointed} Pointed */

const [NEAR, FAR, FARTHEST] = [1, 10, 100];
const EDGE = 32;
/** @type {Record<string, Pair>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {Pick<PageParts, "element" | "stage" | "bench" | "toolbox">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createSteering({ element, stage, bench, toolbox }) {
  const [picture, { view }] = [element("stage"), stage];
  const said = element("told");
  /** @type {Pair | null} in pixels of the file */
  let at = null;
  /** @type {Pair | null} where the mouse was last */
  let mouse = null;
  let pressed = false;
  /** Where the last click was. */
  let clicked = "";
  let tool = "";

  const isDrawing = () => (toolbox.current().down ?? toolbox.current().up) !== undefined && toolbox.name() !== "select";

  /** Another tool begins anew where the cursor is. */
  function renew() {
    if (tool !== toolbox.name()) [pressed, clicked, tool] = [false, "", toolbox.name()];
  }

  function begin() {
    const { width, height } = bench.document.file;
    const middle = view.toImage(view.state.width / 2, view.state.height / 2);
    const isIn = mouse && mouse[0] >= 0 && mouse[1] >= 0 && mouse[0] <= width && mouse[1] <= height;
    at = within((isIn && mouse) || middle, width, height);
    [pressed, clicked] = [false, ""];
  }

  /** @param {Event} event @returns {Pointed} */
  function pointed(event) {
    const [x, y] = /** @type {Pair} */ (at);
    const [sx, sy] = view.toStage(x, y);
    return { x, y, sx, sy, shift: false, alt: event instanceof KeyboardEvent && event.altKey, ctrl: false, button: 0, at: event.timeStamp };
  }

  /** @param {string} [word] */
  function say(word = "") {
    said.textContent = at ? `${word}${at.map(Math.round).join(", ")}` : word;
  }

  function follow() {
    const [sx, sy] = view.toStage(.../** @type {Pair} */ (at));
    const { width, height } = view.state;
    const [dx, dy] = [Math.min(0, width - EDGE - sx) + Math.max(0, EDGE - sx), Math.min(0, height - EDGE - sy) + Math.max(0, EDGE - sy)];
    if (dx || dy) view.pan(dx, dy);
  }

  /** @param {Pair} way @param {KeyboardEvent} event */
  function move([dx, dy], event) {
    const isNew = !at;
    if (isNew) begin();
    const far = event.ctrlKey || event.metaKey ? FARTHEST : event.shiftKey ? FAR : NEAR;
    const [x, y] = /** @type {Pair} */ (at);
    const { width, height } = bench.document.file;
    at = within([x + (dx * far) / view.state.scale, y + (dy * far) / view.state.scale], width, height);
    follow();
    toolbox.current().move?.(pointed(event));
    stage.point(...at);
    say(isNew ? "Cursor. Enter or Space sets a point, Escape puts it away. " : "");
    stage.redraw();
  }

  /** @param {KeyboardEvent} event */
  function click(event) {
    const hand = toolbox.current();
    const where = { ...pointed(event), shift: event.shiftKey && hand.presses?.() === true };
    const drags = hand.down !== undefined && (pressed || event.shiftKey || hand.presses?.() === true);
    hand.move?.(where);
    if (!pressed) hand.down?.(where);
    if (pressed || !drags) hand.up?.(where);
    pressed = drags && !pressed && hand.busy();
    clicked = pressed ? "" : String(at);
    say(pressed ? "Pressed at " : "Set at ");
    stage.redraw();
  }

  function away() {
    [at, pressed] = [null, false];
    say();
    stage.redraw();
  }

  /** Give up what is held, and then the cursor. @param {KeyboardEvent} event */
  function escape(event) {
    const was = pressed;
    [pressed, clicked] = [false, ""];
    if (toolbox.current().key?.(event)) return true;
    if (was) toolbox.current().cancel();
    else away();
    return true;
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (!isDrawing()) return false;
    renew();
    const held = event.ctrlKey || event.metaKey;
    if (event.key in WAYS && !event.altKey) {
      move(WAYS[event.key], event);
      return true;
    }
    if (event.key === "Backspace" || turnOf(event)) clicked = ""; // what was set there is taken back
    if (event.key === "Tab" && toolbox.current().seeks) away();
    if (!at || held) return false;
    if (event.key === "Escape") return escape(event);
    const isClick = event.key === " " || (event.key === "Enter" && (event.shiftKey || clicked !== String(at)));
    if (isClick && !event.repeat) click(event);
    return isClick;
  }

  picture.addEventListener("pointermove", (event) => {
    if (!event.movementX && !event.movementY) return; // the page moved below it
    const { left, top } = picture.getBoundingClientRect();
    mouse = view.toImage(event.clientX - left, event.clientY - top);
    if (at) away();
  });
  toolbox.listen(key);

  return {
    actions: [
      {
        id: "cursor",
        title: "Draw with the keyboard: arrows move a cursor, Enter or Space sets a point",
        section: "Tools",
        enabled: isDrawing,
        run() {
          picture.focus({ preventScroll: true });
          begin();
          say("Cursor. ");
          stage.redraw();
        },
      },
    ],
    draw(context) {
      if (at && isDrawing()) drawSight(context, view.toStage(...at), pressed && tool === toolbox.name());
    },
    shown: away,
  };
}
