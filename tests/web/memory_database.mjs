// IndexedDB in memory, as much of it as `store/kept.js` asks for; Node has none.

/** Make `indexedDB` what it is in a browser. `tables` holds what is on disk; `broken` makes it refuse, `most` what is longer as JSON. */
export function openMemory() {
  const memory = { tables: new Map(), broken: false, most: Infinity };
  let [version, number] = [0, 0];
  const order = (a, b) => (a < b ? -1 : 1);

  function store(name, transaction) {
    const table = memory.tables.get(name);
    const keys = () => [...table.keys()].sort(order);
    const done = (result, isRefused = memory.broken) => {
      const request = { result };
      queueMicrotask(() => {
        request.onsuccess?.();
        transaction.error = isRefused ? new Error("the disk is full") : null;
        if (isRefused) transaction.onabort?.();
        else transaction.oncomplete?.();
      });
      return request;
    };
    return {
      getAll: (_, count) => done(keys().slice(0, count).map((key) => structuredClone(table.get(key)))),
      getAllKeys: (_, count) => done(keys().slice(0, count)),
      get: (key) => done(structuredClone(table.get(key))),
      put(value, key = (number += 1)) {
        const isRefused = memory.broken || JSON.stringify(value).length > memory.most;
        return done(isRefused ? undefined : table.set(key, structuredClone(value)) && key, isRefused);
      },
      delete: (key) => done(memory.broken ? undefined : void table.delete(key)),
    };
  }

  function opened() {
    const transaction = { error: null, objectStore: (name) => store(name, transaction) };
    return transaction;
  }

  const database = {
    objectStoreNames: { contains: (name) => memory.tables.has(name) },
    createObjectStore(name) {
      memory.tables.set(name, new Map());
      return store(name, opened());
    },
    deleteObjectStore: (name) => memory.tables.delete(name),
    transaction: opened,
    close: () => {},
  };
  globalThis.indexedDB = {
    open(_, wanted) {
      const request = { result: database, transaction: opened() };
      queueMicrotask(() => {
        if (version < wanted) request.onupgradeneeded();
        version = wanted;
        queueMicrotask(() => request.onsuccess());
      });
      return request;
    },
  };
  return memory;
}
