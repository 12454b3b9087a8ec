// Comments on the open file: pins on the picture, a panel beside it, and what is being written.

import { createPins } from "../canvas/pins.js";
import { createCommentsPanel } from "../panels/comments.js";
import { call } from "../store/api.js";
import { newId } from "../store/document.js";
import { ownName } from "../store/me.js";
import { session } from "../store/pockets.js";
import { withWaiting } from "../store/said.js";

/** @typedef {import("../store/said.js").Said} Comment */

/**
 * @param {import("../../types/local.d.ts").PageParts} parts
 * @returns {import("../../types/local.d.ts").Feature}
 */
export function createCommenting({ beside, element, work, stage, bench, toolbox, line, outbox }) {
  /** @type {Comment[]} as the server has them */
  let known = [];
  /** @type {Comment[]} */
  let comments = [];
  /** @type {string | null} why they could not be loaded */
  let problem = null;
  let chosen = "";
  let isOpen = false;
  let withResolved = false;
  /** @type {{x: number, y: number} | null} where the comment being written will be */
  let place = null;
  const fileId = () => work.document()?.file.id ?? "";
  const draft = () => session.getItem(draftOf(fileId())) ?? "";
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
    write: (text) => session.setItem(draftOf(fileId()), text),
    problem: () => problem,
    retry: load,
    post,
    anywhere() {
      place = null;
      draw();
    },
    resolve: ({ id }, resolved) => send({ kind: "comment.change", of: id, body: JSON.stringify({ resolved }) }),
    remove: ({ id }) => send({ kind: "comment.delete", of: id, body: "" }),
    showResolved(show) {
      withResolved = show;
      draw();
    },
    close,
  });

  function draw() {
    const open = comments.filter(({ resolved }) => !resolved).length;
    button.querySelector(".count")?.replaceChildren(problem ? "!" : open ? String(open) : "");
    button.setAttribute("aria-pressed", String(isOpen));
    button.setAttribute("aria-label", problem ? "Comments, which could not be loaded" : open ? `Comments, ${open} open` : "Comments");
    element("comments").hidden = !isOpen;
    if (isOpen) panel.draw();
    pins.draw();
  }

  /** @param {string} [id] of the comment to show */
  function open(id) {
    isOpen = true;
    beside.take(away);
    if (id) chosen = id;
    draw();
    panel.focus(id);
  }

  /** Something else lies beside the picture now. */
  function away() {
    isOpen = false;
    place = null;
    if (toolbox.name() === "comment") toolbox.choose("select");
    beside.leave(away);
    draw();
  }

  function close() {
    away();
    element("stage").focus({ preventScroll: true });
  }

  async function load() {
    const file = fileId();
    if (!file) return;
    /** @type {string | null} */
    let why = null;
    const items = await call("GET", `/api/files/${encodeURIComponent(file)}/comments`).then((page) => page.items, (error) => void (why = error.message));
    if (file !== fileId()) return;
    [known, problem] = [items ?? known, why];
    settle();
  }

  /** Show what the server has with what waits on top. */
  function settle() {
    comments = withWaiting(known, outbox.others(fileId()));
    draw();
  }

  /** @param {Pick<import("../store/outbox.js").Entry, "kind" | "of" | "body">} said */
  function send(said) {
    void outbox.send({ key: newId(), file: fileId(), ...said });
    settle();
  }

  function post() {
    const [file, text, id] = [fileId(), draft().trim(), newId()];
    if (!file || !text) return;
    session.removeItem(draftOf(file));
    send({ kind: "comment", body: JSON.stringify({ id, text, author: ownName(), ...place }) });
    place = null;
    chosen = id;
    draw();
    panel.focus();
  }

  outbox.listen({
    saved({ kind, of, file }, reply) {
      if (file !== fileId()) return;
      if (kind === "comment" || kind === "comment.change") known = known.some(({ id }) => id === reply.id) ? known.map((one) => (one.id === reply.id ? reply : one)) : [...known, reply];
      if (kind === "comment.delete") known = known.filter(({ id }) => id !== of);
      settle();
    },
    refused: ({ file }) => file === fileId() && settle(),
  });
  line.missed(load);

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
      [known, problem, place, chosen] = [[], null, null, ""];
      settle();
      void load();
    },
    news(news) {
      if (["comments", "file"].includes(news.type) && news.file === fileId()) void load();
    },
  };
}

/** Where this tab keeps what is being written: neither leaving the file nor a reload loses it. @param {string} file */
export function draftOf(file) {
  return `limner-comment-${file}`;
}

/** Give where a comment is, if it is at a place. @param {Comment} comment */
function placeOf({ x, y }) {
  return typeof x === "number" && typeof y === "number" ? [{ x, y }] : [];
}
