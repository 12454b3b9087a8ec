// /// script
// [tool.limner]
// name = "People"
// namespace = "limner"
// version = "1.0.0"
// description = "Finds every person: an outline and the 17 points of the skeleton for each."
// places = ["browser"]
// grants = ["image:read", "instances:read", "instances:write", "network"]
// connect = ["storage.googleapis.com"]
// timeout = 120
// hotkey = "n"
// modules = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm", "@tensorflow-models/body-pix"]
// assets = ["human/*", "bodypix*/**"]
//
// [tool.limner.params]
// model_url = { type = "string", default = "", title = "BodyPix model", description = "The .json of any BodyPix model: a path in the folder models, or a URL at storage.googleapis.com. Empty: the models that Limner brings." }
// label = { type = "string", default = "person", title = "Label", description = "The label the shapes get; the project must have it." }
// shape = { type = "string", default = "polygon", enum = ["polygon", "mask"], title = "Shape", description = "What an outline becomes: a polygon with parts and holes, or a mask." }
// skeleton = { type = "boolean", default = true, title = "Skeleton", description = "Make the keypoints beside the outline; both have the same number in the attribute person." }
// parts = { type = "string", default = "none", enum = ["none", "attribute", "shapes"], title = "Body parts", description = "The 24 parts of BodyPix: their names as an attribute, or a shape for each. Only with a BodyPix model." }
// attributes = { type = "string", default = "", title = "Attributes to fill", description = "Names with commas between, as on_phone: made empty on every outline, for you to fill." }
// on_open = { type = "boolean", default = false, title = "On opening", description = "Look for people whenever a file is opened." }
// min_score = { type = "number", default = 0.0, minimum = 0.0, maximum = 1.0, step = 0.05, title = "Least score", description = "How sure the model must be of a person; 0 takes what suits the model (0.12, BodyPix 0.3)." }
// threshold = { type = "number", default = 0.5, minimum = 0.1, maximum = 0.9, step = 0.05, title = "Threshold", description = "How likely a pixel must be a person's; lower makes larger shapes." }
// point_score = { type = "number", default = 0.3, minimum = 0.0, maximum = 1.0, step = 0.05, title = "Visible from", description = "A point with this score counts as visible, with half of it as hidden, with less as not there." }
// known = { type = "number", default = 0.5, minimum = 0.1, maximum = 1.0, step = 0.05, title = "Known from", description = "A person who overlaps a shape of the label this much (IoU) is there already and is not made again." }
// resolution = { type = "integer", default = 512, minimum = 256, maximum = 1024, step = 64, unit = "px", title = "Resolution", description = "Long side of the grid on which outlines are found, and of the picture BodyPix sees." }
// detail = { type = "number", default = 1.0, minimum = 0.2, maximum = 10.0, step = 0.1, unit = "px", title = "Detail", description = "How far the polygon may deviate from the outline found." }
// ///

// With a BodyPix model, the genuine library finds people, poses and parts in one pass. Without one, MoveNet MultiPose
// finds the skeletons, MediaPipe's selfie segmentation looks at a crop round each, twice and once mirrored, and a
// pixel that two people claim goes to the one with the nearest bone. Either way a person is a score, 17 points and a
// field over a grid that is above 0 inside; the outline is the line where that field is 0.

import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { bounds, Box, contains, iou, Keypoints, on, Polygon, simplify, toMask } from "limner";

await tf.setBackend("wasm");

