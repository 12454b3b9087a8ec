// Looking for labels: by their names, and by the names of what they lie below.

import assert from "node:assert/strict";
import { test } from "node:test";

import { bestOf, found } from "../../web/js/ontology/searching.js";

const label = (name, parent = null, title = null) => ({ name, parent, title, color: "#112233" });
const TREE = [
  label("vehicle", null, "Vehicles"),
  label("car", "vehicle"),
  label("cable car", "vehicle"),
  label("animal"),
  label("cat", "animal", "House cat"),
  label("carp", "animal"),
];
const names = (branches) => branches.map(({ label: { name } }) => name);

test("what answers is shown with what it lies below, by name or title", () => {
  assert.deepEqual(names(found(TREE, "house")), ["animal", "cat"]);
  assert.deepEqual(names(found(TREE, " CAR ")), ["vehicle", "car", "cable car", "animal", "carp"]);
  assert.deepEqual(names(found(TREE, "")).length, TREE.length);
  assert.deepEqual(found(TREE, "dog"), []);
});

test("a word may be found above, and then all below it answer", () => {
  assert.deepEqual(names(found(TREE, "animal")), ["animal", "cat", "carp"]);
  assert.deepEqual(names(found(TREE, "vehicles car")), ["vehicle", "car", "cable car"]);
  assert.deepEqual(names(found(TREE, "animal cable")), []);
});

test("a group within a group is found with all that lies in it", () => {
  assert.deepEqual(names(found([...TREE, label("fish", "animal"), label("cod", "fish")], "fish")), ["animal", "fish", "cod"]);
});

test("what is named just so is meant before what begins so, and that before what has it in its name", () => {
  const some = [label("cable car"), label("carp"), label("car"), label("cat", null, "Cart")];
  assert.equal(bestOf(some, "car"), 2);
  assert.equal(bestOf(some, "carp "), 1);
  assert.equal(bestOf(some, "cart"), 3);
  assert.equal(bestOf(some, "ble"), 0);
  assert.equal(bestOf(some, "thing cat"), 3);
  assert.equal(bestOf(some, ""), 0);
});
