// A press ends once, where the button was let go, however the browser tells of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createPressing } from "../../web/js/canvas/pressing.js";

const [LEFT, RIGHT] = [1, 2];

/** A tool that writes down what it is told, and the mouse. @param {boolean} busy */
function mouse(busy = false) {
  const done = [];
  const named = (name) => ({
    name,
    busy: () => busy,
    down: ({ x, button }) => done.push(`${name} down ${x} by ${button}`),
    up: ({ x, button }) => done.push(`${name} up ${x} by ${button}`),
    cancel: () => done.push(`${name} cancel`),
  });
  const tools = { box: named("box"), polygon: named("polygon") };
  const state = { tool: tools.box, shown: true };
  const pressing = createPressing({ tool: () => state.tool, pointed: ({ x, button }) => ({ x, button: Math.max(0, button) }), shown: () => state.shown });
  return { done, pressing, tools, state };
}

/** @param {number} x @param {number} buttons @param {number} [button] the one that changed */
const at = (x, buttons, button = -1) => ({ x, buttons, button });

test("a press goes from the button down to the button up", () => {
  const { done, pressing } = mouse();
  pressing.down(at(1, LEFT, 0));
  pressing.see(at(2, LEFT));
  pressing.up(at(3, 0, 0));
  pressing.see(at(4, 0));
  assert.deepEqual(done, ["box down 1 by 0", "box up 3 by 0"]);
});

test("it ends with its own button while another one is held", () => {
  const { done, pressing } = mouse();
  pressing.down(at(1, LEFT, 0));
  pressing.see(at(2, LEFT | RIGHT, 2));
  pressing.see(at(3, RIGHT, 0));
  pressing.see(at(4, RIGHT));
  pressing.up(at(5, 0, 2));
  assert.deepEqual(done, ["box down 1 by 0", "box up 3 by 0"]);
});

test("where nobody told of the end, it was where the button was seen last", () => {
  const { done, pressing } = mouse();
  pressing.down(at(1, RIGHT, 2));
  pressing.see(at(2, RIGHT));
  pressing.see(at(9, 0));
  assert.deepEqual(done, ["box down 1 by 2", "box up 2 by 2"]);
  pressing.down(at(10, LEFT, 0));
  pressing.down(at(11, LEFT, 0));
  assert.deepEqual(done.slice(2), ["box down 10 by 0", "box up 10 by 0", "box down 11 by 0"]);
});

test("a tool is not told of the end of a press that another one had, nor while there is no picture", () => {
  const { done, pressing, tools, state } = mouse();
  pressing.down(at(1, LEFT, 0));
  state.tool = tools.polygon;
  pressing.up(at(2, 0, 0));
  pressing.down(at(3, LEFT, 0));
  state.shown = false;
  pressing.up(at(4, 0, 0));
  state.shown = true;
  pressing.up(at(5, 0, 0));
  assert.deepEqual(done, ["box down 1 by 0", "polygon down 3 by 0"]);
});

test("what the browser takes away is given up, but not what was begun before", () => {
  const fresh = mouse();
  fresh.pressing.down(at(1, LEFT, 0));
  fresh.pressing.cancel(at(2, 0));
  fresh.pressing.up(at(3, 0, 0));
  assert.deepEqual(fresh.done, ["box down 1 by 0", "box cancel"]);
  const begun = mouse(true);
  begun.pressing.down(at(1, LEFT, 0));
  begun.pressing.cancel(at(2, 0));
  assert.deepEqual(begun.done, ["box down 1 by 0", "box up 2 by 0"]);
  begun.pressing.cancel(at(3, 0));
  assert.equal(begun.done.length, 2);
});
