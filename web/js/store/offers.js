// What scripts suggest is kept by the browser until somebody has answered, for the next visit and its other tabs.

import * as kept from "./kept.js";

const NAME = "limner-suggestions";

/** @typedef {import("../../types/local.d.ts").Ghost} Ghost */
/** @typedef {import("./document.js").FileDocument} FileDocument */

/**
 * @param {object} page
 * @param {import("./ghosts.js").Ghosts} page.ghosts
 * @param {() => FileDocument | null} page.document the one on the stage
 */
export function createOffers({ ghosts, document: opened }) {
  /** Those whose suggestions of an earlier visit are there. @type {WeakSet<FileDocument>} */
  const known = new WeakSet();
  /** @type {Map<string, FileDocument>} by file, what is to be written */
  const late = new Map();
  let writing = false;
  const channel = globalThis.document ? new BroadcastChannel(NAME) : null;
  if (channel) channel.onmessage = ({ data }) => void reread(data);

  async function write() {
    if (writing) return;
    writing = true;
    for (const [file, document] of late) {
      if (!known.has(document)) continue;
      late.delete(file);
      await store(file, ghosts.all(document));
      channel?.postMessage(file);
    }
    writing = false;
    if ([...late.values()].some((document) => known.has(document))) void write();
  }

  /** @param {FileDocument} document */
  async function read(document) {
    const found = await kept.get("suggestions", document.file.id).catch(() => null);
    return /** @type {Ghost[]} */ (found ?? []).filter(({ instance }) => !document.get(instance.id)); // accepted, but not told here any more
  }

  /** Another tab has changed what is suggested. @param {string} file */
  async function reread(file) {
    const document = opened();
    if (document?.file.id !== file || !known.has(document)) return;
    const found = await read(document);
    if (!late.has(file)) ghosts.put(document, found);
  }

  ghosts.listen((document) => {
    late.set(document.file.id, document);
    void write();
  });

  return {
    /** Bring back what was suggested at earlier visits; what was suggested for the same thing meanwhile takes its place. @param {FileDocument} document */
    async restore(document) {
      if (known.has(document)) return;
      const found = await read(document);
      const now = ghosts.all(document);
      const left = found.filter((old) => !now.some(({ script, key }) => script.identity === old.script.identity && key === old.key));
      known.add(document);
      if (left.length) ghosts.put(document, [...left, ...now]);
      void write();
    },
  };
}

/** @param {string} file @param {Ghost[]} ghosts */
async function store(file, ghosts) {
  const plain = ghosts.map(({ script: { id, identity, name, version }, ...ghost }) => ({ ...ghost, script: { id, identity, name, version } }));
  const done = plain.length ? kept.put("suggestions", plain, file) : kept.remove("suggestions", file);
  await done.catch(() => {}); // where the browser keeps nothing they last as long as the page
}
