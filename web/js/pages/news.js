// What others do to the project comes into the page: their changes, their scripts.

import { listenToServer } from "../store/sync.js";

/**
 * @param {object} page
 * @param {string} page.project
 * @param {ReturnType<typeof import("../store/outbox.js").createOutbox>} page.outbox
 * @param {ReturnType<typeof import("./desk.js").createDesk>} page.desk
 * @param {import("./work.js").Work} page.work
 * @param {import("../host/host.js").Host} page.host
 */
export function followServer({ project, outbox, desk, work, host }) {
  /** @param {import("../store/sync.js").News} news */
  function take(news) {
    if (news.type === "scripts") host.load().catch(() => {});
    if (news.type === "changes" && !outbox.isMine(news.key)) changed(news);
  }

  /** @param {import("../store/sync.js").News} news */
  function changed({ file, created, updated, deleted, origin }) {
    const document = desk.documentOf(file);
    if (!document) return;
    const title = origin?.title || "Change by somebody else";
    document.receive({ created, updated, deleted }, { actor: "remote", title, hosted: Boolean(origin?.page) });
    work.settle();
  }

  listenToServer(project, take, () => host.load().catch(() => {}));
}
