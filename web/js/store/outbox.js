// What people did on its way to the server: change sets, what becomes of files, comments. Kept by the browser until
// acknowledged, sent in the order in which it was done, whichever page did it, and harmless when it is sent again.

import { ApiError, call } from "./api.js";
import * as kept from "./kept.js";
import { createTabs } from "./tabs.js";
import { isWork, wayOf } from "./ways.js";

/** @typedef {import("./ways.js").Kind} Kind */
/** @typedef {{key: string, file: string, body: string, kind?: Kind, of?: string, ids?: string[], at?: number}} Entry `body` is the JSON that is sent; a change set where it has no `kind`; `of` is the comment it is about, or the project whose files it changes, which are `ids`; `at` is when it was done */
/** @typedef {{saved?: (entry: Entry, reply: any) => void, refused?: (entry: Entry, error: {status: number, message: string}) => void}} Listener */
/** @typedef {"saved" | "saving" | "offline" | "full" | "signed-out"} OutboxState */
/** @typedef {{unsaved: number, unkept: number, why: string}} Standing how many wait, how many of them only this page has, and what the server said last */
/** @typedef {import("../../types/local.d.ts").Post} Post */
/** @typedef {import("../../types/data.d.ts").ChangeReply} ChangeReply */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const LONG = 500; // instances
const RETRIED = new Set([0, 401, 408, 425, 429, 500, 502, 503, 504, 507]);
const GONE = 404;
const CRASH = 500;
const CRASHES = 3; // at so many files it is the server that is broken
/** @type {Record<number, OutboxState>} */
const STATES = { 401: "signed-out", 507: "full" };

/**
 * @param {object} options
 * @param {(entry: Entry, reply: ChangeReply) => void} options.onSaved by this page or another one of the browser
 * @param {(entry: Entry, error: {status: number, message: string}) => void} options.onRejected the server will never take it; it is kept aside
 * @param {(state: OutboxState, standing: Standing) => void} options.onState
 */