const OFFLINE = "MoveNet MultiPose and MediaPipe selfie segmentation";
const HOST = "storage.googleapis.com"; // where the genuine weights lie
const POINTS = ["nose", ...["eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle"].flatMap((one) => [`left_${one}`, `right_${one}`])];
const EDGES = [[0, 1], [0, 2], [1, 3], [2, 4], [5, 6], [5, 7], [7, 9], [6, 8], [8, 10], [5, 11], [6, 12], [11, 12], [11, 13], [13, 15], [12, 14], [14, 16]];
const BONES = [...EDGES, [0, 5], [0, 6], [5, 12], [6, 11]]; // the neck and the trunk, for distances
const LEAST_SIDE = 16; // pixels: in less, nobody is found
const POSE_SIDE = 384; // MoveNet's picture; it was trained on 256, and finds smaller people in more
const VIEW = 256; // what selfie segmentation takes
const VIEWS = [{ margin: 0.1, mirrored: false }, { margin: 0.3, mirrored: true }];
const SQUARE = 0.7; // no side of a crop is less than this share of the other
const SURE = 0.2; // score of a point that counts for crops and bones
const COARSE = 160; // the grid of distances to bones
const [LEAST_PART, LEAST_HOLE] = [0.05, 0.01]; // what is smaller, as a share of the largest part, is dropped

const clip = (value, most) => Math.min(most, Math.max(0, value));
const sizeOf = (ring) => ring.reduce((sum, [x, y], at) => sum + (x * ring[(at + 1) % ring.length][1] - ring[(at + 1) % ring.length][0] * y) / 2, 0);

let [model, made] = [{ url: null, dispose() {} }, { event: "", ids: new Set() }];

/** Let a stop be heard: the models compute without a pause. */
async function breath(canvas) {
  await new Promise((go) => setTimeout(go));
  canvas.signal.throwIfAborted();
}

on("command", people);
on("open_file", (event, canvas) => (canvas.params.on_open ? people(event, canvas) : undefined));

async function people(event, canvas) {
  const [{ file }, { params }] = [event, canvas];
  if (Math.min(file.width, file.height) < LEAST_SIDE) {
    canvas.notify(`The image is too small to find people in (${file.width} x ${file.height}).`, "warning");
    return;
  }
  await load(canvas);
  canvas.progress(0.5, "Looking for people");
  const { grid, found } = await model.find(canvas, file);
  const shaped = found.map((person) => ({ ...person, outline: polygonOf(person.field, grid, file, params.detail, person.window) })).filter((one) => one.outline);
  const there = await already(event, canvas);
  const fresh = shaped.filter(({ outline }) => !there.some((one) => overlap(outline, one) >= params.known));
  let number = Math.max(0, ...there.map(({ attributes }) => Number(attributes.person) || 0));
  made = { event: event.id, ids: new Set(fresh.flatMap((person) => draw(canvas, file, person, grid, ++number))) };
  canvas.notify(summary(fresh.length, shaped.length - fresh.length, params));
}

/** What is on the file, without what an earlier run for the same event made: a moved slider takes that away. */
async function already(event, canvas) {
  const all = await canvas.instances(canvas.params.label ? { label: canvas.params.label } : {});
  const areas = ["polygon", "mask", "box"];
  return all.filter(({ id, geometry, attributes }) => areas.includes(geometry.kind) && !attributes.part && !(made.event === event.id && made.ids.has(id)));
}

function overlap(outline, { geometry, bounds: other }) {
  const own = bounds(outline);
  if (own.x > other.x + other.width || other.x > own.x + own.width || own.y > other.y + other.height || other.y > own.y + own.height) return 0;
  return iou(geometry.kind === "box" ? Box(...own) : outline, geometry);
}

function draw(canvas, file, { score, points, outline, parts }, grid, person) {
  const { params } = canvas;
  const [told, common] = [{ label: params.label || null, score: clip(score, 1) }, { person, model: model.name }];
  const empty = Object.fromEntries(params.attributes.split(",").map((name) => [name.trim(), ""]).filter(([name]) => name));
  const named = params.parts === "attribute" && parts ? { parts: parts.map(({ name }) => name).join(", ") } : {};
  const shaped = (polygon) => (params.shape === "mask" ? toMask(polygon) : polygon);
  const ids = [canvas.create(shaped(outline), { ...told, attributes: { ...common, ...named, ...empty } })];
  if (params.skeleton) ids.push(canvas.create(skeleton(points, file, params.point_score), { ...told, attributes: common }));
  for (const { name, field, window } of (params.parts === "shapes" && parts) || []) {
    const polygon = polygonOf(field, grid, file, params.detail, window);
    if (polygon) ids.push(canvas.create(shaped(polygon), { ...told, attributes: { ...common, part: name } }));
  }
  return ids;
}

