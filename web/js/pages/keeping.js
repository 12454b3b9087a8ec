// What people do goes to the server through the outbox; what comes of it is taken over, and said where others were first.

import { drawSaved } from "../panels/bars.js";
import { createOutbox } from "../store/outbox.js";
import { createPatches } from "../store/patches.js";
import { createConflicts, nameConflict } from "./conflicts.js";

/**
 * @param {object} page
 * @param {HTMLElement} page.saved says what is unsaved
 * @param {(file: string) => import("../store/document.js").FileDocument | null} page.documentOf
 * @param {() => import("../../types/data.d.ts").FileView | null} page.file the open one
 * @param {(file: import("../../types/data.d.ts").FileView) => void} page.take what the server says of the open one
 * @param {() => void} page.settle what was selected may be gone
 * @param {() => void} page.refresh
 * @param {Parameters<typeof createConflicts>[0]["notify"]} page.notify
 */
export function createKeeping({ saved, documentOf, file, take, settle, refresh, notify }) {
  const conflicts = createConflicts({ documentOf, notify });
  const outbox = createOutbox({
    onState: (now, standing) => drawSaved(saved, now, standing),
    onSaved(entry, reply) {
      const tell = conflicts.before(entry.file, reply);
      documentOf(entry.file)?.acknowledge(entry.key, reply);
      tell();
      refresh();
    },
    onRejected(entry) {
      documentOf(entry.file)?.refused(entry.key);
      settle();
    },
  });
  const patches = createPatches(outbox);

  outbox.listen({
    saved({ kind, file: id }, reply) {
      const mine = file();
      if (reply?.left?.length) notify("error", leftWords(reply.left));
      if (kind !== "file" || mine?.id !== id) return;
      take(reply);
      for (const conflict of reply.conflicts) {
        const { text, patch } = nameConflict(conflict, mine);
        notify("warning", text, undefined, { title: "Take theirs", run: () => void patches.put(mine, patch).then(refresh) });
      }
      refresh();
    },
  });

  return { outbox, patches };
}

/** Say which files of several were not changed. @param {import("../../types/data.d.ts").FileLeft[]} left */
function leftWords([{ message }, ...more]) {
  return more.length ? `${more.length + 1} files were not changed: ${message}, and others.` : `A file was not changed: ${message}.`;
}
