// The event bus: what happened becomes an event and is offered to every script, once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createBus } from "../../web/js/host/bus.js";
import { human, instance, opened, point } from "./samples.mjs";

/** A bus with scripts that note what they are offered. */
function busOf(...identities) {
  const [offers, loops] = [[], []];
  let events = 0;
  const runners = identities.map((identity) => ({
    script: () => ({ identity }),
    view: { state: "ready" },
    offer(event, job) {
      offers.push({ to: identity, event, job });
      return event.name === "command" ? 0 : 1;
    },
  }));
  const bus = createBus({ project: "project-1", runners: () => runners, onLoop: (text) => loops.push(text), onEvent: () => (events += 1) });
  return { bus, offers, loops, runners, events: () => events };
}

const by = (...chain) => ({ actor: "script", title: chain.at(-1), script: chain.at(-1), run: "r1", chain });
const names = (offers) => offers.map(({ event }) => event.name);
const to = (offers) => offers.map((one) => one.to);

test("an event carries what every event carries", () => {
  const { bus, offers } = busOf("a");
  const { document } = opened();
  bus.publish(document, { actor: "human", title: "Open" }, { name: "open_file" });
  const { id, at, ...rest } = offers[0].event;
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.equal(new Date(at).toISOString(), at);
  assert.deepEqual(rest, {
    actor: { kind: "human", id: "local" },
    project: "project-1",
    file: { id: "file-1", name: "a.png", width: 100, height: 80, kind: "image", frame: 0 },
    revision: 7,
    name: "open_file",
  });
});

test("an event is offered to every script once, with its document", () => {
  const { bus, offers } = busOf("a", "b");
  const { document } = opened();
  bus.publish(document, human(), { name: "open_file" });
  assert.deepEqual(to(offers), ["a", "b"]);
  assert.equal(offers[0].event, offers[1].event);
  assert.equal(offers[0].job.document, document);
});

test("an event may be for one script alone", () => {
  const { bus, offers, runners } = busOf("a", "b");
  bus.publish(opened().document, human(), { name: "command" }, (runner) => runner === runners[1]);
  assert.deepEqual(to(offers), ["b"]);
});

test("when the gesture happened goes with the event", () => {
  const { bus, offers } = busOf("a");
  const before = performance.now();
  bus.publish(opened().document, { actor: "human", title: "Draw", at: 12.5 }, { name: "command" });
  bus.publish(opened().document, human(), { name: "command" });
  assert.equal(offers[0].job.at, 12.5);
  assert.ok(offers[0].job.offered >= before);
  assert.equal(offers[1].job.at, offers[1].job.offered, "without a gesture it is now");
});

test("each instance of a change is an event of its own, created before updated before deleted", () => {
  const { bus, offers } = busOf("a");
  const [one, two] = [instance(), instance()];
  const { document } = opened([one, two]);
  bus.follow(document);
  document.commit({ created: [instance(), instance()], updated: [{ id: one.id, fields: { label: "dog" } }], deleted: [two.id] }, human());
  assert.deepEqual(names(offers), ["create_instance", "create_instance", "update_instance", "delete_instance"]);
});

test("the event comes after the change is in the document", () => {
  const { document } = opened();
  const seen = [];
  const runner = { script: () => ({ identity: "a" }), view: { state: "ready" }, offer: ({ instance: { id } }) => seen.push(document.get(id)?.id) && 1 };
  const bus = createBus({ project: "p", runners: () => [runner], onLoop: () => {}, onEvent: () => {} });
  bus.follow(document);
  const one = instance();
  document.commit({ created: [one] }, human());
  assert.deepEqual(seen, [one.id]);
});

test("an update says how it was and what changed", () => {
  const { bus, offers } = busOf("a");
  const one = instance();
  const { document } = opened([one]);
  bus.follow(document);
  document.commit({ updated: [{ id: one.id, fields: { geometry: point(), attributes: { age: 3 }, locked: true } }] }, human());
  const { before, instance: after, changed } = offers[0].event;
  assert.deepEqual([before, after], [one, document.get(one.id)]);
  assert.deepEqual(changed, ["geometry", "attributes", "locked"]);
});

test("a deletion shows the instance as it was last", () => {
  const { bus, offers } = busOf("a");
  const one = instance();
  const { document } = opened([one]);
  bus.follow(document);
  document.commit({ deleted: [one.id] }, human());
  assert.equal(offers[0].event.instance, one);
});

test("a document followed twice tells each change once", () => {
  const { bus, offers } = busOf("a");
  const { document } = opened();
  bus.follow(document);
  bus.follow(document);
  document.commit({ created: [instance()] }, human());
  assert.equal(offers.length, 1);
});

test("a change that changes nothing is no event", () => {
  const { bus, offers, events } = busOf("a");
  const { document } = opened();
  bus.follow(document);
  document.commit({ deleted: ["gone"] }, human());
  assert.deepEqual([offers, events()], [[], 0]);
});

