// Whole records for the tests: shapes, instances, files, events, scripts. A test gives what matters to it.

import { createDocument } from "../../web/js/store/document.js";

/** Let every promise that can settle do so. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

export const box = (x = 10, y = 20, width = 30, height = 40, rotation = 0) => ({ kind: "box", x, y, width, height, rotation });
export const point = (x = 5, y = 6) => ({ kind: "point", x, y });
export const polyline = (...points) => ({ kind: "polyline", points });
export const polygon = (outer, ...holes) => ({ kind: "polygon", parts: [{ outer, holes }] });
export const mask = (bounds, rle) => ({ kind: "mask", bounds, rle });
export const tag = () => ({ kind: "tag" });

export const square = (x, y, side) => [[x, y], [x + side, y], [x + side, y + side], [x, y + side]];

let counter = 0;

/** @param {object} fields */
export function instance(fields = {}) {
  counter += 1;
  return {
    id: `instance-${counter}`,
    file: "file-1",
    geometry: box(),
    label: "cat",
    frame: 0,
    attributes: {},
    score: null,
    locked: false,
    hidden: false,
    group: null,
    order: 0,
    links: [],
    version: 1,
    provenance: { actor: "human", actor_id: "local", edited_by: [] },
    ...fields,
  };
}

/** @param {object} fields */
export function file(fields = {}) {
  return { id: "file-1", name: "a.png", width: 100, height: 80, revision: 7, ...fields };
}

/**
 * Open a document that notes what it sends and what it tells.
 * @param {object[]} instances
 * @param {object} fields of the file
 */
export function opened(instances = [], fields = {}) {
  const [sent, told] = [[], []];
  const document = createDocument({ file: file(fields), instances, send: (post) => sent.push(post) });
  document.listen((applied, origin) => told.push({ ...applied, origin }));
  return { document, sent, told };
}

export const human = (title = "Edit") => ({ actor: "human", title });

/** @param {string} name @param {object} fields */
export function event(name, fields = {}) {
  return {
    id: "event-1",
    name,
    at: "2026-01-01T00:00:00Z",
    actor: { kind: "human", id: "local" },
    project: "project-1",
    file: { id: "file-1", name: "a.png", width: 100, height: 80, kind: "image", frame: 0 },
    revision: 7,
    ...fields,
  };
}

/** @param {object} fields */
export function hook(fields = {}) {
  return { id: "answer:create_instance", event: "create_instance", function: "answer", kinds: [], labels: [], actors: [], attributes: null, schedule: "queue", ...fields };
}

/** @param {object} fields */
export function script(fields = {}) {
  return {
    id: "script-1",
    project: "project-1",
    identity: "limner/answer",
    name: "Answer",
    description: "",
    filename: "answer.py",
    language: "python",
    version: "sha256:1",
    declared_version: "1.0.0",
    enabled: true,
    place: "browser",
    places: ["browser"],
    grants: ["instances:write"],
    confirmed_grants: ["instances:write"],
    timeout: 10,
    hotkey: null,
    dependencies: [],
    modules: [],
    assets: [],
    connect: [],
    confirmed_connect: [],
    commands: [],
    parameters: [],
    params: {},
    problems: [],
    source: "",
    created_at: "2026-01-01T00:00:00Z",
    ...fields,
  };
}

/** Give numbers from 0 to 1 that are the same each time (mulberry32). @param {number} seed */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
