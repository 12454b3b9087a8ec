// The reference says of JavaScript's canvas what the cell for JavaScript has.

import assert from "node:assert/strict";
import { test } from "node:test";

import { GRANTED } from "../../runtime/cell/javascript/granted.js";
import * as api from "../../runtime/cell/javascript/api.js";
import { membersOf, namesOf } from "../../web/js/editor/known.js";

const RUN = /** @type {any} */ ({ event: {}, settings: {} });

test("each grant brings the calls that the reference lists under it", () => {
  const listed = membersOf("Canvas", "javascript");
  for (const [grant, make] of Object.entries(GRANTED)) {
    const names = Object.keys(make(RUN)).sort();
    const smaller = grant === "instances:write" ? Object.keys(GRANTED["instances:suggest"](RUN)) : [];
    const expected = listed.filter((one) => one.grant === grant).map(({ name }) => name);
    assert.deepEqual([...expected, ...smaller].sort(), names, grant);
  }
});

test("what the reference offers to import is exported", () => {
  const missing = namesOf("javascript").filter(({ name }) => !(name in api));
  assert.deepEqual(missing.map(({ name }) => name), []);
});
