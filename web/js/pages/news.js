// What others do to the project comes into the page: their changes, their scripts.

import { call } from "../store/api.js";
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
    if (news.type === "project") work.readLabels().catch(() => {});
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

  /** What was missed while the line was down: scripts, and what became of the open file. */
  async function catchUp() {
    await Promise.all([host.load(), work.readLabels()]);
    await missed();
  }

  /** @returns {Promise<void>} */
  async function missed() {
    const document = work.document();
    if (!document || outbox.holds(document.file.id)) return; // what is unsent goes first, and its answer tells the rest
    const revision = document.revision();
    const { items } = await call("GET", `/api/files/${encodeURIComponent(document.file.id)}/instances`);
    const there = new Set(items.map((/** @type {{id: string}} */ { id }) => id));
    const deleted = document.all().flatMap(({ id }) => (there.has(id) ? [] : [id]));
    if (document.revision() !== revision) return missed(); // what changed meanwhile may not be in the answer
    document.receive({ created: items, updated: [], deleted }, { actor: "remote", title: "Changes by others", hosted: true });
    work.settle();
  }

  listenToServer(project, take, () => catchUp().catch(() => {}));
}
