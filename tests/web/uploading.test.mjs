// What is dropped on the gallery, and what is said of images that were not added.

import assert from "node:assert/strict";
import { test } from "node:test";

import { dropped } from "../../web/js/pages/gallery/dropped.js";
import { STOPPED, TAKEN, UNREACHED, told } from "../../web/js/pages/gallery/untaken.js";

const file = (name) => ({ name, isDirectory: false, file: (taken) => taken({ name }) });
const lost = (name) => ({ name, isDirectory: false, file: (_, failed) => failed(new Error(`${name} is gone`)) });

/** A folder that gives two entries at a time, as browsers give a hundred. */
function folder(name, ...entries) {
  const createReader = () => {
    let at = 0;
    return { readEntries: (taken) => taken(entries.slice(at, (at += 2))) };
  };
  return { name, isDirectory: true, createReader };
}

const transfer = (...entries) => ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files: entries.map(({ name }) => ({ name })) });
const names = ({ files, others }) => [files.map(({ name }) => name), others];

test("files that are dropped are taken as they are, whatever they are called", async () => {
  assert.deepEqual(names(await dropped(transfer(file("a.png"), file("notes.txt")))), [["a.png", "notes.txt"], []]);
});

test("of a folder all images are taken, however deep and however many, and the others are named", async () => {
  const deep = folder("deep", file("3.JPG"), file(".hidden"), file("notes.txt"));
  const found = await dropped(transfer(file("odd"), folder("photos", file("1.png"), file("2.tiff"), deep, file("4.webp"), file("5.bmp"))));
  assert.deepEqual(names(found), [["odd", "1.png", "2.tiff", "3.JPG", "4.webp", "5.bmp"], ["notes.txt"]]);
});

test("a folder that cannot be read is an error, and not half of it", async () => {
  await assert.rejects(dropped(transfer(folder("photos", file("1.png"), lost("2.png")))), /2.png is gone/);
});

test("what was not added is told line by line, and what was not sent at all once", () => {
  assert.deepEqual(told([], [], TAKEN, []), []);
  assert.deepEqual(told(["a.gif was not taken: it is GIF."], [], "refused", []), ["a.gif was not taken: it is GIF."]);
  assert.deepEqual(told([], ["b.png", "c.png", "d.png"], UNREACHED, []), ["b.png and 2 more: not sent, the server was not reached. Add them again once it is there."]);
  assert.deepEqual(told(["x"], ["b.png"], STOPPED, ["notes.txt"]), ["x", "b.png: not sent, it was cancelled.", "notes.txt in the folder: left out, no images by their names."]);
});
