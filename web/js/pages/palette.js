// The command palette of a page: its actions and whatever else the page offers, and what was done lately.

import { createPaletteDialog } from "../panels/palette.js";
import { verbsOf } from "../shapes/registry.js";
import { call } from "../store/api.js";
import { local } from "../store/pockets.js";
import { actionEntries, commandEntries, fileEntries, instanceEntries, labelEntries } from "./palette/sources.js";
import { ranked } from "./palette/ranking.js";

/** @typedef {import("./palette/ranking.js").Entry} Entry */

const KEPT = "limner.lately";
const LATELY = 6;
const SETTLED = 120;

/**
 * @param {object} page
 * @param {HTMLElement} page.dialogs
 * @param {(typed: string) => Entry[]} page.entries
 * @param {(typed: string) => Promise<Entry[]>} page.more what only the server knows
 * @param {() => void} page.settle the keyboard goes back to what the page is about
 */
export function createPalette({ dialogs, entries, more, settle }) {
  /** @type {Entry[]} */
  let asked = [];
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;

  const dialog = createPaletteDialog(dialogs, {
    list: (typed) => ranked(typed, [...entries(typed), ...asked], lately()),
    onType(typed) {
      clearTimeout(later);
      const mine = ++turn;
      later = setTimeout(() => ask(typed, mine), SETTLED);
    },
    run(entry) {
      remember(entry.id);
      settle();
      entry.run();
    },
  });

  /** @param {string} typed @param {number} mine */
  async function ask(typed, mine) {
    const found = await more(typed).catch(() => []);
    if (mine !== turn) return;
    asked = found;
    dialog.draw();
  }

  return { open: dialog.open };
}

/** @param {import("../../types/local.d.ts").PageParts} parts @returns {import("../../types/local.d.ts").Feature} */
export function createPaletteFeature({ page, element, work, stage, actions, host, commanding, toolbox, files }) {
  /** @param {string} id */
  function select(id) {
    work.select(id);
    const instance = work.selected();
    if (instance) stage.view.reveal(verbsOf(instance.geometry).bounds(instance.geometry));
  }

  const palette = createPalette({
    dialogs: element("dialogs"),
    settle: () => element("stage").focus({ preventScroll: true }),
    entries: (typed) => [
      ...actionEntries(actions),
      ...commandEntries(host, commanding),
      ...labelEntries(work, (name) => work.chooseLabel(name, toolbox.name() === "select")),
      ...instanceEntries(typed, work.document()?.all() ?? [], { color: work.color, select }),
    ],
    more: (typed) => fileEntries(typed, page.project.id, call, files.go),
  });
  return { actions: [{ id: "palette", title: "Find a command, a label, an instance, a file", section: "Help", keys: "Ctrl+K", everywhere: true, run: palette.open }] };
}

/** @returns {string[]} */
function lately() {
  try {
    const kept = JSON.parse(local.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

/** @param {string} id */
function remember(id) {
  local.setItem(KEPT, JSON.stringify([id, ...lately().filter((one) => one !== id)].slice(0, LATELY)));
}
