// Change sets on their way to the server: kept by the browser until acknowledged, sent in the order in
// which they were made, whichever page made them, each with a key, so that sending one again is harmless.

import { ApiError, call } from "./api.js";
import * as kept from "./kept.js";
import { createTabs } from "./tabs.js";

/** @typedef {{key: string, file: string, body: string}} Entry `body` is the JSON that is posted */
/** @typedef {"saved" | "saving" | "offline" | "full" | "signed-out"} OutboxState */
/** @typedef {{unsaved: number, unkept: number, why: string}} Standing how many wait, how many of them only this page has, and what the server said last */
/** @typedef {import("../../types/local.d.ts").Post} Post */
/** @typedef {import("../../types/data.d.ts").ChangeReply} ChangeReply */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const RETRIED = new Set([0, 401, 408, 425, 429, 500, 502, 503, 504, 507]);
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
  /** @type {OutboxState} */
  let state = "saved";
  let why = "";
  let wait = FIRST_WAIT;
  let sending = false;
  /** @type {Promise<void> | null} */
  let draining = null;
  let keeping = Promise.resolve();
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
    await tabs.alone(sendAll).finally(() => (sending = false));
    if (entries.size) timer = setTimeout(drain, wait);
    else become("saved");
  }

  async function sendAll() {
    for (let next = await head(); next && (await sent(...next)); ) next = await head();
  }

  /** What is to be sent next, with its place in the browser's queue. @returns {Promise<[Entry, IDBValidKey | null] | null>} */
  async function head() {
    await keeping;
    const first = await kept.first("queue").catch(() => null);
    if (first) return [first[1], first[0]];
    const [own] = entries.values();
    return own ? [own, null] : null;
  }

  /**
   * Say whether the entry is dealt with.
   * @param {Entry} entry
   * @param {IDBValidKey | null} place
   */
  async function sent(entry, place) {
    try {
      const reply = await call("POST", `/api/files/${encodeURIComponent(entry.file)}/changes`, entry.body);
      wait = FIRST_WAIT;
      state = "saving";
      await settle({ entry, reply }, place);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (RETRIED.has(error.status)) return later(error);
      await kept.put("rejected", { ...entry, message: error.message }, entry.key).catch(() => {});
      const { status, message } = error;
      await settle({ entry, error: { status, message } }, place);
    }
    return true;
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
    unkept.delete(entry.key);
    refused.delete(entry.key);
    if (reply) onSaved(entry, reply);
    else if (error) onRejected(entry, error);
    if (known) onState(state, { unsaved: entries.size, unkept: refused.size, why });
    if (known && !entries.size && !sending) become("saved");
  }

  /** @param {ApiError} error */
  function later(error) {
    wait = Math.min(LONGEST_WAIT, wait * 2) * (0.75 + Math.random() / 2);
    why = error.message;
    become(STATES[error.status] ?? "offline");
    return false;
  }

  /** Take what another page of this browser left. @param {Entry[]} left */
  function adopted(left) {
    for (const entry of left) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  }

  /** @param {Entry} entry */
  async function keep(entry) {
    try {
      await kept.put("queue", entry);
      unkept.delete(entry.key);
    } catch {
      if (!entries.has(entry.key)) return;
      refused.add(entry.key);
      become(state); // private windows and full disks may refuse; it is still sent
    }
  }

  addEventListener("online", drain);
  addEventListener("focus", () => void (entries.size && drain())); // after signing in in another tab

  return {
    /**
     * Take a change set; it is sent at once and kept until the server has it.
     * @param {string} file
     * @param {Post} post
     */
    add(file, post) {
      const entry = { key: post.key, file, body: JSON.stringify(post) };
      entries.set(entry.key, entry);
      unkept.add(entry.key);
      const kept = keep(entry);
      keeping = keeping.then(() => kept);
      become(state === "saved" ? "saving" : state);
      setTimeout(drain); // a large one takes its time to send, and what was applied is to be drawn first
    },
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
    /** Give what waits for a file, in order. @param {string} file @returns {Post[]} */
    waiting: (file) => [...entries.values()].filter((entry) => entry.file === file).map(({ body }) => JSON.parse(body)),
    /** @param {string} key */
    has: (key) => entries.has(key),
    /** @param {string} file */
    holds: (file) => [...entries.values()].some((entry) => entry.file === file),
    unsaved: () => entries.size,
    /** Those that would be lost with this page. */
    unkept: () => unkept.size,
    state: () => state,
  };
}
