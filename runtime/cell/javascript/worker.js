// What connects the cell to the port it was given, and takes away what a script could use to outlive it.

import { createCell } from "./cell.js";
import { fatal } from "./protocol.js";

// The opaque origin and the policy hold without this; it is one more wall.
const POWERS = ["Worker", "SharedWorker", "BroadcastChannel", "indexedDB", "caches"];

/** @typedef {(data: unknown[], transfer?: Transferable[]) => void} Post */

/**
 * @param {{assets: string}} settings
 * @param {MessagePort} port
 */
export function boot({ assets }, port) {
  const post = /** @type {Post} */ (port.postMessage.bind(port));
  const cell = createCell({ assets, send: (text, frames = []) => post([text, ...frames], frames) });
  for (const name of POWERS) withdraw(name);
  listen(port, post, cell.receive);
  cell.start();
}

/** @param {string} name */
function withdraw(name) {
  let owner = self;
  while (owner) {
    Reflect.deleteProperty(owner, name);
    owner = Object.getPrototypeOf(owner);
  }
}

/**
 * @param {MessagePort} port
 * @param {Post} post
 * @param {(text: string, frames: ArrayBuffer[]) => void} receive
 */
function listen(port, post, receive) {
  // Taken before any script runs: one that replaced the getter would be handed the port with the event.
  const dataOf = /** @type {() => unknown[]} */ (Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get);
  const { apply } = Reflect;
  port.onmessage = (event) => {
    const [text, ...frames] = /** @type {[string, ...ArrayBuffer[]]} */ (apply(dataOf, event, []));
    try {
      receive(text, frames);
    } catch (error) {
      post([fatal(error)]);
    }
  };
}
