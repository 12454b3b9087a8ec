// The attributes of several shapes: which all are asked for, which have one value, and what one step does to them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { wholeOntology } from "../../web/js/ontology/ontology.js";
import { sharedOf, withOption } from "../../web/js/ontology/sharing.js";
import { instance } from "./samples.mjs";

const ONTOLOGY = wholeOntology({
  labels: [{ name: "animal", color: "#112233" }, { name: "cat", color: "#112233", parent: "animal" }, { name: "dog", color: "#112233", parent: "animal" }, { name: "cup", color: "#112233" }],
  attributes: [
    { name: "mood", type: "select", labels: ["animal"], options: [{ value: "glad" }, { value: "other" }] },
    { name: "which", labels: ["animal"], when: [{ attribute: "mood", values: ["other"] }] },
    { name: "coat", labels: ["cat"] },
    { name: "sure", type: "checkbox" },
    { name: "asked", type: "checkbox", required: true },
    { name: "wears", type: "multiple", options: [{ value: "hat" }, { value: "tie" }, { value: "bell" }] },
    { name: "weather", scope: "file" },
  ],
});
const made = (label, attributes) => instance({ label, attributes });
const shared = (...all) => sharedOf(all, ONTOLOGY);
const names = ({ attributes }) => attributes.map(({ name }) => name);

test("what all have is shown, whatever lies below which label", () => {
  assert.deepEqual(names(shared(made("cat", {}), made("cat", {}))), ["mood", "coat", "sure", "asked", "wears"]);
  assert.deepEqual(names(shared(made("cat", {}), made("dog", {}))), ["mood", "sure", "asked", "wears"]);
  assert.deepEqual(names(shared(made("cat", {}), made("cup", {}), made(null, {}))), ["sure", "asked", "wears"]);
});

test("what depends on another is shown where it is asked for in all of them", () => {
  const other = () => made("cat", { mood: "other" });
  assert.equal(names(shared(other(), other())).includes("which"), true);
  assert.equal(names(shared(other(), made("cat", { mood: "glad" }))).includes("which"), false);
});

test("a value that all have is theirs, and others are mixed", () => {
  const { values, mixed } = shared(made("cat", { mood: "glad", coat: "short" }), made("cat", { mood: "glad" }));
  assert.equal(values.mood, "glad");
  assert.deepEqual([...mixed.keys()], ["coat"]);
});

test("a box that was never ticked is not ticked, but what is required may be open", () => {
  const { values, mixed } = shared(made("cup", { sure: false, asked: false }), made("cup", {}));
  assert.equal(values.sure, false);
  assert.deepEqual([...mixed.keys()], ["asked"]);
});

test("of several options those that all have are told from those that some have", () => {
  const { values, mixed } = shared(made("cup", { wears: ["hat", "tie"] }), made("cup", { wears: ["tie"] }), made("cup", { wears: ["tie", "bell"] }));
  assert.deepEqual([values.wears, mixed.get("wears").toSorted()], [["tie"], ["bell", "hat"]]);
  const none = shared(made("cup", {}), made("cup", { wears: ["hat"] }));
  assert.deepEqual([none.values.wears, none.mixed.get("wears")], [undefined, ["hat"]]);
});

test("an option is put in or taken out, and the others stay", () => {
  const wears = ONTOLOGY.attributes.find(({ name }) => name === "wears");
  assert.deepEqual(withOption(wears, ["bell"], "hat", true), ["hat", "bell"]);
  assert.deepEqual(withOption(wears, undefined, "tie", true), ["tie"]);
  assert.deepEqual(withOption(wears, ["hat", "tie"], "hat", false), ["tie"]);
  assert.equal(withOption(wears, ["hat"], "hat", false), null);
});
