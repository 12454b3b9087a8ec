// Small records kept by the browser: tables of IndexedDB as promises. All pages of a browser share them.

const VERSION = 3;

/** @typedef {"queue" | "rejected" | "suggestions"} Table records of `queue` are numbered in the order in which they were put, by whichever page */

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/**
 * Give all records of a table with their keys, in the order of these.
 * @param {Table} table
 * @returns {Promise<[IDBValidKey, any][]>}
 */
export async function all(table) {
  const [keys, values] = await within(table, "readonly", (store) => [store.getAllKeys(), store.getAll()]);
  return keys.map((/** @type {IDBValidKey} */ key, /** @type {number} */ index) => [key, values[index]]);
}

/**
 * Give the first record of a table with its key, or null.
 * @param {Table} table
 * @returns {Promise<[IDBValidKey, any] | null>}
 */
export async function first(table) {
  const [keys, values] = await within(table, "readonly", (store) => [store.getAllKeys(null, 1), store.getAll(null, 1)]);
  return keys.length ? [keys[0], values[0]] : null;
}

/**
 * Give a record, or null where there is none.
 * @param {Table} table
 * @param {IDBValidKey} key
 * @returns {Promise<any>}
 */
export async function get(table, key) {
  const [value] = await within(table, "readonly", (store) => [store.get(key)]);
  return value ?? null;
}

/**
 * Keep a record; resolves with its key once it is on disk.
 * @param {Table} table
 * @param {unknown} value
 * @param {IDBValidKey} [key] none where records are numbered
 * @returns {Promise<IDBValidKey>}
 */
export async function put(table, value, key) {
  const [given] = await within(table, "readwrite", (store) => [key === undefined ? store.put(value) : store.put(value, key)]);
  return given;
}

/**
 * @param {Table} table
 * @param {IDBValidKey} key
 */
export async function remove(table, key) {
  await within(table, "readwrite", (store) => [store.delete(key)]);
}

/**
 * @param {Table} table
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest[]} ask
 * @returns {Promise<any[]>}
 */
async function within(table, mode, ask) {
  opened ??= open();
  const transaction = (await opened).transaction(table, mode);
  const requests = ask(transaction.objectStore(table));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(requests.map(({ result }) => result));
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    /** @param {unknown} why the next one to ask tries again */
    function fail(why) {
      opened = null;
      reject(why);
    }
    const request = asked(fail);
    if (!request) return;
    request.onupgradeneeded = () => upgrade(request);
    request.onblocked = () => fail(new Error("another tab has an older version of the page open"));
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = database.onclose = () => {
        database.close(); // a newer page must not wait for this one
        opened = null;
      };
      resolve(database);
    };
  });
}

/** @param {(why: unknown) => void} fail browsers that keep nothing throw at once */
function asked(fail) {
  try {
    return indexedDB.open("limner", VERSION);
  } catch (error) {
    queueMicrotask(() => fail(error)); // once the promise is there
    return null;
  }
}

/** @param {IDBOpenDBRequest} request */
function upgrade({ result: database, transaction }) {
  const has = (/** @type {string} */ name) => database.objectStoreNames.contains(name);
  for (const name of ["rejected", "suggestions"]) if (!has(name)) database.createObjectStore(name);
  if (has("queue")) return;
  const queue = database.createObjectStore("queue", { autoIncrement: true });
  if (!has("outbox") || !transaction) return;
  const left = transaction.objectStore("outbox").getAll();
  left.onsuccess = () => {
    for (const { post, ...entry } of left.result) queue.put({ ...entry, body: entry.body ?? JSON.stringify(post) });
    database.deleteObjectStore("outbox");
  };
}
