// Keys on keyboards that are not English ones.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createActions } from "../../web/js/pages/actions.js";
import { listenToKeys, struck } from "../../web/js/pages/keys.js";
import { digitOf, keyOf } from "../../web/js/pages/layouts.js";

/** @param {string} key @param {string} code @param {object} [held] */
function event(key, code, { altGr = false, ...held } = {}) {
  return { key, code, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, repeat: false, ...held, getModifierState: (name) => name === "AltGraph" && altGr };
}

/** Give a page with some actions, and what was done on it. */
function page(actions, given = {}) {
  const done = [];
  const told = [];
  const all = createActions({ getItem: () => JSON.stringify(given), setItem: () => {} });
  all.add(actions.map(({ id, keys, ...more }) => ({ id, title: id, section: "", keys, run: () => done.push(id), ...more })));
  let listener;
  globalThis.addEventListener = (_, listens) => (listener = listens);
  globalThis.document = { querySelector: () => null };
  globalThis.KeyboardEvent = class { constructor(_, fields) { Object.assign(this, fields); } };
  const last = (chord, again) => Boolean(told.push([chord, again]));
  const seen = [];
  listenToKeys(all, (usual) => (seen.push(usual.key), "go on"), last);
  const press = (...of) => {
    let taken = false;
    listener({ ...event(...of), target: { closest: () => null }, preventDefault: () => (taken = true) });
    return taken;
  };
  return { done, told, seen, press };
}

test("where letters are not Latin, the place of the key counts", () => {
  assert.equal(struck(event("и", "KeyB")), "b");
  assert.equal(struck(event("И", "KeyB", { shiftKey: true })), "shift+b");
  assert.equal(struck(event("я", "KeyZ", { ctrlKey: true })), "ctrl+z");
  assert.equal(struck(event("х", "BracketLeft")), "[");
  assert.equal(struck(event("Ж", "Semicolon", { shiftKey: true })), ":");
  assert.equal(struck(event("ש", "KeyA")), "a");
});

test("Latin letters count as what they are, wherever they lie", () => {
  assert.equal(struck(event("a", "KeyQ")), "a");
  assert.equal(struck(event("ö", "Semicolon")), "ö");
  assert.equal(struck(event("Z", "KeyY", { shiftKey: true })), "shift+z");
  assert.equal(keyOf(event("Enter", "Enter")), "Enter");
});

test("what AltGr makes is a sign and no chord", () => {
  assert.equal(struck(event("[", "Digit8", { ctrlKey: true, altKey: true, altGr: true })), "[");
  assert.equal(struck(event("8", "Digit8", { ctrlKey: true, altKey: true })), "ctrl+alt+8");
});

test("a digit that needs Shift is found without it, whatever its key writes, unless that was given to something", () => {
  assert.equal(digitOf(event('"', "Digit3")), "3");
  assert.equal(digitOf(event("#", "Digit3", { shiftKey: true })), null);
  const { done, seen, press } = page([{ id: "third", keys: "3" }, { id: "sixth", keys: "6" }, { id: "out", keys: "-" }]);
  press('"', "Digit3");
  press("3", "Digit3", { shiftKey: true });
  press("é", "Digit2");
  press("-", "Digit6");
  press("#", "Digit3", { shiftKey: true });
  assert.deepEqual(done, ["third", "third", "sixth"]);
  assert.deepEqual(seen.slice(0, 2), ["3", "3"]);
  const other = page([{ id: "sixth", keys: "6" }, { id: "out", keys: "-" }, { id: "grid", keys: "Shift+G" }], { grid: "-" });
  other.press("-", "Digit6");
  other.press("6", "Digit6", { shiftKey: true });
  assert.deepEqual(other.done, ["grid", "sixth"]);
});

test("minus is found right of the digits where its own key is a digit's, unless that key stands for something itself", () => {
  const { done, press } = page([{ id: "sixth", keys: "6" }, { id: "out", keys: "-" }, { id: "in", keys: "+ =" }]);
  press(")", "Minus");
  press("+", "Minus");
  press("=", "Minus");
  assert.deepEqual(done, ["out", "in", "in"]);
  press("ß", "Minus");
  press("°", "Minus", { shiftKey: true });
  assert.equal(done.length, 3);
  press("-", "Minus");
  press("-", "NumpadSubtract");
  assert.deepEqual(done.slice(3), ["out", "out"]);
});

test("tools are told a key as an English keyboard has it", () => {
  const { seen, press } = page([{ id: "size", keys: "[ ]", run: undefined }, { id: "redo", keys: "Ctrl+Shift+Z Ctrl+Y" }]);
  press("ъ", "BracketRight");
  press("н", "KeyY", { ctrlKey: true });
  assert.deepEqual(seen, ["]", "y"]);
});

test("what is done once is done once while its key is held", () => {
  const { done, told, press } = page([{ id: "paste", keys: "Ctrl+V" }, { id: "undo", keys: "Ctrl+Z", repeats: true }]);
  for (const repeat of [false, true, true]) {
    assert.equal(press("v", "KeyV", { ctrlKey: true, repeat }), true);
    press("z", "KeyZ", { ctrlKey: true, repeat });
    press("g", "KeyG", { repeat });
  }
  assert.deepEqual(done, ["paste", "undo", "undo", "undo"]);
  assert.deepEqual(told, [["g", false], ["g", true], ["g", true]]);
});
