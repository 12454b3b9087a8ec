// Going from file to file: what is open, what the bar says of it, and what stands on the stage meanwhile.

import { filterOf, queryOf } from "./gallery/filter.js";

/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("./desk.js").OpenFile} OpenFile */

const [ASKED, SHOWN] = ["limner-file-asked", "limner-file-shown"];

/**
 * @param {object} page
 * @param {string[]} page.order the ids of the project's files
 * @param {import("../store/patches.js").Patches} page.patches
 * @param {(id: string) => Promise<OpenFile>} page.open
 * @param {(open: OpenFile | null) => Promise<void>} page.show resolves when it is drawn
 * @param {(ids: string[]) => Promise<void>} page.prepare reads files ahead
 * @param {(id: string) => HTMLElement} page.element
 */
export function createFiles({ order, patches, open, show, prepare, element }) {
  const query = queryOf(filterOf(location.search));
  const up = /** @type {HTMLAnchorElement} */ (element("up"));
  const all = up.pathname + query;
  /** @type {import("../../types/data.d.ts").FileView | null} */
  let file = null;
  let wanted = "";

  /** @param {string} id */
  async function openFile(id) {
    wanted = id;
    performance.mark(ASKED);
    await show(null);
    veil("Loading the image…");
    let opened;
    try {
      opened = await open(id);
    } catch (error) {
      if (/** @type {Error} */ (error).name !== "AbortError") veil(`This file could not be opened: ${/** @type {Error} */ (error).message}.`, () => openFile(id));
      return;
    }
    file = opened.document.file;
    Object.assign(file, patches.over(file));
    name();
    veil(null);
    await show(opened);
    element("stage").dataset.file = file.id;
    performance.clearMeasures(SHOWN);
    performance.measure(SHOWN, ASKED);
    if (wanted === id) void prepare(round(id));
  }

  /** Where one most likely goes from a file. @param {string} id */
  function round(id) {
    const at = order.indexOf(id);
    return at < 0 ? [] : [order[at + 1], order[at + 2], order[at - 1]].filter(Boolean);
  }

  function name() {
    if (!file) return;
    const index = order.indexOf(file.id);
    element("file-name").textContent = file.name;
    element("file-position").textContent = index < 0 ? "" : `${index + 1} of ${order.length}`; // it came after the list was made
    element("stage").setAttribute("aria-label", `The image, ${file.name}`);
    element("complete-word").textContent = file.state === "done" ? "Done" : "Complete";
    document.title = `${file.name} · Limner`;
    up.href = `${all}#${file.id}`;
    for (const [action, at] of /** @type {const} */ ([["previous", index - 1], ["next", index + 1]])) {
      /** @type {HTMLButtonElement} */ (document.querySelector(`[data-action=${action}]`)).disabled = !order[at];
    }
  }

  /**
   * Say something over the stage, or nothing.
   * @param {string | null} text
   * @param {() => void} [retry]
   */
  function veil(text, retry) {
    const inner = document.createElement("div");
    inner.setAttribute("role", retry ? "alert" : "status");
    inner.append(text ?? "");
    if (retry) inner.append(Object.assign(document.createElement("button"), { className: "primary", textContent: "Try again", onclick: retry }));
    element("veil").hidden = text === null;
    element("veil").replaceChildren(inner);
  }

  /** Go to another file of the list; say whether there is one. @param {number} by */
  function step(by) {
    const id = order[order.indexOf(wanted) + by];
    if (!id) return false;
    go(id);
    return true;
  }

  /** @param {string} id */
  function go(id) {
    history.pushState(null, "", `/files/${id}${query}`);
    openFile(id);
  }

  function leave() {
    location.assign(up.href);
  }

  addEventListener("popstate", () => openFile(location.pathname.split("/").at(-1) ?? ""));

  return {
    open: openFile,
    go,
    step,
    file: () => file,
    /** Give the id of the file that is asked for; until it is there, `file` is another. */
    wanted: () => wanted,
    /** Take over what the server says of the open file. @param {import("../../types/data.d.ts").FileView} changed */
    take({ id, state, assignee, attributes, pixel_size, comments }) {
      if (!file || file.id !== id) return;
      Object.assign(file, patches.over({ state, assignee, attributes, pixel_size, comments }, id));
      name();
    },
    /** Go back to the list this file is from. */
    leave,
    /** Go to the next file, or say that this was the last. @param {ReturnType<typeof import("../panels/notices.js").createNotices>} notices */
    goOn(notices) {
      if (!step(1)) notices.add("info", "That was the last file of this list.", undefined, { title: "Back to the files", run: leave });
    },
    isDone: () => file?.state === "done",
    /** Mark the file as done, or take that back. Gives whether it is done now. */
    async complete() {
      const mine = file;
      if (!mine) return false;
      const state = mine.state === "done" ? "in_progress" : "done";
      const { error } = await patches.put(mine, { state });
      if (mine === file) name();
      return !error && state === "done";
    },
  };
}
