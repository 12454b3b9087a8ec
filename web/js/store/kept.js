// Small records kept by the browser: a table of IndexedDB as promises.

const VERSION = 1;
const TABLES = ["outbox", "rejected"];

/** @typedef {"outbox" | "rejected"} Table */

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/**
 * Give all records of a table, in the order of their keys.
 * @param {Table} table
 * @returns {Promise<any[]>}
 */
export function all(table) {
  return within(table, "readonly", (store) => store.getAll());
}

/**
 * Keep a record; resolves once it is on disk.
 * @param {Table} table
 * @param {IDBValidKey} key
 * @param {unknown} value
 */
export function put(table, key, value) {
  return within(table, "readwrite", (store) => store.put(value, key));
}

/**
 * @param {Table} table
 * @param {IDBValidKey} key
 */
export function remove(table, key) {
  return within(table, "readwrite", (store) => store.delete(key));
}

/**
 * @template T
 * @param {Table} table
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function within(table, mode, ask) {
  opened ??= open();
  const transaction = (await opened).transaction(table, mode);
  const request = ask(transaction.objectStore(table));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("limner", VERSION);
    request.onupgradeneeded = () => TABLES.forEach((table) => request.result.createObjectStore(table));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
