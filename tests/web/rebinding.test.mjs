// Giving actions other keys, and taking them from each other.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createActions } from "../../web/js/pages/actions.js";
import { createRebinding, together } from "../../web/js/pages/rebinding.js";

/** Give actions and what changes their keys. */
function made(commands = []) {
  const kept = new Map();
  const actions = createActions({ getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text) });
  const run = () => {};
  actions.add([
    { id: "fit", title: "Fit", section: "View", keys: "F", run },
    { id: "redo", title: "Redo", section: "Shapes", keys: "Ctrl+Shift+Z Ctrl+Y", run },
    { id: "tag", title: "Tag", section: "Shapes", run },
    { id: "size", title: "Size", section: "Tools", keys: "[ ]" },
  ]);
  const scripts = {
    all: () => commands,
    find: (chord) => commands.find(({ keys }) => keys.toLowerCase() === chord.toLowerCase()) ?? null,
    rebind: (id, keys) => (commands.find((one) => one.id === id).keys = keys),
    reset: () => {},
  };
  return { actions, ...createRebinding(together(actions, scripts)) };
}

test("a free key is given in place of another, and the others of the action stay", () => {
  const { actions, against, give } = made();
  assert.equal(against("redo", "ctrl+r"), null);
  give("redo", "ctrl+r", "Ctrl+Y");
  assert.deepEqual([actions.keys("redo"), actions.find("ctrl+r")?.id, actions.find("Ctrl+Y")], ["Ctrl+Shift+Z Ctrl+R", "redo", null]);
});

test("an action without a key gets one", () => {
  const { actions, give } = made();
  give("tag", "t", "");
  assert.deepEqual([actions.keys("tag"), actions.find("T")?.id], ["T", "tag"]);
});

test("a key that another has is told, and taken from it when it is given all the same", () => {
  const { actions, against, give } = made();
  assert.deepEqual(against("tag", "ctrl+y"), { text: "Ctrl+Y is the key of “Redo”. Press it again to take it.", final: false });
  give("tag", "ctrl+y", "");
  assert.deepEqual([actions.keys("redo"), actions.find("ctrl+y")?.id], ["Ctrl+Shift+Z", "tag"]);
});

test("a script's key is told and taken too, and a script's command takes the page's", () => {
  const people = { id: "script.a.find", keys: "Shift+G", usual: "Shift+G", title: "People: find", section: "Scripts' commands", run: () => {} };
  const { actions, against, give, restore } = made([people]);
  assert.match(against("fit", "shift+g")?.text ?? "", /Shift\+G is the key of “People: find”/);
  give("fit", "shift+g", "");
  assert.deepEqual([actions.keys("fit"), people.keys], ["F Shift+G", ""]);
  assert.match(against(people.id, "f")?.text ?? "", /F is the key of “Fit”/);
  give(people.id, "f", "");
  assert.deepEqual([actions.keys("fit"), people.keys], ["Shift+G", "F"]);
  restore("fit");
  assert.deepEqual([actions.keys("fit"), people.keys], ["F", ""]);
});

test("what the browser keeps, what pans and what a tool answers itself is not to be had", () => {
  const { against } = made();
  assert.deepEqual(["ctrl+w", "space", "[", ""].map((chord) => against("fit", chord)?.final), [true, true, true, true]);
});

test("keys held on the way to a chord are no chord yet", () => {
  const { isUnfinished } = made();
  assert.deepEqual(["ctrl+control", "shift+shift", "ctrl+a", "f2"].map(isUnfinished), [true, true, false, false]);
});

test("an action's own keys come back to it, from whoever has them now", () => {
  const { actions, give, restore, take } = made();
  give("tag", "f", "");
  assert.equal(actions.keys("fit"), "");
  restore("fit");
  assert.deepEqual([actions.keys("fit"), actions.keys("tag"), actions.find("f")?.id], ["F", "", "fit"]);
  take("fit", "F");
  assert.deepEqual([actions.keys("fit"), actions.find("f")], ["", null]);
});

test("the same key again changes nothing", () => {
  const { actions, against, give } = made();
  assert.equal(against("redo", "ctrl+y"), null);
  give("redo", "ctrl+y", "Ctrl+Y");
  assert.equal(actions.keys("redo"), "Ctrl+Shift+Z Ctrl+Y");
});
