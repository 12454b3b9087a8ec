// Where the instances are: picking, and following the document.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createSpatial } from "../../web/js/canvas/spatial.js";
import { area, contains } from "../../web/js/shapes/registry.js";
import { box, human, instance, mask, opened, point, polygon, polyline, randomFrom, square, tag } from "./samples.mjs";

const REACH = 3;

function spatialOf(...geometries) {
  const instances = geometries.map((geometry) => instance({ geometry }));
  const { document } = opened(instances, { width: 1000, height: 1000 });
  return { document, instances, spatial: createSpatial(document), ids: instances.map(({ id }) => id) };
}

test("the smallest of those that contain the point is picked, whatever their order", () => {
  for (const geometries of [[box(0, 0, 100, 100), box(40, 40, 20, 20)], [box(40, 40, 20, 20), box(0, 0, 100, 100)]]) {
    const { spatial } = spatialOf(...geometries);
    assert.equal(spatial.pick(50, 50, REACH).geometry.width, 20);
    assert.equal(spatial.pick(10, 10, REACH).geometry.width, 100);
  }
});

test("where nothing is, nothing is picked", () => {
  const { spatial } = spatialOf(box(0, 0, 10, 10));
  assert.equal(spatial.pick(50, 50, REACH), null);
  assert.equal(spatialOf().spatial.pick(0, 0, REACH), null);
});

test("an outline is picked from outside, within reach", () => {
  const { spatial, ids } = spatialOf(box(10, 10, 30, 30));
  assert.equal(spatial.pick(42, 20, REACH)?.id, ids[0]);
  assert.equal(spatial.pick(44, 20, REACH), null);
});

test("a hole is not inside, its edge is near", () => {
  const { spatial, ids } = spatialOf(polygon(square(0, 0, 100), square(30, 30, 40)));
  assert.equal(spatial.pick(50, 50, REACH), null);
  assert.equal(spatial.pick(32, 50, REACH).id, ids[0]);
});

test("a turned box is picked where it is, not where its bounds are", () => {
  const { spatial, ids } = spatialOf(box(0, 40, 100, 20, 45));
  assert.equal(spatial.pick(50, 50, REACH).id, ids[0]);
  assert.equal(spatial.pick(80, 20, REACH), null);
});

test("a polyline is picked near its segments, its ends are not joined", () => {
  const { spatial, ids } = spatialOf(polyline([10, 10], [90, 10], [90, 90]));
  assert.equal(spatial.pick(50, 12, REACH).id, ids[0]);
  assert.equal(spatial.pick(92, 50, REACH).id, ids[0]);
  assert.equal(spatial.pick(50, 50, REACH), null);
});

test("a point on a shape is picked before the shape", () => {
  const { spatial, ids } = spatialOf(box(0, 0, 100, 100), point(50, 50));
  assert.equal(spatial.pick(51, 51, REACH).id, ids[1]);
  assert.equal(spatial.pick(70, 50, REACH).id, ids[0]);
});

test("a keypoint is picked near its points", () => {
  const { spatial, ids } = spatialOf({ kind: "keypoints", points: [{ name: "a", x: 10, y: 10, visible: 2 }, { name: "b", x: 90, y: 90, visible: 2 }], edges: [] });
  assert.equal(spatial.pick(91, 91, REACH).id, ids[0]);
  assert.equal(spatial.pick(50, 50, REACH), null);
});

test("a mask is picked on its foreground only", () => {
  const { spatial, ids } = spatialOf(mask([10, 10, 4, 1], [2, 2]));
  assert.equal(spatial.pick(12.5, 10.5, REACH).id, ids[0]);
  assert.equal(spatial.pick(10.5, 10.5, REACH), null);
});

test("a tag is nowhere", () => assert.equal(spatialOf(tag()).spatial.pick(0, 0, REACH), null));

test("what is hidden is not picked", () => {
  const { document, spatial, ids } = spatialOf(box(0, 0, 100, 100), box(40, 40, 20, 20));
  document.commit({ updated: [{ id: ids[1], fields: { hidden: true } }] }, human());
  assert.equal(spatial.pick(50, 50, REACH).id, ids[0]);
  document.undo();
  assert.equal(spatial.pick(50, 50, REACH).id, ids[1]);
});

