// What scripts suggest: shapes that are shown and can be changed, but are in no document until a
// person accepts them.

/** @typedef {import("../../types/local.d.ts").Ghost} Ghost */
/** @typedef {import("../../types/local.d.ts").Geometry} Geometry */
/** @typedef {import("./document.js").FileDocument} FileDocument */
/** @typedef {ReturnType<typeof createGhosts>} Ghosts */
/** @typedef {{accepted: number, rejected: number, edited: number}} Verdict */

/**
 * @param {object} page
 * @param {() => void} page.onChange
 * @param {(ghost: Ghost, verdict: Verdict) => void} page.onVerdict
 */
export function createGhosts({ onChange, onVerdict }) {
  /** @type {WeakMap<FileDocument, Map<string, Ghost>>} */
  const byDocument = new WeakMap();
  let threshold = 0;
  /** @type {string | null} the one label whose suggestions are shown, while there are some */
  let only = null;

  /** @type {Set<(document: FileDocument) => void>} */
  const listeners = new Set();

  /** @param {FileDocument} document */
  function changed(document) {
    onChange();
    for (const listener of listeners) listener(document);
  }

  /** @param {FileDocument} document */
  function mapOf(document) {
    let map = byDocument.get(document);
    if (!map) byDocument.set(document, (map = new Map()));
    return map;
  }

  /** @param {FileDocument | null} document @returns {Ghost[]} those at or above the threshold */
  function sure(document) {
    if (!document) return [];
    return [...mapOf(document).values()].filter(({ instance }) => (instance.score ?? 1) >= threshold);
  }

  /** @param {FileDocument | null} document @returns {Ghost[]} those of them that have the chosen label, if one is */
  function shown(document) {
    const all = sure(document);
    const some = only === null ? [] : all.filter(({ instance }) => (instance.label ?? "") === only);
    return some.length ? some : all;
  }

  /** How many there are of each label; none is an empty text. @param {FileDocument | null} document @returns {Map<string, number>} */
  function labels(document) {
    const counts = new Map();
    for (const { instance } of sure(document)) counts.set(instance.label ?? "", (counts.get(instance.label ?? "") ?? 0) + 1);
    return counts;
  }

  /**
   * @param {FileDocument} document
   * @param {Ghost[]} taken
   */
  function accept(document, taken) {
    if (!taken.length) return;
    const [first] = taken;
    const edited = taken.filter(({ instance, returned }) => instance.geometry !== returned);
    const gone = taken.flatMap(({ replaces }) => (replaces && document.get(replaces) ? [replaces] : []));
    const title = taken.length === 1 ? `Accept ${first.instance.geometry.kind}` : `Accept ${taken.length} shapes`;
    const scripts = [...new Set(taken.map(({ script }) => script.identity))];
    const returned = Object.fromEntries(edited.map((ghost) => [ghost.instance.id, ghost.returned]));
    // A person did it, but the scripts that suggested the shapes are not asked about them again.
    const { created } = document.commit({ created: taken.map(({ instance }) => instance), deleted: [...new Set(gone)] }, { actor: "human", title, chain: scripts, returned });
    if (!created.length) return; // they may not be; why was said, and they stay to be edited
    for (const { instance } of taken) mapOf(document).delete(instance.id);
    for (const ghost of taken) onVerdict(ghost, { accepted: edited.includes(ghost) ? 0 : 1, rejected: 0, edited: edited.includes(ghost) ? 1 : 0 });
    changed(document);
  }

  return {
    shown,
    labels,
    only: () => only,
    /** Show those of one label only, or all again. @param {string | null} label */
    setOnly(label) {
      only = label;
      onChange();
    },
    /** Those of a run, shown or not. @param {FileDocument} document @param {string} run */
    ofRun: (document, run) => [...mapOf(document).values()].filter((ghost) => ghost.run === run),
    /** @param {FileDocument | null} document */
    count: (document) => (document ? mapOf(document).size : 0),
    /** @param {FileDocument | null} document @param {string | null} id */
    get: (document, id) => (document && id ? (mapOf(document).get(id) ?? null) : null),
    /**
     * Show suggestions; those the script made before for the same thing give way.
     * @param {FileDocument} document
     * @param {string} script its identity
     * @param {string} key
     * @param {Ghost[]} ghosts
     */
    offer(document, script, key, ghosts) {
      const map = mapOf(document);
      for (const [id, old] of map) if (old.script.identity === script && old.key === key) map.delete(id);
      for (const ghost of ghosts) map.set(ghost.instance.id, ghost);
      changed(document);
    },
    /** Take away what was suggested for something; nobody judged it. @param {FileDocument} document @param {string} key */
    withdraw(document, key) {
      for (const [id, ghost] of mapOf(document)) if (ghost.key === key) mapOf(document).delete(id);
      changed(document);
    },
    /** @param {FileDocument} document @param {string} id @param {Partial<import("../../types/data.d.ts").Instance>} fields */
    edit(document, id, fields) {
      const ghost = mapOf(document).get(id);
      if (ghost) mapOf(document).set(id, { ...ghost, instance: { ...ghost.instance, ...fields } });
      changed(document);
    },
    accept,
    /**
     * Put suggestions away. Gives what brings them back.
     * @param {FileDocument} document
     * @param {Ghost[]} refused
     */
    reject(document, refused) {
      for (const ghost of refused) {
        mapOf(document).delete(ghost.instance.id);
        onVerdict(ghost, { accepted: 0, rejected: 1, edited: 0 });
      }
      changed(document);
      return () => {
        for (const ghost of refused) {
          mapOf(document).set(ghost.instance.id, ghost);
          onVerdict(ghost, { accepted: 0, rejected: -1, edited: 0 });
        }
        changed(document);
      };
    },
    /** All that is suggested on a file, whatever is shown of it. @param {FileDocument} document */
    all: (document) => [...mapOf(document).values()],
    /** Put these in the place of all there are, as another page left them. @param {FileDocument} document @param {Ghost[]} ghosts */
    put(document, ghosts) {
      byDocument.set(document, new Map(ghosts.map((ghost) => [ghost.instance.id, ghost])));
      onChange();
    },
    /** @param {(document: FileDocument) => void} listener hears when what is suggested on a file is otherwise */
    listen: (listener) => void listeners.add(listener),
    threshold: () => threshold,
    /** @param {number} value from 0 to 1 */
    setThreshold(value) {
      threshold = value;
      onChange();
    },
  };
}
