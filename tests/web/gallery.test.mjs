// The gallery's parts that need no page: the filter in the address, where tiles lie, what is picked, what is loaded.

import assert from "node:assert/strict";
import { test } from "node:test";

import { filterOf, isNarrow, queryOf } from "../../web/js/pages/gallery/filter.js";
import { inSight, layoutOf, led, placeOf } from "../../web/js/pages/gallery/layout.js";
import { createListing } from "../../web/js/pages/gallery/listing.js";
import { createPicks } from "../../web/js/pages/gallery/picks.js";
import { turn } from "./samples.mjs";

const ALL = { state: [], assignee: "", label: "", has: "", name: "", sort: "" };

test("a filter goes into the address and comes back as it was", () => {
  const filter = { ...ALL, state: ["todo", "done"], assignee: "Ada & Co", label: "a,b", has: "nothing", name: "50%?", sort: "-name" };
  assert.deepEqual(filterOf(queryOf(filter)), filter);
  assert.match(queryOf(filter), /^\?state=todo,done&/);
  assert.equal(queryOf(ALL), "");
  assert.deepEqual(filterOf(""), ALL);
});

test("what the address has of no filter is left out", () => {
  assert.deepEqual(filterOf("?state=finished,done,&has=all&sort=--name&edit=new"), { ...ALL, state: ["done"] });
});

test("an order alone leaves nothing out", () => {
  assert.equal(isNarrow({ ...ALL, sort: "name" }), false);
  for (const one of [{ state: ["done"] }, { assignee: "-" }, { label: "x" }, { has: "nothing" }, { name: "x" }]) assert.ok(isNarrow({ ...ALL, ...one }));
});

test("tiles fill the width, touch nothing and are all in the sheet", () => {
  for (const width of [100, 184, 400, 1000, 1408, 3000]) {
    const layout = layoutOf(width, 101);
    const last = placeOf(layout, 100);
    assert.ok(last.y + last.height <= layout.rows * layout.height);
    for (let index = 0; index < layout.columns; index += 1) {
      const { x, y, width: wide } = placeOf(layout, index);
      assert.ok(x >= 0 && x + wide <= Math.max(width, 184) && y === 0);
      if (index) assert.ok(x > placeOf(layout, index - 1).x + placeOf(layout, index - 1).width);
    }
  }
});

test("of ten thousand tiles only those in sight are made, wherever it is scrolled to", () => {
  const layout = layoutOf(1408, 10_000);
  for (const top of [0, 12_345, layout.rows * layout.height - 700]) {
    const { first, end } = inSight(layout, 10_000, top, 700);
    assert.ok(end - first <= (Math.ceil(700 / layout.height) + 5) * layout.columns);
    assert.ok(placeOf(layout, first).y <= top && placeOf(layout, end - 1).y + layout.height >= Math.min(top + 700, layout.rows * layout.height));
    assert.equal(first % layout.columns, 0);
  }
});

test("keys lead from tile to tile and never out of the grid", () => {
  const layout = { columns: 4, width: 100, height: 100, rows: 3 };
  const from = (index, key) => led(layout, 10, index, key, 2);
  assert.deepEqual([from(0, "ArrowLeft"), from(0, "ArrowRight"), from(3, "ArrowRight"), from(9, "ArrowRight")], [0, 1, 4, 9]);
  assert.deepEqual([from(1, "ArrowUp"), from(5, "ArrowUp"), from(1, "ArrowDown"), from(7, "ArrowDown"), from(9, "ArrowDown")], [1, 1, 5, 9, 9]);
  assert.deepEqual([from(5, "Home"), from(5, "End"), from(0, "PageDown"), from(9, "PageUp")], [0, 9, 8, 1]);
  assert.equal(from(0, "x"), null);
  assert.equal(led(layout, 0, 0, "ArrowDown", 2), null);
});

test("a range is picked from its anchor, whichever way, beside what was picked", () => {
  const order = [..."abcdefgh"];
  const picks = createPicks(() => order, () => {});
  picks.toggle("h");
  picks.anchorAt("c");
  picks.extend("e");
  assert.deepEqual(picks.all(), [..."cdeh"]);
  picks.extend("b");
  assert.deepEqual(picks.all(), [..."bch"]);
  picks.toggle("b");
  assert.deepEqual(picks.all(), [..."ch"]);
  picks.everything();
  assert.equal(picks.count(), 8);
  order.splice(0, 6);
  picks.settle();
  assert.deepEqual(picks.all(), [..."gh"]);
  picks.clear();
  assert.equal(picks.count(), 0);
});

function served(count) {
  const ids = Array.from({ length: count }, (_, index) => `f${index}`);
  const asked = [];
  const server = { ids, asked, broken: false, call: async (method, path) => {
    asked.push(path);
    await turn();
    if (server.broken) throw new Error("the server was not reached");
    const url = new URL(path, "http://x");
    if (path.includes("/order")) return { ids: [...server.ids] };
    const wanted = url.searchParams.get("ids")?.split(",") ?? server.ids.slice(0, Number(url.searchParams.get("limit")));
    return { items: wanted.filter((id) => server.ids.includes(id)).map((id) => ({ id, at: asked.length })) };
  } };
  return server;
}

async function settled(condition) {
  for (let index = 0; index < 200 && !condition(); index += 1) await turn();
  assert.ok(condition());
}

test("files are asked for as they come into sight, some at a time, and once", async () => {
  const server = served(10_000);
  const listing = createListing({ over: (one) => one, project: "p", call: server.call, onChange: () => {} });
  await listing.load("?state=todo");
  assert.deepEqual(server.asked, ["/api/projects/p/order?state=todo", "/api/projects/p/files?state=todo&limit=60"]);
  assert.equal(listing.ids().length, 10_000);
  listing.look({ first: 0, end: 40 });
  assert.equal(server.asked.length, 2, "these came with the list");
  listing.look({ first: 7000, end: 7150 });
  await settled(() => listing.file("f7149"));
  assert.equal(server.asked.length, 5);
  assert.equal(listing.file("f5000"), undefined);
});

test("what others changed is read again, and what they deleted is gone", async () => {
  const server = served(100);
  const listing = createListing({ over: (one) => one, project: "p", call: server.call, onChange: () => {} });
  await listing.load("");
  listing.look({ first: 0, end: 30 });
  const before = listing.file("f3").at;
  server.ids.splice(5, 1);
  listing.renew(["f3", "f5", "f99"]);
  assert.equal(listing.file("f3").at, before, "it is shown as it was until the server has answered");
  await settled(() => listing.file("f3").at > before && !listing.ids().includes("f5"));
});

test("an answer to an earlier question changes nothing", async () => {
  const server = served(3);
  const listing = createListing({ over: (one) => one, project: "p", call: server.call, onChange: () => {} });
  const first = listing.load("?name=a");
  server.ids = ["only"];
  await Promise.all([listing.load("?name=b"), first]);
  assert.deepEqual(listing.ids(), ["only"]);
});

test("where the server is away it says so once and asks again when told to", async () => {
  const server = served(3);
  server.broken = true;
  const listing = createListing({ over: (one) => one, project: "p", call: server.call, onChange: () => listing.look({ first: 0, end: 3 }) });
  await listing.load("");
  assert.equal(listing.failed(), "the server was not reached");
  const count = server.asked.length;
  for (let index = 0; index < 20; index += 1) await turn();
  assert.equal(server.asked.length, count);
  server.broken = false;
  await listing.load("");
  assert.deepEqual([listing.isLoading(), listing.failed()], [false, ""]);
});
