// What the page offers of scripts' commands: for which shapes, by which keys, and whose a key is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createCommanding } from "../../web/js/pages/commanding.js";
import { chordOf } from "../../web/js/pages/keys.js";
import { box, hook, instance, script } from "./samples.mjs";

const KEYS = [{ keys: "V", title: "Select" }, { keys: "Ctrl+Shift+Z Ctrl+Y", title: "Redo" }, { keys: "+ =", title: "Zoom in" }, { keys: "1", title: "Label 1" }];
const one = (name, fields = {}) => ({ name, title: name, description: "", hotkey: null, kinds: [], ...fields });

/** Give a page with these scripts, what it published, and what it said. */
function page(scripts, selected = null, stored = new Map()) {
  const runners = scripts.map(({ state = "ready", hooks = [], ...fields }, index) => ({ view: { state }, script: () => script({ id: `s${index}`, ...fields }), hooks: () => hooks }));
  const kept = { getItem: (name) => stored.get(name) ?? null, setItem: (name, text) => stored.set(name, text) };
  const published = [];
  const said = [];
  const bus = { publish: (document, origin, happened, wanted) => published.push([happened, runners.filter(wanted).map((runner) => runner.script().name)]) };
  const work = { document: () => ({}), selected: () => selected };
  const notify = (level, text, source) => said.push([level, text, source]);
  return { ...createCommanding({ host: { runners: () => runners, bus }, work, own: () => KEYS, notify, kept }), runners, published, said };
}

test("a chord is the same however it is written", () => {
  for (const [written, chord] of [["g", "g"], ["G", "g"], ["Shift+G", "shift+g"], ["Shift+Ctrl+K", "ctrl+shift+k"], ["alt + F2", "alt+f2"], ["+", "+"], ["Ctrl++", "ctrl++"], ["Meta+S", "ctrl+s"], ["", ""], ["Shift++", "shift++"]]) {
    assert.equal(chordOf(written), chord, written);
  }
});

test("a key runs the command of the script that has it", () => {
  const { strike, published } = page([{ name: "Tidy", commands: [one("smooth", { hotkey: "Shift+G" }), one("cut", { hotkey: "k" })] }]);
  assert.equal(strike("shift+g"), true);
  assert.equal(strike("g"), false);
  assert.deepEqual(published, [[{ name: "command", command: "smooth" }, ["Tidy"]]]);
});

test("a script without commands has the one without a name, by its block's key", () => {
  const { strike, offered, runners, published } = page([{ name: "Trace", hotkey: "g", hooks: [hook({ event: "command" })] }, { name: "Deaf" }]);
  assert.equal(strike("g"), true);
  assert.deepEqual(published, [[{ name: "command", command: "" }, ["Trace"]]]);
  assert.deepEqual(offered(runners[0]).map(({ name, key }) => [name, key]), [["", "G"]]);
  assert.deepEqual(offered(runners[1]), []);
});

test("what is selected goes with the command", () => {
  const selected = instance({ geometry: box() });
  const { run, runners, published } = page([{ commands: [one("smooth", { kinds: ["box"] })] }], selected);
  run(runners[0], "smooth");
  assert.equal(published[0][0].instance, selected);
});

test("a command is not for a shape of another kind, and says so instead of running", () => {
  const { run, offered, runners, published, said } = page([{ name: "Tidy", commands: [one("fill", { title: "Fill", kinds: ["polygon", "mask"] })] }], instance({ geometry: box() }));
  const reason = "“Fill” is for: polygon or mask. What is selected is: box.";
  assert.equal(offered(runners[0])[0].unfit, reason);
  run(runners[0], "fill");
  assert.deepEqual([published, said], [[], [["info", reason, "Tidy"]]]);
});

test("with nothing selected every command may be asked for", () => {
  const { offered, runners } = page([{ commands: [one("fill", { kinds: ["polygon"] })] }]);
  assert.equal(offered(runners[0])[0].unfit, null);
});

test("the page's own keys stay the page's, and the card says so", () => {
  const { strike, offered, runners, published } = page([{ commands: [one("a", { hotkey: "v" }), one("b", { hotkey: "ctrl+y" }), one("c", { hotkey: "1" })] }]);
  assert.deepEqual(offered(runners[0]).map(({ conflict }) => conflict), ["V is the key of “Select”", "Ctrl+Y is the key of “Redo”", "1 is the key of “Label 1”"]);
  assert.equal(strike("v"), false);
  assert.deepEqual(published, []);
});

test("of two scripts that are on the first has the key; one that is off has none", () => {
  const commands = [one("cut", { title: "Cut", hotkey: "k" })];
  const { strike, offered, runners, published } = page([{ name: "Off", state: "off", commands }, { name: "First", commands }, { name: "Second", commands }]);
  assert.deepEqual(runners.map((runner) => offered(runner)[0].conflict), [null, null, "K is the key of “Cut” of First"]);
  strike("k");
  assert.deepEqual(published.map(([, names]) => names), [["First"]]);
});

test("the list of keys has those that work", () => {
  const { keys } = page([{ name: "Tidy", commands: [one("smooth", { title: "Smooth", hotkey: "shift+g" }), one("a", { hotkey: "v" }), one("b")] }, { name: "Trace", hotkey: "g" }]);
  const shown = keys.all().map(({ title, keys: chords, usual }) => [title, chords, usual]);
  assert.deepEqual(shown, [["Tidy: Smooth", "Shift+G", "Shift+G"], ["Tidy: a", "", ""], ["Tidy: b", "", ""], ["Trace", "G", "G"]]);
  assert.deepEqual([keys.find("shift+g")?.title, keys.find("v"), keys.find("z")], ["Tidy: Smooth", null, null]);
});

test("a person gives a command other keys, which the browser keeps for the script", () => {
  const [stored, scripts] = [new Map(), [{ id: "tidy", name: "Tidy", commands: [one("smooth", { hotkey: "v" }), one("cut", { hotkey: "k" })] }]];
  page(scripts, null, stored).keys.rebind("script.tidy.smooth", "Alt+S F2");
  const { keys, strike, offered, runners, published } = page(scripts, null, stored);
  assert.deepEqual(offered(runners[0]).map(({ key, conflict }) => [key, conflict]), [["Alt+S", null], ["K", null]]);
  assert.deepEqual(["alt+s", "f2", "v", "k"].map((key) => strike(key)), [true, true, false, true]);
  assert.deepEqual(published.map(([{ command }]) => command), ["smooth", "smooth", "cut"]);
  assert.deepEqual(keys.all().map(({ keys: chords, usual }) => [chords, usual]), [["Alt+S F2", "V"], ["K", "K"]]);
  keys.rebind("script.tidy.cut", "");
  assert.equal(strike("k"), false);
  keys.reset();
  assert.deepEqual(offered(runners[0]).map(({ key }) => key), ["V", "K"]);
  const other = page([{ id: "other", name: "Other", commands: scripts[0].commands }], null, stored);
  assert.equal(other.strike("alt+s"), false);
});

test("a key that is still held runs its command no second time", () => {
  const { strike, published } = page([{ name: "Tidy", commands: [one("cut", { hotkey: "k" })] }]);
  assert.deepEqual([strike("k"), strike("k", true)], [true, true]);
  assert.equal(published.length, 1);
});
