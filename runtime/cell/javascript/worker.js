// What connects the cell to the port it was given.

import { createInference } from "../inference.js";
import { removePowers } from "../powers.js";
import { createCell } from "./cell.js";
import { fatal } from "./protocol.js";

/** @typedef {(data: unknown[], transfer?: Transferable[]) => void} Post */

/**
 * @param {{assets: string}} settings
 * @param {MessagePort} port
 */
export function boot({ assets }, port) {
  const post = /** @type {Post} */ (port.postMessage.bind(port));
  const cell = createCell({ assets, inference: createInference(assets), send: (text, frames = []) => post([text, ...frames], frames) });
  removePowers();
  listen(port, post, cell.receive);
  cell.start();
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
