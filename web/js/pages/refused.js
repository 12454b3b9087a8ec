// What the server refused is kept, said, and decided on by the person who did it.

import { createRefusedPanel } from "../panels/refused.js";
import { ApiError, call } from "../store/api.js";
import { newId } from "../store/document.js";
import { session } from "../store/pockets.js";
import { createRefused, reduced, shapesOf, textOf, titleOf } from "../store/refused.js";
import { isWork } from "../store/ways.js";
import { draftOf } from "./commenting.js";
import { download } from "./downloading.js";

/** @typedef {import("../store/refused.js").Refused} Refused */

const GONE = 404;
const TITLE = "Put back";

/**
 * @param {import("../../types/local.d.ts").PageParts} parts
 * @returns {import("../../types/local.d.ts").Feature}
 */
export function createRefusals({ element, work, files, outbox, notices, actions, refresh }) {
  /** @type {Map<string, string | null>} the names of files, null where one is gone */
  const names = new Map();
  const refused = createRefused(() => panel.draw());
  const panel = createRefusedPanel(element("refused-panel"), element("refused"), {
    all: refused.all,
    file: ({ file, kind, of }) =>
      kind === "files"
        ? { name: "in the list of files", href: `/projects/${of}`, isHere: false, isGone: false }
        : { name: names.get(file) ?? "another file", href: `/files/${file}`, isHere: file === files.file()?.id, isGone: names.get(file) === null },
    canPutBack: (entry) => files.file() !== null && (textOf(entry) !== "" || shapesOf(entry, () => undefined).length > 0),
    retry: (entry) => void retry(entry),
    putBack: (entry) => void (entry.kind ? putTextBack(entry) : putShapesBack(entry)),
    download: (entry) => download(new Blob([JSON.stringify({ ...entry, body: JSON.parse(entry.body) }, null, 2)], { type: "application/json" }), `not-taken-${entry.key}.json`),
    discard: ({ key }) => void refused.settle(key),
  });

  /** @param {Refused} refusal */
  async function retry({ status: _, message: __, ...entry }) {
    const { error, later } = await outbox.send(entry);
    if (error) return;
    await refused.settle(entry.key);
    notices.add("info", later ? "It waits to be sent again." : `The server has it now: ${titleOf(entry)}.`);
    refresh();
  }

  /** What does not fit stays where it is, and why is said. @param {Refused} entry */
  async function putShapesBack(entry) {
    const wanted = shapesOf(entry, (id) => work.document()?.get(id)).map((one) => ({ ...one, id: newId() }));
    const whole = work.createAll(wanted, TITLE);
    const made = whole.length || wanted.length === 1 ? whole : wanted.flatMap((one) => work.createAll([one], TITLE));
    if (!made.length) return;
    const left = wanted.filter(({ id }) => !made.some((one) => one.id === id));
    await refused.settle(entry.key, reduced(entry, left));
    notices.add("info", left.length ? `${made.length} of ${wanted.length} shapes are back on this file; the others are still kept.` : made.length === 1 ? "The shape is back on this file." : `${made.length} shapes are back on this file.`);
    refresh();
  }

  /** @param {Refused} entry */
  async function putTextBack(entry) {
    const draft = draftOf(files.file()?.id ?? "");
    session.setItem(draft, [session.getItem(draft), textOf(entry)].filter(Boolean).join("\n"));
    await refused.settle(entry.key);
    panel.toggle(false);
    if (element("comments").hidden) actions.run("comments");
  }

  /** Ask how the files are called that something was done to. */
  async function nameFiles() {
    const ids = [...new Set(refused.all().map(({ file }) => file))].filter((id) => id && !names.get(id));
    for (const id of ids) {
      const name = await call("GET", `/api/files/${encodeURIComponent(id)}`).then((file) => file.name, (error) => (error instanceof ApiError && error.status === GONE ? null : undefined));
      if (name !== undefined) names.set(id, name);
    }
    panel.draw();
  }

  /** @param {boolean} [open] */
  function toggle(open) {
    panel.toggle(open);
    void refused.load().then(nameFiles);
  }

  outbox.listen({
    refused(entry, { status, message }) {
      if (!isWork(entry)) return void notices.add("error", message);
      const [what, then] = entry.kind ? ["what was entered", ""] : ["a change", "; the file is shown as the server has it"];
      notices.add("error", `The server refused ${what}: ${message}. It is kept in this browser${then}.`, undefined, { title: "Show it", run: () => toggle(true) });
      void refused.hear({ ...entry, status, message });
    },
  });
  addEventListener("focus", () => void refused.load()); // another tab may have decided
  void refused.load();

  return {
    panels: [panel],
    actions: [{ id: "refused", title: "What the server did not take", section: "Page", run: () => toggle() }],
  };
}
