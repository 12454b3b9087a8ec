// Going from file to file: what is open, what the bar says of it, and what stands on the stage meanwhile.

import { call } from "../store/api.js";

/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("./desk.js").OpenFile} OpenFile */

/**
 * @param {object} page
 * @param {string[]} page.order the ids of the project's files
 * @param {(id: string) => Promise<OpenFile>} page.open
 * @param {(open: OpenFile | null) => Promise<void>} page.show resolves when it is drawn
 * @param {(id: string) => HTMLElement} page.element
 */
export function createFiles({ order, open, show, element }) {
  /** @type {import("../../types/data.d.ts").FileView | null} */
  let file = null;
  let wanted = "";

  /** @param {string} id */
  async function openFile(id) {
    wanted = id;
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
    name();
    veil(null);
    await show(opened);
    element("stage").dataset.file = file.id;
  }

  function name() {
    if (!file) return;
    const index = order.indexOf(file.id);
    element("file-name").textContent = file.name;
    element("file-position").textContent = `${index + 1} of ${order.length}`;
    element("stage").setAttribute("aria-label", `The image, ${file.name}`);
    element("complete-word").textContent = file.state === "done" ? "Done" : "Complete";
    document.title = `${file.name} · Limner`;
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

  /** @param {number} by */
  function step(by) {
    const id = order[order.indexOf(wanted) + by];
    if (id) go(id);
  }

  /** @param {string} id */
  function go(id) {
    history.pushState(null, "", `/files/${id}`);
    openFile(id);
  }

  addEventListener("popstate", () => openFile(location.pathname.split("/").at(-1) ?? ""));

  return {
    open: openFile,
    go,
    step,
    isDone: () => file?.state === "done",
    /** Mark the file as done, or take that back. Gives whether it is done now. */
    async complete() {
      if (!file) return false;
      const done = file.state !== "done";
      const changed = await call("PATCH", `/api/files/${file.id}`, { state: done ? "done" : "todo" });
      file.state = changed.state;
      name();
      return done;
    },
  };
}
