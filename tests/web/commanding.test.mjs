// What the page offers of scripts' commands: for which shapes, by which keys, and whose a key is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createCommanding } from "../../web/js/pages/commanding.js";
import { chordOf } from "../../web/js/pages/keys.js";
import { box, hook, instance, script } from "./samples.mjs";

const KEYS = [{ keys: "V", title: "Select" }, { keys: "Ctrl+Shift+Z Ctrl+Y", title: "Redo" }, { keys: "+ =", title: "Zoom in" }, { keys: "1", title: "Label 1" }];
const one = (name, fields = {}) => ({ name, title: name, description: "", hotkey: null, kinds: [], ...fields });

/** Give a page with these scripts, what it published, and what it said. */
function page(scripts, selected = null) {
  const runners = scripts.map(({ state = "ready", hooks = [], ...fields }) => ({ view: { state }, script: () => script(fields), hooks: () => hooks }));
  const published = [];
  const said = [];
  const bus = { publish: (document, origin, happened, wanted) => published.push([happened, runners.filter(wanted).map((runner) => runner.script().name)]) };
  const work = { document: () => ({}), selected: () => selected };
  const notify = (level, text, source) => said.push([level, text, source]);
  return { ...createCommanding({ host: { runners: () => runners, bus }, work, own: () => KEYS, notify }), runners, published, said };
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
  assert.deepEqual(keys(), [{ keys: "Shift+G", title: "Tidy: Smooth" }, { keys: "G", title: "Trace" }]);
});