function skeleton(points, file, visible) {
  const seen = (score) => (score >= visible ? 2 : score >= visible / 2 ? 1 : 0);
  return Keypoints(points.map(({ x, y, score }, at) => ({ name: POINTS[at], x: clip(x, file.width), y: clip(y, file.height), visible: seen(score) })), EDGES);
}

function summary(fresh, known, params) {
  const count = (number) => (number ? `${number} ${number === 1 ? "person" : "people"}` : "Nobody");
  const text = `${count(fresh)}${fresh || !known ? "" : " new"} found`;
  const there = known ? `, ${count(known)} there already` : "";
  const parts = params.parts !== "none" && !params.model_url.trim() ? " Body parts need a BodyPix model." : "";
  return `${text}${there}, by ${model.name}.${parts}`;
}

async function load(canvas) {
  const url = canvas.params.model_url.trim();
  if (model.url === url) return;
  model.dispose();
  model = { url: null, dispose() {} };
  model = { url, ...(await (url ? bodyPix(canvas, url) : offline(canvas))) };
}

async function offline(canvas) {
  const files = [await stored(canvas, "human/movenet-multipose.json", "MoveNet"), await stored(canvas, "human/selfie.json", "selfie segmentation")];
  const [movenet, selfie] = await Promise.all(files.map((one) => tf.loadGraphModel(one)));
  const dispose = () => [movenet, selfie].forEach((one) => one.dispose());
  return { name: OFFLINE, dispose, find: (canvas, file) => findOffline(canvas, file, movenet, selfie) };
}

/** Give a model's files as TensorFlow.js wants to be handed them. */
async function stored(canvas, url, title) {
  const read = readerOf(canvas, url);
  const json = JSON.parse(new TextDecoder().decode(await read(url)));
  if (!json.modelTopology || !json.weightsManifest) throw new Error(`${url} is no TensorFlow.js model: it has no modelTopology or no weightsManifest`);
  const paths = json.weightsManifest.flatMap((group) => group.paths);
  const shards = [];
  for (const path of paths) {
    canvas.progress((0.5 * shards.length) / paths.length, `Loading ${title}`);
    shards.push(await read(url.slice(0, url.lastIndexOf("/") + 1) + path));
  }
  const weights = { weightSpecs: json.weightsManifest.flatMap((group) => group.weights), weightData: await new Blob(shards).arrayBuffer() };
  return { load: async () => ({ format: json.format, signature: json.signature, modelTopology: json.modelTopology, ...weights }) };
}

function readerOf(canvas, url) {
  if (!/^[a-z]+:/i.test(url)) return (path) => canvas.asset(path);
  const { protocol, host } = new URL(url);
  if (protocol !== "https:" || host !== HOST) {
    throw new Error(`models come from https://${HOST} only, not from ${protocol}//${host}: put the files into the folder models of Limner's data and name the .json there, as bodypix/model-stride16.json`);
  }
  const given = ({ status, bytes, url: address }) => (status === 200 ? bytes : Promise.reject(new Error(`${address} could not be loaded: the host answered ${status}`)));
  return async (address) => given(await canvas.fetch(address));
}