test("undo of a deletion restores, undo of a drawing deletes", () => {
  const { bus, offers } = busOf("a");
  const one = instance();
  const { document } = opened([one]);
  bus.follow(document);
  document.commit({ deleted: [one.id] }, human());
  document.undo();
  document.commit({ created: [instance()] }, human());
  document.undo();
  document.redo();
  assert.deepEqual(names(offers), ["delete_instance", "restore_instance", "create_instance", "delete_instance", "restore_instance"]);
  assert.deepEqual(offers.map(({ event }) => event.actor.kind), ["human", "undo", "human", "undo", "undo"]);
});

test("a script does not hear its own change", () => {
  const { bus, offers } = busOf("a", "b");
  const { document } = opened();
  bus.follow(document);
  document.commit({ created: [instance()] }, by("a"));
  assert.deepEqual(to(offers), ["b"]);
  assert.deepEqual(offers[0].event.actor, { kind: "script", id: "a" });
  assert.deepEqual(offers[0].job.chain, ["a"]);
});

test("a script does not hear what another made of its change", () => {
  const { bus, offers } = busOf("a", "b", "c");
  const { document } = opened();
  bus.follow(document);
  document.commit({ created: [instance()] }, by("a", "b"));
  assert.deepEqual(to(offers), ["c"]);
});

test("a chain of three scripts is cut with a notice", () => {
  const { bus, offers, loops } = busOf("a", "b", "c", "d");
  const { document } = opened();
  bus.follow(document);
  document.commit({ created: [instance()] }, by("a", "b", "c"));
  assert.deepEqual([offers, loops], [[], ["Scripts answered each other 3 times; the chain was cut."]]);
});

test("a chain of three that nobody would go on with needs no notice", () => {
  const { bus, loops } = busOf("a", "b", "c");
  const { document } = opened();
  bus.follow(document);
  document.commit({ created: [instance()] }, by("a", "b", "c"));
  assert.deepEqual(loops, []);
});

test("the log holds each event and how many hooks it was for", () => {
  const { bus, events } = busOf("a", "b");
  const { document } = opened();
  bus.follow(document);
  bus.publish(document, human(), { name: "open_file" });
  document.commit({ created: [instance()] }, by("a"));
  bus.publish(document, human(), { name: "command" });
  assert.deepEqual(bus.log().map(({ event, heard }) => [event.name, heard]), [["open_file", 2], ["create_instance", 1], ["command", 0]]);
  assert.equal(events(), 3);
});

test("the log keeps the last 500 events", () => {
  const { bus } = busOf();
  const { document } = opened();
  for (let i = 0; i < 510; i++) bus.publish(document, human(), { name: "command" });
  assert.equal(bus.log().length, 500);
});

test("who has run scripts on it already goes with the event", () => {
  const { bus, offers } = busOf("a");
  const { document } = opened();
  bus.follow(document);
  document.receive({ created: [instance()], updated: [], deleted: [], revision: 8 }, { actor: "remote", title: "Elsewhere", hosted: true });
  document.receive({ created: [instance()], updated: [], deleted: [], revision: 9 }, { actor: "remote", title: "Elsewhere", hosted: false });
  assert.deepEqual(offers.map(({ event, job }) => [event.name, event.actor.kind, job.hosted]), [["create_instance", "remote", true], ["create_instance", "remote", false]]);
});

test("what one script alone is to know goes with its offer", () => {
  const { bus, offers, runners } = busOf("a", "b");
  bus.publish(opened().document, human(), { name: "before_save", reason: "save" }, undefined, (runner) => ({ settle: runners.indexOf(runner) }));
  assert.deepEqual(offers.map(({ job }) => job.settle), [0, 1]);
  assert.equal(offers[0].event, offers[1].event, "one event for all");
});

test("a part that takes the place of another is told as what it comes to", () => {
  const { bus, offers } = busOf("a", "b");
  const one = instance();
  const { document } = opened([one]);
  bus.follow(document);
  const step = { ...by("a"), step: "r1" };
  document.commit({ updated: [{ id: one.id, fields: { label: "dog" } }] }, step);
  document.replace("r1", { updated: [{ id: one.id, fields: { label: "cup" } }] }, step);
  document.revoke("r1", step);
  const labels = offers.map(({ event: { before, instance: after } }) => [before.label, after.label]);
  assert.deepEqual(labels, [["cat", "dog"], ["dog", "cup"], ["cup", "cat"]]);
});

test("of a change of very many, only what the log holds becomes events where no script is on", () => {
  const all = Array.from({ length: 1_200 }, () => instance());
  for (const [state, expected] of [["off", 500], ["ready", 1_200]]) {
    const { bus, runners, events } = busOf("a");
    runners[0].view.state = state;
    const { document } = opened(all);
    bus.follow(document);
    document.commit({ deleted: all.map(({ id }) => id) }, human());
    assert.equal(events(), expected);
    assert.equal(bus.log().at(-1).event.instance.id, all.at(-1).id);
  }
});
