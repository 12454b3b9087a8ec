// Which files are picked: one by one, in ranges from an anchor, all at once.

/**
 * @param {() => string[]} order the ids that can be picked
 * @param {() => void} onChange
 */
export function createPicks(order, onChange) {
  /** @type {Set<string>} */
  const picked = new Set();
  /** @type {Set<string>} what a range from the anchor adds to */
  let base = new Set();
  let anchor = "";

  /** @param {Iterable<string>} ids */
  function become(ids) {
    const next = [...ids];
    picked.clear();
    for (const id of next) picked.add(id);
    onChange();
  }

  return {
    has: (/** @type {string} */ id) => picked.has(id),
    count: () => picked.size,
    /** In the order of the list. */
    all: () => order().filter((id) => picked.has(id)),
    /** @param {string} id */
    toggle(id) {
      anchor = id;
      if (!picked.delete(id)) picked.add(id);
      base = new Set(picked);
      onChange();
    },
    /** Ranges begin here from now on. @param {string} id */
    anchorAt(id) {
      anchor = id;
      base = new Set(picked);
    },
    /** Pick everything from the anchor to here, beside what was picked before. @param {string} id */
    extend(id) {
      const ids = order();
      const [from, to] = [ids.indexOf(anchor), ids.indexOf(id)].sort((a, b) => a - b);
      become(new Set([...base, ...(from < 0 ? [id] : ids.slice(from, to + 1))]));
    },
    everything: () => become(order()),
    clear() {
      base = new Set();
      if (picked.size) become([]);
    },
    /** What is in the list no more is picked no more. */
    settle() {
      const there = new Set(order());
      if ([...picked].some((id) => !there.has(id))) become([...picked].filter((id) => there.has(id)));
    },
  };
}
