// The layers of the open file, one for each maker: how much each holds, and which of them this person put out of sight
// or locked. The browser keeps that for the project and the person; nothing of it is stored with the instances.

import { makerOf, personMaker, scriptMaker, titleOfMaker } from "../store/makers.js";
import { author } from "../store/me.js";
import { createShelf } from "../store/remembered.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").Applied} Applied */
/** @typedef {{maker: string, title: string, count: number, hidden: boolean, locked: boolean}} Layer */
/** @typedef {ReturnType<typeof createLayers>} Layers */

const KEPT = 100;

/**
 * @param {object} page
 * @param {string} page.project its id
 * @param {() => string} [page.me] the name of the person
 * @param {import("../store/remembered.js").Kept} [page.kept]
 */
export function createLayers({ project, me = author, kept }) {
  /** @type {ReturnType<typeof createShelf<{hidden: string[], locked: string[]}>>} */
  const shelf = createShelf("layers", KEPT, kept);
  /** @type {Map<string, number>} */
  let counts = new Map();
  /** @type {ReadonlySet<string>} */
  let hidden = new Set();
  /** @type {ReadonlySet<string>} */
  let locked = new Set();
  let unfollow = () => {};

  const place = () => `${project} ${me()}`;

  /** Take over what is kept for the person whose name this is now. */
  function read() {
    const found = shelf.get(place());
    [hidden, locked] = [new Set(texts(found?.hidden)), new Set(texts(found?.locked))];
  }

  /** @param {Iterable<string>} nextHidden @param {Iterable<string>} nextLocked */
  function set(nextHidden, nextLocked) {
    [hidden, locked] = [new Set(nextHidden), new Set(nextLocked)];
    shelf.set(place(), hidden.size + locked.size ? { hidden: [...hidden], locked: [...locked] } : null);
  }

  /** @param {Instance} instance @param {number} by */
  function count({ provenance }, by) {
    const maker = makerOf(provenance);
    counts.set(maker, (counts.get(maker) ?? 0) + by);
  }

  /** @param {Applied} applied */
  function follow({ created, updated, deleted }) {
    for (const one of created) count(one, 1);
    for (const one of deleted) count(one, -1);
    for (const { before, after } of updated) {
      if (before.provenance === after.provenance) continue;
      count(before, -1);
      count(after, 1);
    }
  }

  /** @returns {string[]} those that hold something here, or are out of sight or locked */
  const makers = () => [...new Set([...[...counts].flatMap(([maker, held]) => (held > 0 ? [maker] : [])), ...hidden, ...locked])];

  read();

  return {
    read,
    /** Count what is on another file, or on none. @param {Pick<import("../store/document.js").FileDocument, "all" | "listen"> | null} document */
    show(document) {
      unfollow();
      counts = new Map();
      for (const one of document?.all() ?? []) count(one, 1);
      unfollow = document?.listen(follow) ?? (() => {});
    },
    /** This person's own first, then people, scripts, imports. @returns {Layer[]} */
    rows: () =>
      makers()
        .map((maker) => ({ maker, title: titleOfMaker(maker, me()), count: counts.get(maker) ?? 0, hidden: hidden.has(maker), locked: locked.has(maker) }))
        .sort((one, other) => rank(one.maker, me()) - rank(other.maker, me()) || one.title.localeCompare(other.title)),
    /** @param {Instance} instance */
    veils: (instance) => hidden.size > 0 && hidden.has(makerOf(instance.provenance)),
    /** Another object once other layers are locked. */
    state: () => locked,
    /** Another object once other layers are to be seen. */
    mark: () => hidden,
    /**
     * Say why an instance is read-only for this person, or null; a script may change what it made itself.
     * @param {Instance} instance
     * @param {import("../ontology/holding.js").By} [by]
     * @returns {string | null}
     */
    why({ provenance }, by) {
      if (!locked.size) return null;
      const maker = makerOf(provenance);
      if (!locked.has(maker) || (by?.actor === "script" && maker === scriptMaker(by.script ?? ""))) return null;
      return `The layer “${titleOfMaker(maker, me())}” is locked: unlock it under Layers first`;
    },
    /** @param {string} maker @param {boolean} on */
    hide: (maker, on) => set(on ? [...hidden, maker] : [...hidden].filter((one) => one !== maker), locked),
    /** @param {string} maker @param {boolean} on */
    lock: (maker, on) => set(hidden, on ? [...locked, maker] : [...locked].filter((one) => one !== maker)),
    /** Say whether a layer is the only one in sight. @param {string} maker */
    isOnly: (maker) => hidden.size > 0 && !hidden.has(maker) && makers().every((one) => one === maker || hidden.has(one)),
    /** Show one layer and no other. @param {string} maker */
    only: (maker) => set(makers().filter((one) => one !== maker), locked),
    showAll: () => set([], locked),
  };
}

/** @param {string} maker @param {string} me */
function rank(maker, me) {
  if (maker === personMaker(me)) return 0;
  return maker.startsWith("person:") ? 1 : maker.startsWith("script:") ? 2 : 3;
}

/** @param {unknown} value @returns {string[]} */
function texts(value) {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
