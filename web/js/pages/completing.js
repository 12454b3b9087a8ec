// Saving and completing the file, if no script speaks against it.

import { human } from "./work.js";

/**
 * @param {object} page
 * @param {import("../host/host.js").Host} page.host
 * @param {import("./work.js").Work} page.work
 * @param {ReturnType<typeof import("./files.js").createFiles>} page.files
 * @param {ReturnType<typeof import("../panels/notices.js").createNotices>} page.notices
 * @param {import("./finding.js").FindingPart} page.finding
 * @param {() => {text: string, show: () => void} | null} page.lacking what is required and missing
 * @param {() => void} page.remind says that a question is open, which what is asked here waits for
 * @param {() => Promise<unknown>} page.flush
 */
export function createCompleting({ host, work, files, notices, finding, lacking, remind, flush }) {
  /** @type {(() => void)[]} takes back what was said at the last attempt */
  let said = [];

  /** Ask the scripts whether the file may be saved or completed. @param {"save" | "complete"} reason */
  async function mayBe(reason) {
    const opened = work.document();
    remind();
    const against = opened ? await host.vetoes(opened, reason) : [];
    said.splice(0).forEach((takeBack) => takeBack());
    const more = finding.count() ? { title: "Show findings", run: finding.open } : undefined;
    said = against.map(({ script, message }) => notices.add("error", message, script, more));
    return !against.length;
  }

  /** Say what is missing and go there; a file that lacks something is not complete. */
  function isWhole() {
    const found = lacking();
    if (!found) return true;
    said.splice(0).forEach((takeBack) => takeBack());
    said = [notices.add("error", found.text, undefined, { title: "Show it", run: found.show })];
    found.show();
    return false;
  }

  return {
    async save() {
      if (await mayBe("save")) await flush();
    },
    async complete() {
      const opened = work.document();
      if (!opened || (!files.isDone() && !(isWhole() && (await mayBe("complete")))) || opened !== work.document()) return;
      await flush(); // the server asks for what is required too, and is to know it by then
      if (!(await files.complete())) return;
      host.bus.publish(opened, human("Complete"), { name: "complete_file" });
      if (opened === work.document()) files.goOn(notices);
    },
  };
}
