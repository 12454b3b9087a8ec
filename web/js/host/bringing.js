// What a cell loads, fetched by the page: browsers keep no HTTP cache for a frame of an opaque origin, so
// each cell would download Pyodide and its packages anew. The page keeps them: those of a private window
// are too large for its cache as well.

import { inflated } from "./inflating.js";

/** How many files one cell may ask for. */
const MOST = 100;
/** How many bytes the page keeps of files cells asked for. */
const KEPT = 96 * 1024 * 1024;

/** @typedef {{status?: number, type?: string, body?: ArrayBuffer | null, error?: string}} File */
/** @type {Map<string, Promise<File>>} */
const files = new Map();
let kept = 0;

/**
 * Answer a cell's worker: `{id, url, integrity}` gets `{id, status, type, body}`, or `{id, error}`; `url` may be
 * "snapshot", whose `body` is null where there is none.
 * @param {MessagePort} port
 * @param {string} folder URL of the folder they lie in; nothing else is fetched for a cell
 * @param {ArrayBuffer | Promise<ArrayBuffer | null> | null} [snapshot] Pyodide's memory, maybe still on its way
 */
export function bring(port, folder, snapshot = null) {
  let asked = 0;
  /** @param {string} url @param {string} integrity @returns {Promise<File>} */
  const answerTo = async (url, integrity) => {
    asked += 1;
    if (asked > MOST) return { error: `a cell is brought ${MOST} files at most` };
    return url === "snapshot" ? { body: await snapshot } : file(url, integrity, folder);
  };
  port.onmessage = async ({ data }) => {
    const { id, url, integrity } = data ?? {};
    port.postMessage({ id, ...(await answerTo(String(url), String(integrity ?? ""))) });
  };
}

/**
 * Give a file; one that was had before is not fetched again.
 * @param {string} url
 * @param {string} integrity
 * @param {string} folder
 * @returns {Promise<File>}
 */
function file(url, integrity, folder) {
  const key = `${url} ${integrity}`;
  const found = files.get(key);
  if (found) return found;
  const coming = fetched(url, integrity, folder);
  files.set(key, coming);
  coming.then(({ status, body }) => {
    const size = body?.byteLength ?? 0;
    if (status === 200 && kept + size <= KEPT) kept += size;
    else files.delete(key);
  });
  return coming;
}

/**
 * @param {string} url
 * @param {string} integrity
 * @param {string} folder
 * @returns {Promise<File>}
 */
async function fetched(url, integrity, folder) {
  try {
    const { href } = new URL(url);
    if (!href.startsWith(folder)) throw new Error(`${url} is none of the files of a cell`);
    const response = await fetch(href, { integrity, credentials: "omit", redirect: "error" });
    const body = await response.arrayBuffer();
    const type = response.headers.get("Content-Type") ?? "";
    return { status: response.status, type, body: url.endsWith(".whl") && response.ok ? await inflated(body) : body };
  } catch (error) {
    return { error: /** @type {Error} */ (error).message };
  }
}
