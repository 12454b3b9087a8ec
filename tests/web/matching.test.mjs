// Which hooks an event is for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { matches } from "../../web/js/host/matching.js";
import { box, event, hook, instance, point } from "./samples.mjs";

const BOX = event("create_instance", { instance: instance({ geometry: box(), label: "cat", attributes: { pose: "sitting", tags: ["a"], seen: false } }) });
const PLACED = event("create_instance", { instance: instance({ attributes: { place: { x: [1], y: 2 } } }) });
const UNLABELLED = event("create_instance", { instance: instance({ geometry: point(), label: null }) });
const OPEN = event("open_file");
const COMMAND = event("command", { instance: null });
const SCRIPTED = event("create_instance", { instance: instance(), actor: { kind: "script", id: "limner/trace" } });

const ASKED = event("command", { instance: null, command: "smooth" });

const CASES = [
  ["its command", { event: "command", commands: ["smooth"] }, ASKED, true],
  ["another command", { event: "command", commands: ["fill", "cut"] }, ASKED, false],
  ["a command where the button has no name", { event: "command", commands: ["smooth"] }, COMMAND, false],
  ["any command where none is asked for", { event: "command" }, ASKED, true],
  ["an empty filter filters nothing", {}, BOX, true],
  ["another event is not for it", { event: "update_instance" }, BOX, false],
  ["its kind", { kinds: ["box"] }, BOX, true],
  ["one of its kinds", { kinds: ["polygon", "box"] }, BOX, true],
  ["another kind", { kinds: ["polygon"] }, BOX, false],
  ["its label", { labels: ["cat"] }, BOX, true],
  ["another label", { labels: ["dog"] }, BOX, false],
  ["a label where the instance has none", { labels: ["cat"] }, UNLABELLED, false],
  ["no label filter where the instance has none", { kinds: ["point"] }, UNLABELLED, true],
  ["its actor", { actors: ["human"] }, BOX, true],
  ["another actor", { actors: ["human"] }, SCRIPTED, false],
  ["one of the actors", { actors: ["human", "script"] }, SCRIPTED, true],
  ["an attribute", { attributes: { pose: "sitting" } }, BOX, true],
  ["another value of an attribute", { attributes: { pose: "standing" } }, BOX, false],
  ["an attribute the instance does not have", { attributes: { age: 3 } }, BOX, false],
  ["an attribute that is false", { attributes: { seen: false } }, BOX, true],
  ["an attribute that is a list", { attributes: { tags: ["a"] } }, BOX, true],
  ["a list that is longer", { attributes: { tags: ["a", "b"] } }, BOX, false],
  ["an object that looks like the list", { attributes: { tags: { 0: "a" } } }, BOX, false],
  ["an attribute that is an object, in whatever order", { attributes: { place: { y: 2, x: [1] } } }, PLACED, true],
  ["another object", { attributes: { place: { x: [1], z: 2 } } }, PLACED, false],
  ["a number for a text", { attributes: { pose: 5 } }, BOX, false],
  ["what every object inherits", { attributes: { toString: {}, ...JSON.parse('{"__proto__": {}}') } }, BOX, false],
  ["an attribute nested without end", { attributes: { pose: JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`) } }, BOX, false],
  ["all attributes", { attributes: { pose: "sitting", seen: true } }, BOX, false],
  ["no attributes", { attributes: {} }, BOX, true],
  ["attributes of an older cell that sends none", { attributes: undefined, kinds: undefined, labels: undefined, actors: undefined }, BOX, true],
  ["every filter at once", { kinds: ["box"], labels: ["cat"], actors: ["human"], attributes: { pose: "sitting" } }, BOX, true],
  ["every filter but one", { kinds: ["box"], labels: ["cat"], actors: ["script"], attributes: { pose: "sitting" } }, BOX, false],
  ["an event without an instance", { event: "open_file" }, OPEN, true],
  ["an event without an instance, by actor", { event: "open_file", actors: ["script"] }, OPEN, false],
  ["a kind of an event without an instance", { event: "open_file", kinds: ["box"] }, OPEN, false],
  ["a label of an event without an instance", { event: "open_file", labels: ["cat"] }, OPEN, false],
  ["an attribute of an event without an instance", { event: "open_file", attributes: { pose: "sitting" } }, OPEN, false],
  ["a command without a selection", { event: "command" }, COMMAND, true],
  ["a command without a selection, by kind", { event: "command", kinds: ["box"] }, COMMAND, false],
];

for (const [name, filters, happened, expected] of CASES) {
  test(`${name}: ${expected ? "for it" : "not for it"}`, () => {
    const declared = hook({ event: happened === OPEN ? "open_file" : happened === COMMAND ? "command" : "create_instance", ...filters });
    assert.equal(matches(declared, happened), expected);
  });
}

for (const [actors, hosted, expected] of [
  [[], false, true],
  [[], true, false],
  [["remote"], true, true],
  [["remote"], false, true],
  [["human", "remote"], true, true],
  [["human"], true, false],
  [["human"], false, false],
]) {
  test(`a change from elsewhere that ${hosted ? "another page has run its scripts on" : "no page answers for"}, with actors ${JSON.stringify(actors)}: ${expected ? "for it" : "not for it"}`, () => {
    assert.equal(matches(hook({ actors }), { ...BOX, actor: { kind: "remote", id: "local" } }, hosted), expected);
  });
}
