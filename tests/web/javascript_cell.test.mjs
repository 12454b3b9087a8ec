// The cell for JavaScript without a browser: its states, what it answers, what it refuses.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createCell, LEGAL } from "../../runtime/cell/javascript/cell.js";
import { decode } from "../../runtime/cell/javascript/protocol.js";

function opened() {
  const said = [];
  const cell = createCell({ assets: "https://limner.test/assets/1/", send: (text) => said.push(JSON.parse(text)) });
  return { said, tell: (message) => cell.receive(JSON.stringify(message), []) };
}

test("before a script only a script is taken, and what is out of order ends the cell", () => {
  const { tell } = opened();
  assert.throws(() => tell({ type: "params", params: {} }), { name: "ProtocolError", message: "got 'params', expected one of: init, dispose" });
  assert.throws(() => tell({ type: "init", filename: "a.js", source: "" }), { message: "got 'init', expected one of: dispose" });
  tell({ type: "dispose" });
});

test("every state takes the end, and none takes an event but one that is ready or soon will be", () => {
  assert.deepEqual(Object.entries(LEGAL).filter(([, legal]) => !legal.includes("dispose")), []);
  assert.deepEqual(Object.entries(LEGAL).filter(([, legal]) => legal.includes("event")).map(([state]) => state), ["ready", "stopping"]);
});

test("a message that does not have the form of one is refused with what is wrong", () => {
  for (const [text, message] of [
    ["{", /^not JSON: /],
    ["null", /^message type is undefined, expected one of init/],
    ['{"type":"constructor"}', /^message type is 'constructor'/],
    ['{"type":"init","filename":"a"}', /^init lacks source$/],
    ['{"type":"event","run":"r","hook":"h","event":null}', /^event.event is null, expected an object$/],
  ]) {
    assert.throws(() => decode(text), { name: "ProtocolError", message });
  }
});