async function bodyPix(canvas, url) {
  const { load: open, PART_CHANNELS } = await import("@tensorflow-models/body-pix");
  const handler = await stored(canvas, url, "BodyPix");
  const { modelTopology, weightSpecs } = await handler.load();
  const isMobile = modelTopology.node.some(({ op }) => /depthwise/i.test(op));
  const first = weightSpecs.find(({ shape }) => shape.length === 4 && shape[2] === 3)?.shape[3] ?? 32;
  const multiplier = isMobile ? ([0.5, 0.75, 1].find((one) => first <= 32 * one) ?? 1) : 1;
  const architecture = isMobile ? "MobileNetV1" : "ResNet50";
  const refused = (why) => new Error(`${url} is no BodyPix model: ${why}`);
  const net = await open({ architecture, multiplier, outputStride: isMobile ? 16 : 32, modelUrl: handler }).catch(({ message }) => Promise.reject(refused(message)));
  const wrong = problemOf(net.baseModel);
  if (wrong) throw (net.dispose(), refused(wrong));
  const numbers = weightSpecs.find(({ quantization }) => quantization)?.quantization.dtype ?? "float32";
  const name = `BodyPix ${architecture}${isMobile ? ` ${multiplier.toFixed(2)}` : ""}, stride ${net.baseModel.outputStride}, ${numbers}`;
  return { name, dispose: () => net.dispose(), find: (canvas, file) => findBodyPix(canvas, file, net, PART_CHANNELS) };
}

/** Set the true stride, how much smaller than its picture the model's maps are; or say why it is no BodyPix model. */
function problemOf(base) {
  if (base.model.outputs.length !== 8) return `it has ${base.model.outputs.length} outputs, expected 8`;
  const [, side] = tf.tidy(() => base.model.predict(tf.zeros([1, 129, 129, 3]))[0].shape);
  base.outputStride = { 17: 8, 9: 16, 5: 32 }[side];
  return base.outputStride ? null : `its maps are ${side} wide for a picture of 129, expected 17, 9 or 5`;
}

// BodyPix

async function findBodyPix(canvas, file, net, names) {
  const [{ params }, { outputStride: stride }] = [canvas, net.baseModel];
  const scale = Math.min(1, params.resolution / Math.max(file.width, file.height));
  const side = (length) => Math.max(1, Math.round((length * scale) / stride)) * stride + 1;
  const grid = { width: side(file.width), height: side(file.height) };
  const size = [grid.height, grid.width];
  const picture = await canvas.image(null, { scale });
  await breath(canvas);
  const input = tf.tidy(() => tf.cast(tf.round(tf.image.resizeBilinear(tf.browser.fromPixels(picture), size)), "int32"));
  const maps = watched(net, size, params.parts !== "none");
  try {
    const config = { internalResolution: "full", segmentationThreshold: params.threshold, scoreThreshold: params.min_score || 0.3, maxDetections: 30 };
    const poses = await net.segmentMultiPerson(input, config);
    const [likely, parts] = [maps.likely.dataSync(), maps.parts?.dataSync()];
    const found = poses.map(({ data, pose }) => ({
      score: pose.score,
      points: pose.keypoints.map(({ position, score }) => ({ x: (position.x * file.width) / grid.width, y: (position.y * file.height) / grid.height, score })),
      field: Float32Array.from(likely, (value, at) => (data[at] ? value - params.threshold + 1e-6 : Math.min(-0.2, value - params.threshold))),
      parts: parts && partsOf(data, parts, grid, names),
    }));
    return { grid, found };
  } finally {
    maps.dispose();
    input.dispose();
  }
}

/** Keep two maps of the library's one pass that it does not hand out: how likely people are, and the likeliest part. */
function watched(net, size, hasParts) {
  const name = "predictForMultiPersonInstanceSegmentationAndPart";
  const kept = {};
  net[name] = (input) => {
    const maps = Object.getPrototypeOf(net)[name].call(net, input);
    kept.likely = tf.keep(tf.sigmoid(tf.image.resizeBilinear(maps.segmentLogits, size, true)));
    if (hasParts) kept.parts = tf.keep(tf.argMax(tf.image.resizeBilinear(maps.partHeatmaps, size, true), 2));
    return maps;
  };
  const dispose = () => delete net[name] && tf.dispose([kept.likely, kept.parts].filter(Boolean));
  return Object.assign(kept, { dispose });
}

