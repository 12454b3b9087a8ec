// Which shapes lie above which, which are locked, alone to be seen, or one group; each for all that is selected.

import { newId } from "../store/document.js";
import { counted } from "./work.js";

/** @typedef {import("../../types/data.d.ts").Instance} Instance */
/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */
/** @typedef {import("../../types/local.d.ts").Fields} Fields */

const SECTION = "Arrange";

/** @param {Pick<PageParts, "work" | "stage" | "changed">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createArranging({ work, stage, changed }) {
  const any = () => work.count() > 0;
  const { stored } = work;

  /** @param {Instance[]} some @param {string} title @param {(one: Instance, at: number) => Fields} fields */
  function set(some, title, fields) {
    if (some.length) work.updateAll(some.map((one, at) => ({ id: one.id, fields: fields(one, at) })), `${title} ${counted(some)}`);
  }

  /** Lay the selection above or below everything, and keep who is above whom within it. @param {1 | -1} way */
  function layEnd(way) {
    const some = stored().toSorted(byOrder);
    const moved = new Set(some.map(({ id }) => id));
    const rest = (work.document()?.all() ?? []).filter(({ id }) => !moved.has(id));
    const ranks = [...new Set(some.map(orderOf))];
    const end = rest.reduce((found, one) => (way > 0 ? Math.max(found, orderOf(one) + 1) : Math.min(found, orderOf(one) - ranks.length)), way > 0 ? -Infinity : Infinity);
    if (rest.length) set(some, way > 0 ? "Bring to front" : "Send to back", (one) => ({ order: end + ranks.indexOf(orderOf(one)) }));
  }

  /** Lay the selection one place above or below what it overlaps. @param {1 | -1} way */
  function layNext(way) {
    const some = stored();
    const moved = new Set(some.map(({ id }) => id));
    /** @type {Map<string, Instance>} */
    const near = new Map(some.flatMap(({ geometry }) => stage.near(geometry)).map((one) => [one.id, one]));
    const before = [...near.values()].toSorted(byOrder);
    const wanted = stepped(before, (id) => moved.has(id), way);
    const updates = reordered(wanted, agesOf(work.document()?.all() ?? []));
    if (updates.length) work.updateAll(updates.map(({ id, order }) => ({ id, fields: { order } })), way > 0 ? "Bring forward" : "Send backward");
  }

  function lock() {
    const some = stored();
    const locked = some.some((one) => !one.locked);
    set(some, locked ? "Lock" : "Unlock", () => ({ locked }));
  }

  function unlock() {
    set(stored().filter((one) => one.locked), "Unlock", () => ({ locked: false }));
  }

  function unhide() {
    set(stored().filter((one) => one.hidden), "Show", () => ({ hidden: false }));
  }

  function solo() {
    const others = work.solo.isOn() ? [] : (work.document()?.all() ?? []).filter(({ id }) => !work.isSelected(id)).map(({ id }) => id);
    work.solo.set(others);
    changed();
  }

  /** @param {string} group */
  const group = (group) => set(stored(), group ? "Group" : "Ungroup", () => ({ group }));

  return {
    actions: [
      { id: "group", title: "Group", section: SECTION, keys: "Ctrl+G", run: () => group(newId()), enabled: () => work.count() > 1 },
      { id: "ungroup", title: "Ungroup", section: SECTION, keys: "Ctrl+Shift+G", run: () => group(""), enabled: () => stored().some((one) => one.group) },
      { id: "order.front", title: "Bring to front", section: SECTION, keys: "Home", run: () => layEnd(1), enabled: any },
      { id: "order.forward", title: "Bring forward", section: SECTION, keys: "PageUp", repeats: true, run: () => layNext(1), enabled: any },
      { id: "order.backward", title: "Send backward", section: SECTION, keys: "PageDown", repeats: true, run: () => layNext(-1), enabled: any },
      { id: "order.back", title: "Send to back", section: SECTION, keys: "End", run: () => layEnd(-1), enabled: any },
      { id: "lock", title: "Lock or unlock", section: SECTION, keys: "Ctrl+L", run: lock, enabled: any },
      { id: "unlock", title: "Unlock all that is selected", section: SECTION, run: unlock, enabled: any },
      { id: "unhide", title: "Show all that is selected", section: SECTION, run: unhide, enabled: any },
      { id: "solo", title: "Show only the selection, or everything again", section: SECTION, keys: "Shift+O", run: solo, enabled: () => any() || work.solo.isOn() },
      {
        id: "show.all",
        title: "Show all hidden shapes",
        section: SECTION,
        run() {
          work.solo.set([]);
          set((work.document()?.all() ?? []).filter(({ hidden }) => hidden), "Show", () => ({ hidden: false }));
          changed();
        },
      },
    ],
    shown: () => work.solo.set([]),
  };
}

/** @param {Instance} one */
const orderOf = (one) => one.order ?? 0;

/** Ties stay as they are: `toSorted` keeps their order. @param {Instance} one @param {Instance} other */
const byOrder = (one, other) => orderOf(one) - orderOf(other);

/** @param {Instance[]} all oldest first @returns {Map<string, number>} */
const agesOf = (all) => new Map(all.map(({ id }, age) => [id, age]));

/**
 * Move some of a list one place along, past the next that is not one of them.
 * @template {{id: string}} T
 * @param {T[]} list lowest first
 * @param {(id: string) => boolean} isMoved
 * @param {1 | -1} way
 */
export function stepped(list, isMoved, way) {
  const next = way > 0 ? list.toReversed() : [...list];
  for (let at = 1; at < next.length; at++) {
    if (isMoved(next[at].id) && !isMoved(next[at - 1].id)) [next[at - 1], next[at]] = [next[at], next[at - 1]];
  }
  return way > 0 ? next.toReversed() : next;
}

/**
 * Give the orders that must change so that a list is drawn as it stands; of two of the same order the older is lower.
 * @param {{id: string, order?: number}[]} wanted lowest first
 * @param {Map<string, number>} ages
 * @returns {{id: string, order: number}[]}
 */
export function reordered(wanted, ages) {
  const changes = [];
  let [order, age] = [-Infinity, -Infinity];
  for (const { id, order: had = 0 } of wanted) {
    const mine = ages.get(id) ?? 0;
    const least = mine > age ? order : order + 1;
    const next = Math.max(had, least);
    if (next !== had) changes.push({ id, order: next });
    [order, age] = [next, mine];
  }
  return changes;
}
