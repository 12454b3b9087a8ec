// An ontology that is being changed: names are followed, the tree stays a tree, options are read as typed.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  addAttribute, addLabel, changeAttribute, changeLabel, draftOf, dropLabel, moveAttribute, moveLabel, parentsFor, putOf, removeAttribute, removeLabel,
} from "../../web/js/ontology/draft.js";
import { optionsOf, textOf } from "../../web/js/ontology/options.js";
import { treeOf } from "../../web/js/ontology/ontology.js";

const label = (name, parent = null) => ({ name, color: "#000000", parent });
const start = () =>
  draftOf({
    labels: [label("animal"), label("cat", "animal"), label("dog", "animal"), label("thing")],
    attributes: [{ name: "coat", type: "select", labels: ["cat"] }, { name: "note", when: [{ attribute: "coat", values: ["x"] }] }],
  });
const shape = (draft) => treeOf(draft.labels).map(({ label: one, depth }) => `${"-".repeat(depth)}${one.name}`).join(" ");

test("what was only opened sends what was there, and renames nothing", () => {
  const { labels, renamed, renamed_attributes } = putOf(start());
  assert.deepEqual(labels.map(({ name }) => name), ["animal", "cat", "dog", "thing"]);
  assert.ok(!("was" in labels[0]));
  assert.deepEqual([renamed, renamed_attributes], [{}, {}]);
});

test("another name of a label is followed by what lies below it and what is for it", () => {
  const draft = changeLabel(changeLabel(start(), "animal", { name: "beast" }), "cat", { name: "tomcat" });
  assert.equal(shape(draft), "beast -tomcat -dog thing");
  assert.deepEqual(draft.attributes[0].labels, ["tomcat"]);
  assert.deepEqual(putOf(draft).renamed, { animal: "beast", cat: "tomcat" });
});

test("a label that was renamed twice is renamed from what the project has", () => {
  const draft = changeLabel(changeLabel(start(), "cat", { name: "a" }), "a", { name: "b" });
  assert.deepEqual(putOf(draft).renamed, { cat: "b" });
  assert.deepEqual(putOf(changeLabel(draft, "b", { name: "cat" })).renamed, {});
});

test("another name of an attribute is followed by what waits for it", () => {
  const draft = changeAttribute(start(), "coat", { name: "fur" });
  assert.deepEqual(draft.attributes[1].when, [{ attribute: "fur", values: ["x"] }]);
  assert.deepEqual(putOf(draft).renamed_attributes, { coat: "fur" });
});

test("what lay below a label that is taken away moves up", () => {
  const draft = removeLabel(start(), "animal");
  assert.equal(shape(draft), "cat dog thing");
  assert.deepEqual(removeLabel(start(), "cat").attributes[0].labels, []);
});

test("an attribute that is taken away is waited for by none", () => {
  assert.deepEqual(removeAttribute(start(), "coat").attributes.map(({ name, when }) => [name, when]), [["note", []]]);
});

test("labels move up, down, below the one above, and out again", () => {
  assert.equal(shape(moveLabel(start(), "dog", "up")), "animal -dog -cat thing");
  assert.equal(shape(moveLabel(start(), "animal", "down")), "thing animal -cat -dog");
  assert.equal(shape(moveLabel(start(), "thing", "in")), "animal -cat -dog -thing");
  assert.equal(shape(moveLabel(start(), "dog", "in")), "animal -cat --dog thing");
  assert.equal(shape(moveLabel(start(), "cat", "out")), "animal -dog cat thing");
});

test("where a label cannot go, nothing changes", () => {
  const draft = start();
  for (const [name, way] of [["animal", "up"], ["animal", "out"], ["animal", "in"], ["thing", "down"], ["nobody", "up"]]) assert.equal(moveLabel(draft, name, way), draft);
});

test("a label is dropped before, after or below another, never within itself", () => {
  assert.equal(shape(dropLabel(start(), "thing", "dog", "before")), "animal -cat -thing -dog");
  assert.equal(shape(dropLabel(start(), "dog", "thing", "after")), "animal -cat thing dog");
  assert.equal(shape(dropLabel(start(), "animal", "thing", "inside")), "thing -animal --cat --dog");
  const draft = start();
  assert.equal(dropLabel(draft, "animal", "cat", "inside"), draft);
  assert.equal(dropLabel(draft, "animal", "animal", "before"), draft);
  assert.deepEqual(parentsFor(draft, "animal").map(({ label: one }) => one.name), ["thing"]);
});

test("what is added has a name of its own", () => {
  const [one, first] = addLabel(start(), "animal");
  const [two, second] = addLabel(one, null);
  assert.deepEqual([first, second], ["label", "label 2"]);
  assert.equal(shape(two), "animal -cat -dog -label thing label 2");
  assert.deepEqual(putOf(two).renamed, {});
  assert.equal(addAttribute(start())[1], "attribute");
});

test("attributes move within their list", () => {
  assert.deepEqual(moveAttribute(start(), "note", -1).attributes.map(({ name }) => name), ["note", "coat"]);
  const draft = start();
  assert.equal(moveAttribute(draft, "note", 1), draft);
});

test("what is imported is new where the project has nothing of its name", () => {
  const draft = draftOf({ labels: [label("cat"), label("cow")] }, (kind, name) => name === "cat");
  assert.deepEqual(putOf(changeLabel(changeLabel(draft, "cat", { name: "x" }), "cow", { name: "y" })).renamed, { cat: "x" });
});

test("options are read as typed, and written the same", () => {
  const text = "air = In the air\n  plane\n  shuttle = Space shuttle\nroad\n  car\n    van";
  const options = optionsOf(text, true);
  assert.deepEqual(options.map(({ value, title, children }) => [value, title, children.length]), [["air", "In the air", 2], ["road", null, 1]]);
  assert.equal(options[1].children[0].children[0].value, "van");
  assert.equal(textOf(options), text);
  assert.deepEqual(optionsOf("a\n  b\n\n c ").map(({ value, children }) => [value, children]), [["a", []], ["b", []], ["c", []]]);
  assert.deepEqual(optionsOf("x = a=b")[0], { value: "x", title: "a=b", children: [] });
});
