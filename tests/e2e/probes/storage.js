// Try to keep or read something of the origin: what each way gave, or why not.
async () => {
  const ways = {
    document: () => document.cookie,
    cookieStore: () => cookieStore.getAll(),
    localStorage: () => localStorage.length,
    sessionStorage: () => sessionStorage.length,
    indexedDB: () => new Promise((resolve, reject) => {
      const request = indexedDB.open("probe");
      request.onsuccess = () => resolve(request.result.name);
      request.onerror = () => reject(request.error);
    }),
    caches: () => caches.keys(),
    files: () => navigator.storage.getDirectory(),
    buckets: () => navigator.storageBuckets.open("probe"),
    temporary: () => new Promise((resolve, reject) => self.webkitRequestFileSystem(0, 1024, resolve, reject)),
    locks: () => navigator.locks.request("probe", () => 1),
  };
  const outcomes = {};
  for (const [name, way] of Object.entries(ways)) {
    try {
      await way();
      outcomes[name] = "reached";
    } catch (error) {
      outcomes[name] = error?.name ?? "refused";
    }
  }
  return outcomes;
}
