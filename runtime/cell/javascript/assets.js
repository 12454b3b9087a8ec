// Files of the models folders: the host says where one lies, the cell reads it.

import { HostError } from "./errors.js";

const read = fetch;

/**
 * Give the bytes of an asset.
 * @param {import("./run.js").Answer} answer
 * @param {AbortSignal} signal
 * @returns {Promise<ArrayBuffer>}
 */
export async function contentOf({ value, frames }, signal) {
  if (frames.length) return frames[0];
  const response = await read(value.url, { signal });
  if (!response.ok) throw new HostError(`asset '${value.name}': its address answered ${response.status}`);
  return response.arrayBuffer();
}
