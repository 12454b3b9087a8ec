// The pages of one browser share what waits to be sent: one sends at a time, and tells the others.

const NAME = "limner-outbox";

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {{entry: Entry, reply?: any, error?: {status: number, message: string}}} Dealt */

/**
 * @param {object} page
 * @param {(outcome: Dealt) => void} page.onDealt another page sent it
 */
export function createTabs({ onDealt }) {
  const channel = globalThis.document ? new BroadcastChannel(NAME) : null;
  if (channel) channel.onmessage = ({ data }) => onDealt(data);

  return {
    /** Do something while no other page does. @param {() => Promise<void>} task @returns {Promise<void>} */
    alone: async (task) => (globalThis.navigator?.locks ? navigator.locks.request(NAME, task) : task()),
    /** @param {Dealt} outcome */
    tell: (outcome) => channel?.postMessage(outcome),
  };
}
