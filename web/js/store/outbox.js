// Change sets on their way to the server: kept by the browser until acknowledged, sent in order, each
// with a key, so that sending one again is harmless.

import { ApiError, call } from "./api.js";
import * as kept from "./kept.js";

/** @typedef {{key: string, file: string, body: string}} Entry `body` is the JSON that is posted */
/** @typedef {"saved" | "saving" | "offline" | "signed-out"} OutboxState */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;
const RETRIED = new Set([0, 401, 408, 425, 429, 500, 502, 503, 504]);

/**
 * @param {object} options
 * @param {(entry: Entry, reply: import("../../types/data.d.ts").ChangeReply) => void} options.onSaved
 * @param {(entry: Entry, error: ApiError) => void} options.onRejected the server will never take it; it is kept aside
 * @param {(state: OutboxState, unsaved: number) => void} options.onState
 */
export function createOutbox({ onSaved, onRejected, onState }) {
  /** @type {Entry[]} */
  const entries = [];
  /** @type {Set<string>} */
  const mine = new Set();
  /** @type {OutboxState} */
  let state = "saved";
  let wait = FIRST_WAIT;
  let sending = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {OutboxState} next */
  function become(next) {
    state = next;
    onState(state, entries.length);
  }

  async function drain() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    while (entries.length && (await sent(entries[0]))) entries.shift();
    sending = false;
    if (entries.length) timer = setTimeout(drain, wait);
    else become("saved");
  }

  /**
   * Say whether the entry is dealt with.
   * @param {Entry} entry
   */
  async function sent(entry) {
    try {
      const reply = await call("POST", `/api/files/${encodeURIComponent(entry.file)}/changes`, entry.body);
      wait = FIRST_WAIT;
      state = "saving";
      onSaved(entry, reply);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (RETRIED.has(error.status)) return later(error);
      await kept.put("rejected", entry.key, { ...entry, message: error.message }).catch(() => {});
      onRejected(entry, error);
    }
    await kept.remove("outbox", entry.key).catch(() => {}); // sent again at the next visit, which is harmless
    onState(state, entries.length - 1);
    return true;
  }

  /** @param {ApiError} error */
  function later(error) {
    wait = Math.min(LONGEST_WAIT, wait * 2) * (0.75 + Math.random() / 2);
    become(error.status === 401 ? "signed-out" : "offline");
    return false;
  }

  addEventListener("online", drain);

  return {
    /**
     * Take a change set; it is sent at once and kept until the server has it.
     * @param {string} file
     * @param {object} post
     */
    add(file, post) {
      const key = newKey();
      mine.add(key);
      const entry = { key, file, body: JSON.stringify({ key, ...post }) };
      entries.push(entry);
      kept.put("outbox", key, entry).catch(() => {}); // private windows may refuse; it is still sent
      become(state === "saved" ? "saving" : state);
      setTimeout(drain); // a large one takes its time to send, and what was applied is to be drawn first
    },
    /** Send what an earlier visit left behind. Resolves when it was tried. */
    async resume() {
      const left = await kept.all("outbox").catch(() => []);
      const known = new Set(entries.map((entry) => entry.key));
      const whole = left.map(({ body, post, ...entry }) => ({ ...entry, body: body ?? JSON.stringify(post) })); // as kept by earlier versions
      entries.unshift(...whole.filter((entry) => !known.has(entry.key)));
      for (const { key } of left) mine.add(key);
      if (entries.length) become("saving");
      await drain();
    },
    flush: drain,
    /** @param {string} file */
    holds: (file) => entries.some((entry) => entry.file === file),
    /** Say whether a change set was sent from this page. @param {string} key */
    isMine: (key) => mine.has(key),
    unsaved: () => entries.length,
    state: () => state,
  };
}

let counter = 0;

/** Keys sort in the order they were made. */
function newKey() {
  counter += 1;
  return `${Date.now().toString(36).padStart(9, "0")}-${counter.toString(36).padStart(5, "0")}-${crypto.randomUUID().slice(0, 8)}`;
}