function partsOf(mask, parts, { width }, names) {
  const places = names.map(() => []);
  for (let at = 0; at < mask.length; at++) if (mask[at]) places[parts[at]].push(at);
  return places.flatMap((all, part) => {
    if (all.length < 4) return [];
    const [left, right] = all.reduce(([low, high], at) => [Math.min(low, at % width), Math.max(high, at % width)], [width, 0]);
    const top = Math.floor(all[0] / width);
    const window = { x: left, y: top, width: right - left + 1, height: Math.floor(all.at(-1) / width) - top + 1 };
    const field = new Float32Array(window.width * window.height).fill(-0.5);
    for (const at of all) field[(Math.floor(at / width) - top) * window.width + (at % width) - left] = 0.5;
    return [{ name: names[part], field, window }];
  });
}

// MoveNet and selfie segmentation

async function findOffline(canvas, file, movenet, selfie) {
  const poses = await posesOf(canvas, file, movenet);
  const [grid, nearer] = [gridOf(file, canvas.params.resolution), nearnessOf(poses, file)];
  const found = [];
  for (const [index, { score, points, box }] of poses.entries()) {
    const views = [];
    for (const { margin, mirrored } of VIEWS) {
      canvas.progress(0.55 + (0.4 * (index + views.length / VIEWS.length)) / poses.length, `Person ${index + 1} of ${poses.length}`);
      await breath(canvas);
      views.push(await viewOf(canvas, selfie, region(box, margin, file), mirrored));
    }
    found.push({ score, points, ...fieldOf(views, nearer[index], grid, file, canvas.params.threshold) });
  }
  return { grid, found };
}

function gridOf({ width, height }, most) {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(2, Math.round(width * scale)), height: Math.max(2, Math.round(height * scale)) };
}

async function posesOf(canvas, file, movenet) {
  const scale = POSE_SIDE / Math.max(file.width, file.height);
  const [width, height] = [file.width, file.height].map((side) => Math.max(1, Math.round(side * scale)));
  const [across, down] = [width, height].map((side) => 32 * Math.ceil(side / 32));
  const picture = await canvas.image(null, { scale: Math.min(1, scale) });
  const rows = tf.tidy(() => {
    const fitted = tf.image.resizeBilinear(tf.browser.fromPixels(picture), [height, width]);
    const padded = tf.pad(fitted, [[0, down - height], [0, across - width], [0, 0]]);
    return movenet.execute(tf.cast(tf.expandDims(padded), "int32")).arraySync()[0];
  });
  const [perX, perY] = [across / scale, down / scale];
  const read = (row) => ({
    score: row[55],
    points: POINTS.map((_, at) => ({ x: row[3 * at + 1] * perX, y: row[3 * at] * perY, score: row[3 * at + 2] })),
    box: [row[52] * perX, row[51] * perY, (row[54] - row[52]) * perX, (row[53] - row[51]) * perY],
  });
  const sure = rows.map(read).filter(({ score, box }) => score >= (canvas.params.min_score || 0.12) && box[2] > 1 && box[3] > 1);
  sure.sort((one, other) => other.score - one.score);
  const isNew = (pose, index) => sure.slice(0, index).every(({ box }) => iou(Box(...box), Box(...pose.box)) < 0.6);
  return sure.filter(isNew).map((pose) => ({ ...pose, box: around(pose) }));
}

/** Left, top, right and bottom of the model's box and all sure points. */
function around({ box: [x, y, width, height], points }) {
  const sure = points.filter(({ score }) => score >= SURE);
  const [xs, ys] = [sure.map((one) => one.x), sure.map((one) => one.y)];
  return [Math.min(x, ...xs), Math.min(y, ...ys), Math.max(x + width, ...xs), Math.max(y + height, ...ys)];
}

