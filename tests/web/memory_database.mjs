// IndexedDB in memory, as much of it as `store/kept.js` asks for; Node has none.

/** Make `indexedDB` what it is in a browser. `tables` holds what is on disk; `broken` makes it refuse. */
export function openMemory() {
  const memory = { tables: new Map(), broken: false };

  function store(name, transaction) {
    const table = memory.tables.get(name);
    const done = (result) => {
      const request = { result };
      queueMicrotask(() => {
        transaction.error = memory.broken ? new Error("the disk is full") : null;
        if (memory.broken) transaction.onabort();
        else transaction.oncomplete();
      });
      return request;
    };
    return {
      getAll: () => done([...table.keys()].sort().map((key) => structuredClone(table.get(key)))),
      put: (value, key) => done(memory.broken ? undefined : table.set(key, structuredClone(value)) && key),
      delete: (key) => done(memory.broken ? undefined : void table.delete(key)),
    };
  }

  const database = {
    createObjectStore: (name) => memory.tables.set(name, new Map()),
    transaction() {
      const transaction = { error: null, objectStore: (name) => store(name, transaction) };
      return transaction;
    },
  };
  globalThis.indexedDB = {
    open() {
      const request = { result: database };
      queueMicrotask(() => {
        request.onupgradeneeded();
        request.onsuccess();
      });
      return request;
    },
  };
  return memory;
}
