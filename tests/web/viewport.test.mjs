// Which part of the image the stage shows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createViewport, LEAST, MOST } from "../../web/js/canvas/viewport.js";

const MARGIN = 12;
const IMAGE = { width: 800, height: 600 };

/** A view of an image on a stage, and how often it changed. */
function viewOf(image = IMAGE, stage = [424, 424]) {
  let changes = 0;
  const view = createViewport(() => (changes += 1));
  view.resize(...stage);
  view.show(image);
  return { view, changes: () => changes };
}

const near = (said, expected, slack = 1e-6) => expected.forEach((value, i) => assert.ok(Math.abs(said[i] - value) < slack, `[${said}] is not [${expected}]`));

test("an image that is shown fits the stage, in its middle, with a margin", () => {
  const { view } = viewOf();
  assert.equal(view.state.scale, 0.5);
  assert.deepEqual(view.toStage(0, 0), [MARGIN, 62]);
  assert.deepEqual(view.toStage(800, 600), [424 - MARGIN, 424 - 62]);
});

test("a small image is enlarged to the stage, up to the limit", () => {
  assert.equal(viewOf({ width: 100, height: 100 }).view.state.scale, 4);
  assert.equal(viewOf({ width: 2, height: 2 }).view.state.scale, MOST);
});

test("stage and image pixels are each other's inverse", () => {
  const { view } = viewOf();
  view.zoomBy(1.7, 100, 50);
  near(view.toImage(...view.toStage(123.4, 321)), [123.4, 321]);
});

for (const factor of [1.25, 0.8, 3, 1.01]) {
  test(`zooming by ${factor} keeps the image point under the pointer`, () => {
    const { view } = viewOf();
    const before = view.toImage(200, 150);
    view.zoomBy(factor, 200, 150);
    near(view.toImage(200, 150), before);
    near([view.state.scale], [0.5 * factor]);
  });
}

test("zooming without a place keeps the middle of the stage", () => {
  const { view } = viewOf();
  const before = view.toImage(212, 212);
  view.zoomTo(2);
  near(view.toImage(212, 212), before);
  assert.equal(view.state.scale, 2);
});

test("many small steps in and out come back", () => {
  const { view } = viewOf();
  for (let i = 0; i < 50; i++) view.zoomBy(1.05, 212, 212);
  for (let i = 0; i < 50; i++) view.zoomBy(1 / 1.05, 212, 212);
  near(view.toStage(0, 0), [MARGIN, 62]);
});

test("the scale stays within its limits", () => {
  const { view } = viewOf();
  view.zoomBy(1e9, 10, 10);
  assert.equal(view.state.scale, MOST);
  view.zoomBy(1e-9, 10, 10);
  assert.equal(view.state.scale, LEAST);
});

test("at a limit the view does not creep", () => {
  const { view } = viewOf();
  view.zoomBy(1e9, 200, 150);
  const before = view.toImage(200, 150);
  view.zoomBy(2, 200, 150);
  near(view.toImage(200, 150), before);
});

test("an image that fits only below the limit can be zoomed out as far as it fits", () => {
  const { view } = viewOf({ width: 40_000, height: 40_000 });
  assert.equal(view.state.scale, 0.01);
  view.zoomBy(0.5);
  assert.equal(view.state.scale, 0.01);
});

test("some of the image stays in sight however far it is moved", () => {
  const { view } = viewOf();
  for (const [dx, dy] of [[1e6, 1e6], [-1e6, -1e6]]) {
    view.pan(dx, dy);
    const [left, top] = view.toStage(0, 0);
    const [right, bottom] = view.toStage(800, 600);
    assert.ok(left <= 424 - 40 && top <= 424 - 40 && right >= 40 && bottom >= 40, `${[left, top, right, bottom]}`);
  }
});

test("moving moves by stage pixels", () => {
  const { view } = viewOf();
  view.pan(5, -7);
  assert.deepEqual(view.toStage(0, 0), [MARGIN + 5, 62 - 7]);
});

test("a stage of another size fits the image again, unless the view was moved", () => {
  const { view } = viewOf();
  view.resize(824, 824);
  assert.equal(view.state.scale, 1);
  view.zoomTo(0.7);
  view.resize(424, 424);
  assert.equal(view.state.scale, 0.7);
});

test("fit after moving shows the whole image again", () => {
  const { view } = viewOf();
  view.zoomBy(9, 10, 10);
  view.fit();
  assert.deepEqual([view.state.scale, view.state.fitted], [0.5, true]);
});

test("another image is fitted anew", () => {
  const { view } = viewOf();
  view.zoomBy(9, 10, 10);
  view.show({ width: 400, height: 400 });
  assert.deepEqual([view.state.scale, view.toStage(0, 0)], [1, [MARGIN, MARGIN]]);
});

test("what is out of sight is brought to the middle, what is in sight stays", () => {
  const { view } = viewOf();
  view.zoomTo(4);
  const before = { ...view.state };
  view.reveal([395, 295, 10, 10]);
  assert.deepEqual(view.state, before);
  view.reveal([700, 500, 20, 20]);
  near(view.toStage(710, 510), [212, 212]);
});

test("a stage without size is survived", () => {
  const { view } = viewOf(IMAGE, [0, 0]);
  assert.ok(view.state.scale > 0 && view.toImage(0, 0).every(Number.isFinite));
});

test("every change of the view is told", () => {
  const { view, changes } = viewOf();
  const before = changes();
  view.zoomBy(2);
  view.pan(1, 1);
  view.fit();
  assert.equal(changes() - before, 3);
});