/** A person's surroundings in whole pixels of the file, up to its edge where that is near: there people are cut off. */
function region([left, top, right, bottom], margin, file) {
  const [width, height] = [(right - left) * (1 + 2 * margin), (bottom - top) * (1 + 2 * margin)];
  const [across, down] = [Math.max(width, SQUARE * height) / 2, Math.max(height, SQUARE * width) / 2];
  const sides = (middle, half, most) => [middle - half < half / 5 ? 0 : Math.round(clip(middle - half, most - 1)), middle + half > most - half / 5 ? most : Math.round(middle + half)];
  const [[x0, x1], [y0, y1]] = [sides((left + right) / 2, across, file.width), sides((top + bottom) / 2, down, file.height)];
  return { x: x0, y: y0, width: Math.max(1, x1 - x0), height: Math.max(1, y1 - y0) };
}

async function viewOf(canvas, selfie, place, mirrored) {
  const picture = await canvas.image(place, { scale: Math.min(1, (2 * VIEW) / Math.max(place.width, place.height)) });
  const likely = tf.tidy(() => {
    const square = tf.expandDims(tf.div(tf.image.resizeBilinear(tf.browser.fromPixels(picture), [VIEW, VIEW]), 255));
    const map = selfie.execute(mirrored ? tf.reverse(square, 2) : square);
    return (mirrored ? tf.reverse(map, 2) : map).dataSync();
  });
  return { ...place, likely };
}

/** Measure over a coarse grid how much nearer, in pixels of the file, a place is to one's bones than to anybody else's. */
function nearnessOf(poses, file) {
  const { width, height } = gridOf(file, COARSE);
  const away = poses.map((pose) => {
    const bones = bonesOf(pose);
    return Float32Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [(((at % width) + 0.5) * file.width) / width, ((Math.floor(at / width) + 0.5) * file.height) / height];
      let least = Infinity;
      for (const bone of bones) least = Math.min(least, squared(x, y, bone));
      return Math.sqrt(least);
    });
  });
  return away.map((mine, index) => {
    if (away.length < 2) return null;
    const others = away.filter((_, other) => other !== index);
    return { width, height, data: mine.map((distance, at) => others.reduce((least, other) => Math.min(least, other[at]), Infinity) - distance) };
  });
}

function bonesOf({ points, box: [left, top, right, bottom] }) {
  const sure = BONES.filter((ends) => ends.every((at) => points[at].score >= SURE));
  return sure.length ? sure.map((ends) => ends.flatMap((at) => [points[at].x, points[at].y])) : [[(left + right) / 2, top, (left + right) / 2, bottom]];
}

function squared(x, y, [x1, y1, x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const share = clip(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1), 1);
  return (x - x1 - share * dx) ** 2 + (y - y1 - share * dy) ** 2;
}

