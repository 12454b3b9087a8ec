// Fingers: one draws, two lead the picture, and the first of two leaves nothing behind.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createTouching } from "../../web/js/canvas/touching.js";

/** Give fingers, and what was made of them. */
function hand() {
  const done = [];
  const said = (name) => ({ clientX, clientY }) => done.push(`${name} ${clientX},${clientY}`);
  const touching = createTouching({
    begin: said("begin"), move: said("move"), end: said("end"), drop: said("drop"),
    pan: (dx, dy) => done.push(`pan ${dx},${dy}`),
    zoom: (factor, x, y) => done.push(`zoom ${factor.toFixed(2)} at ${x},${y}`),
  });
  const at = (pointerId, clientX, clientY) => ({ pointerId, clientX, clientY });
  return {
    done,
    down: (id, x, y, leads = false) => touching.down(at(id, x, y), leads),
    move: (id, x, y) => touching.move(at(id, x, y)),
    up: (id, x, y) => touching.up(at(id, x, y)),
    cancel: (id, x, y) => touching.cancel(at(id, x, y)),
  };
}

test("a finger that moves draws from where it was put down", () => {
  const { done, down, move, up } = hand();
  down(1, 10, 10);
  move(1, 12, 10);
  move(1, 30, 10);
  up(1, 31, 10);
  assert.deepEqual(done, ["begin 10,10", "move 30,10", "end 31,10"]);
});

test("a tap is a click", () => {
  const { done, down, up } = hand();
  down(1, 10, 10);
  up(1, 11, 10);
  assert.deepEqual(done, ["begin 10,10", "end 11,10"]);
});

test("two fingers move the picture and zoom, and nothing is drawn", () => {
  const { done, down, move, up } = hand();
  down(1, 100, 100);
  down(2, 200, 100);
  move(2, 300, 100);
  up(1, 100, 100);
  move(2, 310, 120);
  up(2, 310, 120);
  assert.deepEqual(done, ["pan 50,0", "zoom 2.00 at 200,100", "pan 10,20"]);
});

test("a second finger takes back what the first had begun", () => {
  const { done, down, move, up } = hand();
  down(1, 100, 100);
  move(1, 120, 100);
  down(2, 220, 100);
  move(2, 220, 140);
  up(2, 220, 140);
  up(1, 120, 100);
  assert.deepEqual(done, ["begin 100,100", "move 120,100", "drop 220,100", "pan 0,20", "zoom 1.08 at 170,120"]);
});

test("where a pen draws or the hand is chosen, one finger leads", () => {
  const { done, down, move, up } = hand();
  down(1, 10, 10, true);
  move(1, 15, 18);
  up(1, 15, 18);
  down(1, 10, 10);
  up(1, 10, 10);
  assert.deepEqual(done, ["pan 5,8", "begin 10,10", "end 10,10"]);
});

test("a touch the system takes away drops what it had begun, and a finger nobody knows does nothing", () => {
  const { done, down, move, cancel, up } = hand();
  down(1, 10, 10);
  move(1, 30, 10);
  cancel(1, 30, 10);
  move(3, 1, 1);
  up(3, 1, 1);
  assert.deepEqual(done, ["begin 10,10", "move 30,10", "drop 30,10"]);
});
