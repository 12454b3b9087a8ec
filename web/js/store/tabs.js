// The pages of one browser share what waits to be sent: one sends at a time, and tells the others.

const NAME = "limner-outbox";
const HERE = "here";
const TOO = "here too";

/** @typedef {import("./outbox.js").Entry} Entry */
/** @typedef {{entry: Entry, reply?: any, error?: {status: number, message: string}}} Dealt */

/**
 * @param {object} page
 * @param {(outcome: Dealt) => void} page.onDealt another page sent it
 */
export function createTabs({ onDealt }) {
  const channel = globalThis.document ? new BroadcastChannel(NAME) : null;
  let isAlone = true; // what is told is copied, so nobody is told where nobody listens
  if (channel) channel.onmessage = ({ data }) => heard(data);
  channel?.postMessage(HERE);

  /** @param {Dealt | typeof HERE | typeof TOO} message */
  function heard(message) {
    isAlone = false;
    if (message === HERE) channel?.postMessage(TOO);
    else if (message !== TOO) onDealt(message);
  }

  /** Do something while no other page does; where the browser has no locks, or gives none, at once. @param {() => Promise<void>} task */
  async function alone(task) {
    let begun = false;
    const own = () => ((begun = true), task());
    try {
      await (globalThis.navigator?.locks?.request(NAME, own) ?? own());
    } catch (error) {
      if (begun) throw error;
      await task();
    }
  }

  return {
    alone,
    /** @param {Dealt} outcome */
    tell(outcome) {
      if (!isAlone) channel?.postMessage(outcome);
    },
  };
}