test("it follows what is created, moved, deleted and undone", () => {
  const { document, spatial } = spatialOf();
  const one = instance({ geometry: box(0, 0, 10, 10) });
  document.commit({ created: [one] }, human());
  assert.equal(spatial.pick(5, 5, REACH).id, one.id);
  document.commit({ updated: [{ id: one.id, fields: { geometry: box(500, 500, 10, 10) } }] }, human());
  assert.equal(spatial.pick(5, 5, REACH), null);
  assert.deepEqual(spatial.pick(505, 505, REACH).geometry, box(500, 500, 10, 10));
  document.commit({ deleted: [one.id] }, human());
  assert.equal(spatial.pick(505, 505, REACH), null);
  document.undo();
  document.undo();
  assert.equal(spatial.pick(5, 5, REACH).id, one.id);
  document.undo();
  assert.equal(spatial.pick(5, 5, REACH), null);
});

test("many created at once are all found, and go with one undo", () => {
  const { document, spatial } = spatialOf(box(900, 900, 10, 10));
  const many = Array.from({ length: 1_000 }, (_, i) => instance({ geometry: box((i % 40) * 20, Math.floor(i / 40) * 20, 10, 10) }));
  document.commit({ created: many }, human());
  for (const one of many) assert.equal(spatial.pick(one.geometry.x + 5, one.geometry.y + 5, REACH).id, one.id);
  document.undo();
  assert.equal(spatial.within([0, 0, 1000, 1000]).length, 1);
});

test("what lies in a rectangle comes in drawing order, a moved one keeps its place", () => {
  const { document, spatial, ids } = spatialOf(box(0, 0, 50, 50), box(10, 10, 50, 50), box(20, 20, 50, 50), box(500, 0, 9, 9));
  const found = () => spatial.within([0, 0, 100, 100]).map(({ id }) => id);
  assert.deepEqual(found(), ids.slice(0, 3));
  document.commit({ updated: [{ id: ids[0], fields: { geometry: box(5, 5, 50, 50) } }] }, human());
  assert.deepEqual(found(), ids.slice(0, 3));
  const last = instance({ geometry: box(1, 1, 5, 5) });
  document.commit({ created: [last] }, human());
  assert.deepEqual(found(), [...ids.slice(0, 3), last.id]);
});

test("a stopped one follows no more", () => {
  const { document, spatial } = spatialOf();
  spatial.stop();
  document.commit({ created: [instance({ geometry: box(0, 0, 10, 10) })] }, human());
  assert.equal(spatial.pick(5, 5, REACH), null);
});

test("among 20,000 instances it picks what looking at each one picks", () => {
  const random = randomFrom(20_000);
  const side = 4_000;
  const shape = () => {
    const [x, y, size] = [random() * side, random() * side, 4 + random() * 60];
    const turned = box(x, y, size, size * (0.5 + random()), random() < 0.3 ? random() * 90 : 0);
    return random() < 0.5 ? turned : polygon([[x, y], [x + size, y + size / 3], [x + size / 2, y + size]]);
  };
  const instances = Array.from({ length: 20_000 }, () => instance({ geometry: shape(), hidden: random() < 0.05 }));
  const { document } = opened(instances, { width: side, height: side });
  const spatial = createSpatial(document);
  document.commit({ updated: instances.slice(0, 500).map(({ id }) => ({ id, fields: { geometry: shape() } })) }, human());
  document.commit({ deleted: instances.slice(500, 1_000).map(({ id }) => id) }, human());
  for (let i = 0; i < 60; i++) {
    const [x, y] = [random() * side, random() * side];
    const inside = document.all().filter(({ geometry, hidden }) => !hidden && contains(geometry, x, y));
    const smallest = Math.min(...inside.map(({ geometry }) => area(geometry)));
    const picked = spatial.pick(x, y, 0);
    assert.equal(picked ? area(picked.geometry) : Infinity, smallest);
  }
});