/** Join the views of a person to a field over the part of the grid that the widest covers. */
function fieldOf(views, nearer, grid, file, threshold) {
  const [perX, perY] = [file.width / grid.width, file.height / grid.height];
  const wide = views.at(-1);
  const [left, top, right, bottom] = [wide.x / perX, wide.y / perY, (wide.x + wide.width) / perX, (wide.y + wide.height) / perY].map(Math.round);
  const window = { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
  const field = new Float32Array(window.width * window.height).fill(-threshold);
  for (let at = 0; at < field.length; at++) {
    const [x, y] = [(left + (at % window.width) + 0.5) * perX, (top + Math.floor(at / window.width) + 0.5) * perY];
    let likely = 0;
    for (const view of views) {
      const [u, v] = [(x - view.x) / view.width, (y - view.y) / view.height];
      if (u >= 0 && u < 1 && v >= 0 && v < 1) likely = Math.max(likely, sample(view.likely, VIEW, VIEW, u, v));
    }
    if (!likely) continue;
    const own = nearer ? sample(nearer.data, nearer.width, nearer.height, x / file.width, y / file.height) / (4 * perX) : 1;
    field[at] = Math.min(likely - threshold, own);
  }
  return { field, window };
}

/** Read a map between its pixels; `u` and `v` go from 0 to 1 over it. */
function sample(map, width, height, u, v) {
  const [x, y] = [clip(u * width - 0.5, width - 1), clip(v * height - 0.5, height - 1)];
  const [left, top] = [Math.min(width - 2, Math.floor(x)), Math.min(height - 2, Math.floor(y))];
  const [right, down, at] = [x - left, y - top, top * width + left];
  const upper = map[at] * (1 - right) + map[at + 1] * right;
  return upper * (1 - down) + (map[at + width] * (1 - right) + map[at + width + 1] * right) * down;
}

/** Give the polygon round what is above 0, in pixels of the file, or null; `window` is the part of the grid the field covers. */
function polygonOf(field, grid, file, detail, window = { x: 0, y: 0, ...grid }) {
  const placed = ([x, y]) => [clip(((x + window.x) * file.width) / grid.width, file.width), clip(((y + window.y) * file.height) / grid.height, file.height)];
  const rings = ringsOf(field, window.width, window.height).map((ring) => ({ ring, size: sizeOf(ring) }));
  const outers = rings.filter(({ size }) => size > 0).sort((one, other) => other.size - one.size);
  if (!outers.length || outers[0].size < 4) return null;
  const parts = outers.filter(({ size }) => size >= LEAST_PART * outers[0].size).map(({ ring }) => ({ outer: ring, holes: [] }));
  for (const hole of rings.filter(({ size }) => size < -LEAST_HOLE * outers[0].size)) {
    parts.findLast(({ outer }) => contains(Polygon(outer), ...hole.ring[0]))?.holes.push(hole.ring);
  }
  const polygon = Polygon({ parts: parts.map(({ outer, holes }) => ({ outer: outer.map(placed), holes: holes.map((hole) => hole.map(placed)) })) });
  return simplify(polygon, detail);
}

// Marching squares (Lorensen and Cline 1987, in the plane): by which of a square's corners are above 0 (upper left 1,
// upper right 2, lower right 4, lower left 8), from which of its sides (0 upper, 1 right, 2 lower, 3 left) to which
// the line goes that has them to its right.
const TURNS = [[], [[0, 3]], [[1, 0]], [[1, 3]], [[2, 1]], [[0, 3], [2, 1]], [[2, 0]], [[2, 3]], [[3, 2]], [[0, 2]], [[1, 0], [3, 2]], [[1, 2]], [[3, 1]], [[0, 1]], [[3, 0]], []];

/** Follow the lines where the field is 0; outer rings go clockwise, holes the other way. */
function ringsOf(field, width, height) {
  const value = (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? -1 : field[y * width + x]);
  const wide = width + 2;
  const next = new Map();
  const side = (x, y, which) => 2 * ((y + 1 + (which === 2)) * wide + x + 1 + (which === 1)) + (which % 2);
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const turn = TURNS[(value(x, y) > 0) + 2 * (value(x + 1, y) > 0) + 4 * (value(x + 1, y + 1) > 0) + 8 * (value(x, y + 1) > 0)];
      for (const [from, to] of turn) next.set(side(x, y, from), side(x, y, to));
    }
  }
  const point = (at) => {
    const [x, y, down] = [(at >> 1) % wide - 1, Math.floor((at >> 1) / wide) - 1, at % 2];
    const [here, there] = [value(x, y), value(x + 1 - down, y + down)];
    const share = here / (here - there);
    return down ? [x + 0.5, y + 0.5 + share] : [x + 0.5 + share, y + 0.5];
  };
  const rings = [];
  for (const start of next.keys()) {
    const ring = [];
    for (let at = start, to = next.get(at); to !== undefined; at = to, to = next.get(at)) {
      ring.push(point(at));
      next.delete(at);
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
}