export function createOutbox({ onSaved, onRejected, onState }) {
  /** @type {Map<string, Entry>} in order */
  const entries = new Map();
  /** @type {Set<string>} those that the browser does not keep, or not yet */
  const unkept = new Set();
  /** @type {Set<string>} those of them that it refused to keep */
  const refused = new Set();
  /** @type {Map<string, ((outcome: {error?: {message: string}, later?: boolean}) => void)>} who waits for what becomes of one */
  const awaited = new Map();
  /** @type {Set<Listener>} */
  const listeners = new Set();
  /** @type {OutboxState} */
  let state = "saved";
  let why = "";
  let wait = FIRST_WAIT;
  let sending = false;
  /** @type {Set<string>} files with something that the server failed at; what is of other files need not wait for it */
  const held = new Set();
  let crashes = 0;
  /** @type {ApiError | null} what went wrong in the last attempt */
  let trouble = null;
  /** @type {Promise<void> | null} */
  let draining = null;
  let keeping = Promise.resolve();
  /** @type {Promise<void> | null} when the last long one is kept */
  let turn = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tabs = createTabs({ onDealt: dealt });

  /** @param {OutboxState} next */
  function become(next) {
    state = next;
    onState(state, { unsaved: entries.size, unkept: refused.size, why });
  }

  /** Send what waits. Resolves when all of it was tried, by an earlier call too. */
  function drain() {
    draining ??= attempt().finally(() => (draining = null));
    return draining;
  }

  async function attempt() {
    sending = true;
    clearTimeout(timer);
    try {
      await tabs.alone(sendAll);
    } finally {
      sending = false;
      if (entries.size || trouble) timer = setTimeout(drain, wait);
    }
    if (entries.size && trouble) become(stateOf(trouble));
    else if (!entries.size) become("saved");
  }

  async function sendAll() {
    trouble = null;
    held.clear();
    crashes = 0;
    for (let next = await head(); next && (await sent(...next)); ) next = await head();
  }

  /** What is to be sent next, with its place in the browser's queue. @returns {Promise<[Entry, IDBValidKey | null] | null>} */
  async function head() {
    await keeping;
    const [first] = await (held.size ? kept.all("queue") : kept.first("queue").then((one) => (one ? [one] : []))).then(free, () => []);
    const own = [...entries.values()].find((entry) => !isHeld(entry));
    const isFirst = own && (!first || (refused.has(own.key) && entries.has(first[1].key)));
    if (isFirst) return [own, null];
    return first ? [first[1], first[0]] : null;
  }

  /** @template K @param {[K, Entry][]} some @returns {[K, Entry][]} */
  const free = (some) => some.filter(([, entry]) => !isHeld(entry));

  /** @param {Entry} entry */
  const isHeld = (entry) => held.size > 0 && filesOf(entry).some((file) => held.has(file));

  /**
   * Say whether the entry is dealt with.
   * @param {Entry} entry
   * @param {IDBValidKey | null} place
   */
  async function sent(entry, place) {
    try {
      const reply = await asked(entry);
      wait = FIRST_WAIT;
      state = "saving";
      await settle({ entry, reply }, place);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (RETRIED.has(error.status)) return later(error, entry);
      const { status, message } = error;
      if (isWork(entry)) await kept.put("rejected", { ...entry, status, message }, entry.key).catch(() => {});
      await settle({ entry, error: { status, message } }, place);
    }
    return true;
  }

  /** @param {Entry} entry */
  async function asked(entry) {
    const [method, path] = wayOf(entry);
    try {
      return await call(method, path, entry.body);
    } catch (error) {
      if (method === "DELETE" && error instanceof ApiError && error.status === GONE) return null;
      throw error;
    }
  }

  /** @param {import("./tabs.js").Dealt} outcome @param {IDBValidKey | null} place */
  async function settle(outcome, place) {
    tabs.tell(outcome);
    if (place !== null) await kept.remove("queue", place).catch(() => {}); // sent again at the next visit, which is harmless
    dealt(outcome);
  }

  /** A change set is where it is to be. @param {import("./tabs.js").Dealt} outcome */
  function dealt({ entry, reply, error }) {
    const known = entries.delete(entry.key);
    if (known) state = "saving"; // the server is there, whichever page it answered
    unkept.delete(entry.key);
    refused.delete(entry.key);
    if (error) told(entry, error);
    else if (entry.kind) listeners.forEach(({ saved }) => saved?.(entry, reply));
    else if (reply) onSaved(entry, reply);
    answered(entry.key, { error });
    if (known) onState(state, { unsaved: entries.size, unkept: refused.size, why });
    if (known && !entries.size && !sending) become("saved");
  }

  /** @param {Entry} entry @param {{status: number, message: string}} error */
  function told(entry, error) {
    if (!entry.kind) onRejected(entry, error);
    listeners.forEach(({ refused }) => refused?.(entry, error));
  }

  /** @param {string} key @param {{error?: {message: string}, later?: boolean}} outcome */
  function answered(key, outcome) {
    awaited.get(key)?.(outcome);
    awaited.delete(key);
  }

  /** Say whether to go on with what is of other files. @param {ApiError} error @param {Entry} entry */
  function later(error, entry) {
    wait = Math.min(LONGEST_WAIT, wait * 2) * (0.75 + Math.random() / 2);
    [why, trouble] = [error.message, error];
    become(stateOf(error));
    for (const file of filesOf(entry)) held.add(file);
    const goesOn = error.status === CRASH && ++crashes < CRASHES;
    for (const key of [...awaited.keys()]) if (!goesOn || isHeld(entries.get(key) ?? entry)) answered(key, { later: true });
    return goesOn;
  }

  /** Take what another page of this browser left. @param {Entry[]} left */
  function adopted(left) {
    for (const entry of left) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  }

  /** Long ones are kept one a task, and what comes after them waits its turn. @param {Entry} entry @param {boolean} isLong */
  function keepInTurn(entry, isLong) {
    if (!isLong && !turn) return keep(entry);
    const mine = (turn ?? Promise.resolve())
      .then(() => new Promise((resolve) => setTimeout(resolve)))
      .then(() => keep(entry))
      .finally(() => void (turn === mine && (turn = null)));
    return (turn = mine);
  }

  /** What was refused before goes first: what comes after it may build on it. @param {Entry} entry */
  async function keep(entry) {
    const before = [...refused].flatMap((key) => entries.get(key) ?? []).filter(({ file }) => file === entry.file);
    try {
      for (const one of [...before, entry]) {
        await kept.put("queue", one);
        unkept.delete(one.key);
        refused.delete(one.key);
      }
    } catch {
      if (!entries.has(entry.key)) return;
      refused.add(entry.key);
      become(state); // private windows and full disks may refuse; it is still sent
    }
  }

  /** @param {Entry} entry */
  function take(entry, isLong = false) {
    entries.set(entry.key, entry);
    unkept.add(entry.key);
    const kept = keepInTurn(entry, isLong);
    keeping = keeping.then(() => kept);
    become(state === "saved" ? "saving" : state);
    setTimeout(drain); // a large one takes its time to send, and what was applied is to be drawn first
  }

  addEventListener("online", drain);
  addEventListener("focus", drain); // after signing in in another tab, or what one that was closed has left

  return {
    /**
     * Take a change set; it is sent at once and kept until the server has it.
     * @param {string} file
     * @param {Post} post
     */
    add(file, post) {
      const isLong = lengthOf(post) > LONG;
      take(isLong ? longEntry(file, post) : { key: post.key, file, body: JSON.stringify(post), at: Date.now() }, isLong);
    },
    /**
     * Take something else. Resolves once the server took it, will never, or is not to be had now.
     * @param {Entry} entry
     * @returns {Promise<{error?: {message: string}, later?: boolean}>}
     */
    send(entry) {
      const outcome = new Promise((resolve) => awaited.set(entry.key, resolve));
      take({ at: Date.now(), ...entry });
      return outcome;
    },
    /** @param {Listener} listener hears what becomes of all that is no change set, and of all that is refused */
    listen: (listener) => void listeners.add(listener),
    /** Take what an earlier visit left behind, and begin to send it. Resolves when it is known. */
    async resume() {
      const left = await kept.all("queue").catch(() => []);
      const own = [...entries.values()];
      entries.clear();
      adopted([...left.map(([, entry]) => entry), ...own]);
      if (entries.size) become("saving");
      else become("saved");
      setTimeout(drain);
    },
    flush: drain,
    /** Give the change sets that wait for a file, in order. @param {string} file @returns {Post[]} */
    waiting: (file) => [...entries.values()].filter((entry) => entry.file === file && !entry.kind).map(({ body }) => JSON.parse(body)),
    /** Give what else waits for a file, in order. @param {string} file */
    others: (file) => [...entries.values()].filter((entry) => entry.kind && (entry.file === file || entry.ids?.includes(file))),
    /** Give what waits for several files at once, in order. */
    bulk: () => [...entries.values()].filter(({ kind }) => kind === "files"),
    /** @param {string} key */
    has: (key) => entries.has(key),
    /** @param {string} file */
    holds: (file) => [...entries.values()].some((entry) => entry.file === file && !entry.kind),
    unsaved: () => entries.size,
    /** Those that would be lost with this page. */
    unkept: () => unkept.size,
    state: () => state,
  };
}

/** @param {ApiError} error @returns {OutboxState} */
const stateOf = ({ status }) => STATES[status] ?? "offline";

/** @param {Entry} entry */
const filesOf = ({ file, ids }) => ids ?? [file];

/** @param {Post} post */
function lengthOf({ created = [], updated = [], deleted = [] }) {
  return created.length + updated.length + deleted.length;
}

/** Give an entry whose text is made once it is asked for. @param {string} file @param {Post} post @returns {Entry} */
function longEntry(file, post) {
  /** @type {string | null} */
  let text = null;
  return {
    key: post.key,
    file,
    at: Date.now(),
    get body() {
      return (text ??= JSON.stringify(post));
    },
  };
}
