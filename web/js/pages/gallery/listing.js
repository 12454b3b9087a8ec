// The files the gallery shows: their order at once, what each is like as it comes into sight.

/** @typedef {import("../../../types/data.d.ts").FileView} FileView */

const AT_ONCE = 60;

/**
 * @param {object} page
 * @param {string} page.project
 * @param {(method: string, path: string) => Promise<any>} page.call
 * @param {(file: FileView) => FileView} page.over gives a file with what waits for it on top
 * @param {() => void} page.onChange
 */
export function createListing({ project, call, over, onChange }) {
  const path = `/api/projects/${encodeURIComponent(project)}`;
  /** @type {string[]} */
  let ids = [];
  /** @type {Map<string, FileView>} */
  const files = new Map();
  /** @type {Set<string>} shown as they were, until the server has said how they are */
  const stale = new Set();
  let turn = 0;
  /** @type {"loading" | "ready" | string} or what is wrong */
  let state = "loading";
  let asking = false;
  let sight = { first: 0, end: 0 };

  /** @param {FileView[]} items */
  function take(items) {
    for (const file of items) {
      files.set(file.id, file);
      stale.delete(file.id);
    }
    onChange();
  }

  /** Ask for what is in sight and not known, so much at a time. */
  async function fill() {
    if (asking || state !== "ready") return;
    const wanted = ids.slice(sight.first, sight.end).filter((id) => !files.has(id) || stale.has(id)).slice(0, AT_ONCE);
    if (!wanted.length) return;
    asking = true;
    try {
      const { items } = await call("GET", `${path}/files?ids=${wanted.join(",")}`);
      const there = new Set(items.map((/** @type {FileView} */ { id }) => id));
      const gone = new Set(wanted.filter((id) => !there.has(id)));
      if (gone.size) ids = ids.filter((id) => !gone.has(id));
      take(items);
    } catch (error) {
      state = /** @type {Error} */ (error).message;
      return onChange();
    } finally {
      asking = false;
    }
    fill();
  }

  return {
    ids: () => ids,
    /** @param {string} id */
    file(id) {
      const file = files.get(id);
      return file && over(file);
    },
    /** Take over what became of some, before it is read anew. @param {string[]} changed @param {(file: FileView) => FileView} turn */
    change(changed, turn) {
      for (const id of changed) {
        const file = files.get(id);
        if (file) files.set(id, turn(file));
      }
    },
    isLoading: () => state === "loading",
    /** What is wrong, or empty. */
    failed: () => (state === "loading" || state === "ready" ? "" : state),
    /** Read the list anew. @param {string} query of the address, with its question mark or empty */
    async load(query) {
      const mine = ++turn;
      try {
        const first = `${path}/files${query}${query ? "&" : "?"}limit=${AT_ONCE}`;
        const [order, { items }] = await Promise.all([call("GET", `${path}/order${query}`), call("GET", first)]);
        if (mine !== turn) return;
        ids = order.ids;
        state = "ready";
        for (const id of ids) if (files.has(id)) stale.add(id);
        take(items);
        fill();
      } catch (error) {
        if (mine !== turn) return;
        state = /** @type {Error} */ (error).message;
        onChange();
      }
    },
    /** Say what is in sight now. @param {{first: number, end: number}} now */
    look(now) {
      sight = now;
      fill();
    },
    /** Somebody changed these: read them again when they are in sight. @param {string[]} changed */
    renew(changed) {
      for (const id of changed) if (files.has(id)) stale.add(id);
      fill();
    },
  };
}
