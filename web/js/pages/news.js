// What others do to the project comes into the page: their changes, their scripts.

import { call } from "../store/api.js";
import { listenToServer } from "../store/sync.js";

/** @typedef {ReturnType<typeof followServer>} Line */

/**
 * @param {object} page
 * @param {string} page.project
 * @param {ReturnType<typeof import("./desk.js").createDesk>} page.desk
 * @param {import("./work.js").Work} page.work
 * @param {import("../host/host.js").Host} page.host
 * @param {() => unknown} page.flush sends what waits
 * @param {(news: import("../store/sync.js").News) => void} page.onNews
 */
export function followServer({ project, desk, work, host, flush, onNews }) {
  /** @type {(() => void)[]} */
  const greetings = [];
  /** @type {(() => void)[]} */
  const readings = [];

  /** @param {import("../store/sync.js").News} news */
  function take(news) {
    onNews(news);
    if (news.type === "project") {
      work.readLabels().catch(() => {});
      desk.doubt(null);
    }
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

  /** What was missed while the line was down: scripts, labels. What became of files is asked for at every hello. */
  function catchUp() {
    for (const read of readings) read();
    return Promise.all([host.load(), work.readLabels()]);
  }

  async function hello() {
    for (const greet of greetings) greet();
    flush();
    desk.doubt(null);
    const { document } = (await desk.latest()) ?? {};
    for (const one of new Set([...(document ? [document] : []), ...desk.held()])) await reread(one);
  }

  /** @param {import("../store/document.js").FileDocument} document */
  async function reread(document) {
    const path = `/api/files/${encodeURIComponent(document.file.id)}`;
    if ((await call("GET", path)).revision <= document.seen()) return;
    const { items, revision } = await call("GET", `${path}/instances`);
    document.reread(items, revision, { actor: "remote", title: "Changes by others", hosted: true });
    work.settle();
  }

  const line = listenToServer(
    project,
    take,
    () => catchUp().catch(() => {}),
    () => hello().catch(() => {}),
  );

  return {
    say: line.say,
    /** @param {() => void} greet called whenever the line is up */
    greet: (greet) => greetings.push(greet),
    /** @param {() => void} read called when the line was down and is up again, so that something may have been missed */
    missed: (read) => readings.push(read),
  };
}
