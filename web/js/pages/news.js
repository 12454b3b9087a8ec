// What others do to the project comes into the page: their changes, their scripts.

import { call } from "../store/api.js";
import { listenToServer } from "../store/sync.js";

/**
 * @param {object} page
 * @param {string} page.project
 * @param {ReturnType<typeof import("./desk.js").createDesk>} page.desk
 * @param {import("./work.js").Work} page.work
 * @param {import("../host/host.js").Host} page.host
 * @param {(news: import("../store/sync.js").News) => void} page.onNews
 */
export function followServer({ project, desk, work, host, onNews }) {
  /** @param {import("../store/sync.js").News} news */
  function take(news) {
    onNews(news);
    if (news.type === "project") work.readLabels().catch(() => {});
    if (news.type === "scripts") host.load().catch(() => {});
    if (news.type === "file") desk.doubt([news.file]);
    if (news.type === "files") desk.doubt(news.files);
    if (news.type === "changes") changed(/** @type {any} */ (news));
  }

  /** @param {import("../store/document.js").News & {file: string, origin: import("../../types/data.d.ts").Origin}} news */
  function changed({ file, origin, ...changes }) {
    const title = origin.title || "Change by somebody else";
    desk.hear(file, changes, { actor: "remote", title, hosted: Boolean(origin.page) });
    work.settle();
  }

  /** What was missed while the line was down: scripts, and what became of the open file. */
  async function catchUp() {
    desk.doubt(null);
    await Promise.all([host.load(), work.readLabels()]);
    await missed();
  }

  async function missed() {
    const document = work.document();
    if (!document) return;
    const { items, revision } = await call("GET", `/api/files/${encodeURIComponent(document.file.id)}/instances`);
    document.reread(items, revision, { actor: "remote", title: "Changes by others", hosted: true });
    work.settle();
  }

  listenToServer(project, take, () => catchUp().catch(() => {}));
}
