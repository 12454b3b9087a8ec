// Comments on the open file: pins on the picture, a panel beside it, and what is being written.

import { createPins } from "../canvas/pins.js";
import { createCommentsPanel } from "../panels/comments.js";
import { call } from "../store/api.js";
import { ownName } from "../store/me.js";

/** @typedef {import("../../types/data.d.ts").Comment} Comment */

/**
 * @param {import("../../types/local.d.ts").PageParts} parts
 * @returns {import("../../types/local.d.ts").Feature}
 */
export function createCommenting({ element, work, stage, bench, toolbox, attempt, refresh }) {
  /** @type {Comment[]} */
  let comments = [];
  let chosen = "";
  let isOpen = false;
  let withResolved = false;
  /** @type {{x: number, y: number} | null} where the comment being written will be */
  let place = null;
  const fileId = () => work.document()?.file.id ?? "";
  /** Where this tab keeps what is being written: neither leaving the file nor a reload loses it. @param {string} file */
  const draftOf = (file) => `limner-comment-${file}`;
  const draft = () => sessionStorage.getItem(draftOf(fileId())) ?? "";
  const button = /** @type {HTMLElement} */ (document.querySelector("[data-action=comments]"));

  const shown = () => comments.filter(({ resolved, id }) => withResolved || !resolved || id === chosen);
  const pins = createPins(element("pins"), {
    pins: () => shown().flatMap((comment) => placeOf(comment).map((at) => ({ ...comment, ...at, number: comments.indexOf(comment) + 1, isChosen: comment.id === chosen }))),
    draft: () => (isOpen ? place : null),
    view: stage.view,
    choose: (id) => open(id),
  });
  const panel = createCommentsPanel(element("comments"), {
    comments: shown,
    all: () => comments,
    chosen: () => chosen,
    place: () => place,
    draft,
    withResolved: () => withResolved,
    choose(comment) {
      chosen = comment.id;
      for (const { x, y } of placeOf(comment)) stage.view.reveal([x, y, 0, 0]);
      draw();
    },
    write: (text) => sessionStorage.setItem(draftOf(fileId()), text),
    post: () => attempt(post),
    anywhere() {
      place = null;
      draw();
    },
    resolve: (comment, resolved) => attempt(() => change(comment.id, { resolved })),
    remove: (comment) => attempt(() => remove(comment.id)),
    showResolved(show) {
      withResolved = show;
      draw();
    },
    close,
  });

  function draw() {
    const open = comments.filter(({ resolved }) => !resolved).length;
    button.querySelector(".count")?.replaceChildren(open ? String(open) : "");
    button.setAttribute("aria-pressed", String(isOpen));
    button.setAttribute("aria-label", open ? `Comments, ${open} open` : "Comments");
    element("comments").hidden = !isOpen;
    if (isOpen) panel.draw();
    pins.draw();
  }

  /** @param {string} [id] of the comment to show */
  function open(id) {
    isOpen = true;
    if (id) chosen = id;
    draw();
    panel.focus(id);
  }

  function close() {
    isOpen = false;
    place = null;
    if (toolbox.name() === "comment") toolbox.choose("select");
    draw();
    element("stage").focus({ preventScroll: true });
  }

  async function load() {
    const file = fileId();
    if (!file) return;
    const { items } = await call("GET", `/api/files/${encodeURIComponent(file)}/comments`);
    if (file !== fileId()) return;
    comments = items;
    draw();
  }

  async function post() {
    const [file, text] = [fileId(), draft().trim()];
    if (!file || !text) return;
    const made = await call("POST", `/api/files/${encodeURIComponent(file)}/comments`, { text, author: ownName(), ...place });
    sessionStorage.removeItem(draftOf(file));
    place = null;
    chosen = made.id;
    await load();
    panel.focus();
  }

  /** @param {string} id @param {object} patch */
  async function change(id, patch) {
    await call("PATCH", `/api/comments/${encodeURIComponent(id)}`, patch);
    await load();
  }

  /** @param {string} id */
  async function remove(id) {
    await call("DELETE", `/api/comments/${encodeURIComponent(id)}`);
    await load();
  }

  /** @type {import("../../types/local.d.ts").Tool} */
  const tool = {
    name: "comment",
    cursor: "crosshair",
    up({ x, y }) {
      const { width, height } = bench.document.file;
      place = { x: Math.min(width, Math.max(0, Math.round(x * 10) / 10)), y: Math.min(height, Math.max(0, Math.round(y * 10) / 10)) };
      toolbox.choose("select");
      open();
    },
    busy: () => false,
    cancel: () => {},
  };

  return {
    tools: { comment: tool },
    actions: [
      { id: "tool.comment", title: "Comment on a place of the picture", section: "Tools", keys: "N", run: () => toolbox.choose("comment") },
      { id: "comments", title: "Comments on the file", section: "Files", keys: "Shift+C", run: () => (isOpen ? close() : open()) },
    ],
    draw: () => pins.place(),
    shown() {
      comments = [];
      place = null;
      chosen = "";
      draw();
      load().catch(() => refresh()); // they come with the next news, or the next file
    },
    news(news) {
      if (news.type === "comments" && news.file === fileId()) load().catch(() => {});
    },
  };
}

/** Give where a comment is, if it is at a place. @param {Comment} comment */
function placeOf({ x, y }) {
  return typeof x === "number" && typeof y === "number" ? [{ x, y }] : [];
}
