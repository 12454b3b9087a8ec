// The files the page has open: the one on the stage, and those whose runs have not ended yet.

import { loadPicture } from "../canvas/picture.js";
import { createPictures } from "../canvas/pictures.js";
import { call } from "../store/api.js";
import { createDocument } from "../store/document.js";
import { BROWSER_ID, NOBODY, author } from "../store/me.js";
import { createAhead } from "./ahead.js";

const RECALLED = 300;

/** @typedef {{document: import("../store/document.js").FileDocument, picture: import("../../types/local.d.ts").Picture | null}} OpenFile */

/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("../store/document.js").News} News */
/** @typedef {import("../../types/local.d.ts").Origin} Origin */
/** @typedef {import("../../types/local.d.ts").Post} Post */
/** @typedef {{file: string, news: [News, Origin][]}} Hearing each reading has its own, for two may be under way of one file */

/**
 * @param {object} page
 * @param {(file: string, post: Post) => void} page.send
 * @param {(file: string) => Post[]} page.unsent what waits for a file, in order
 * @param {(key: string) => boolean} page.isUnsent
 * @param {Parameters<typeof createDocument>[0]["guard"]} page.guard gives what of a change may be applied
 * @param {(document: FileDocument) => boolean} page.isBusy a run or an unsent change is bound to it
 * @param {() => void} page.onRecalled there is more to undo
 */
export function createDesk({ send, unsent, isUnsent, guard, isBusy, onRecalled }) {
  /** @type {WeakMap<FileDocument, import("../../types/local.d.ts").Picture>} */
  const pictures = new WeakMap();
  const decoded = createPictures({ load: loadPicture });
  /** @type {Map<string, WeakRef<FileDocument>>} */
  const documents = new Map();
  /** @type {Set<Hearing>} what is heard of files while they are read */
  const hearings = new Set();
  /** @type {WeakMap<FileDocument, Promise<void>>} those whose earlier steps are still on their way */
  const recalled = new WeakMap();
  /** @type {AbortController | null} */
  let opening = null;
  /** @type {Promise<OpenFile | null>} */
  let latest = Promise.resolve(null);

  /** @param {string} id */
  const documentOf = (id) => documents.get(id)?.deref() ?? null;

  const ahead = createAhead({
    ask,
    picture: (file, signal) => pictureOfFile(file, signal),
    unsent: (id) => unsent(id).map(({ key }) => key),
    isUnsent,
    forget,
  });

  /**
   * Ask for a file as the server has it.
   * @param {string} id
   * @returns {Promise<import("./ahead.js").Answer>}
   */
  async function ask(id) {
    const path = `/api/files/${encodeURIComponent(id)}`;
    const hearing = { file: id, news: [] };
    hearings.add(hearing);
    try {
      const [file, { items, revision }] = await Promise.all([call("GET", path), call("GET", `${path}/instances`)]);
      return { file, items, revision, hearing };
    } catch (error) {
      hearings.delete(hearing);
      throw error;
    }
  }

  /** Hear no more for an answer. @param {import("./ahead.js").Answer} answer */
  function forget({ hearing }) {
    hearings.delete(hearing);
  }

  /**
   * Read a file as the server has it, and what is to go on top. What was sent meanwhile may be in neither, so then
   * it is read again.
   * @param {string} id
   * @param {Promise<import("./ahead.js").Answer> | null} [known] what was read of it already
   * @returns {Promise<FileDocument>}
   */
  async function read(id, known = null) {
    const waiting = unsent(id);
    const answer = await (known ?? ask(id));
    forget(answer);
    if (!waiting.every(({ key }) => isUnsent(key))) return read(id);
    const { file, items, revision, hearing } = answer;
    const document = createDocument({ file, instances: items, revision, unsent: unsent(id), guard, send: (post) => pass(file.id, post) });
    documents.set(id, new WeakRef(document));
    for (const [news, origin] of hearing.news) document.receive(news, origin);
    return document;
  }

  /** What this browser did at earlier visits can be undone. @param {FileDocument} document */
  async function recall(document) {
    const { items } = await call("GET", `/api/files/${encodeURIComponent(document.file.id)}/steps?browser=${BROWSER_ID}&limit=${RECALLED}`);
    document.remember(items.filter((/** @type {import("../../types/data.d.ts").LogEntry} */ { origin }) => !origin.author || [NOBODY, author()].includes(origin.author)));
  }

  /** @param {string} id @param {Post} post */
  function pass(id, post) {
    ahead.stale(id);
    send(id, post);
  }

  /** The picture of a file that was just left is still there. @param {import("../../types/data.d.ts").FileView} file @param {AbortSignal} signal */
  async function pictureOfFile(file, signal) {
    const left = documentOf(file.id);
    const kept = left && left.file.content === file.content ? pictures.get(left) : null;
    return kept ?? decoded.load(file.content, signal);
  }

  /** @param {string} id @returns {Promise<OpenFile>} */
  async function open(id) {
    opening?.abort();
    const mine = (opening = new AbortController());
    const left = documentOf(id);
    const kept = left && pictures.get(left);
    if (left && kept && isBusy(left)) {
      await decoded.show(kept);
      mine.signal.throwIfAborted();
      return { document: left, picture: kept };
    }
    const prepared = ahead.take(id);
    const document = await read(id, prepared?.answer);
    mine.signal.throwIfAborted();
    const picture = (await prepared?.picture) ?? (await pictureOfFile(document.file, mine.signal));
    mine.signal.throwIfAborted();
    await decoded.show(picture);
    mine.signal.throwIfAborted();
    pictures.set(document, picture);
    const recalling = recall(document).then(onRecalled, () => {});
    recalled.set(document, recalling);
    recalling.then(() => recalled.delete(document));
    return { document, picture };
  }

  return {
    /**
     * Open a file. Rejects with a message for people; an `AbortError` where another was opened meanwhile.
     * @param {string} id
     * @returns {Promise<OpenFile>}
     */
    open(id) {
      const wanted = open(id);
      latest = wanted.catch(() => null);
      return wanted;
    },
    /** What was opened last, once it is. */
    latest: () => latest,
    /** @param {FileDocument} document */
    pictureOf: (document) => pictures.get(document) ?? null,
    /** Take what the server tells of a file. @param {string} file @param {News} news @param {Origin} origin */
    hear(file, news, origin) {
      documentOf(file)?.receive(news, origin);
      for (const one of hearings) if (one.file === file) one.news.push([news, origin]);
    },
    /** Resolves once what was done at earlier visits can be undone, or cannot be known. @param {FileDocument} document */
    recalled: (document) => recalled.get(document) ?? null,
    /** Give the document of a file, if the page has it. @param {string} file */
    documentOf,
    /** Those that are shown again as they are when one comes back to them. */
    held: () => [...documents.keys()].flatMap((id) => documentOf(id) ?? []).filter(isBusy),
    /** Read these files ahead, and no others. @param {string[]} ids the likeliest first */
    prepare: ahead.prepare,
    /** What was read ahead of these may be old. @param {string[] | null} ids null for all */
    doubt: (ids) => (ids ? ids.forEach(ahead.stale) : ahead.staleAll()),
  };
}
