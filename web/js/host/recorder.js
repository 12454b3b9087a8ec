// The recording of a session: what was there, what happened, what scripts made of it. A script can be
// run against it again.

/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("../../types/data.d.ts").Event} Event */

const FORMAT = 1;
const MOST = 5_000;

export function createRecorder() {
  /** @type {Record<string, any>[]} */
  let entries = [];
  /** @type {Map<string, import("../../types/data.d.ts").FileView>} */
  const files = new Map();
  /** @type {WeakSet<FileDocument>} */
  const followed = new WeakSet();

  /** @param {Record<string, any>} entry */
  function note(entry) {
    entries.push(entry);
    if (entries.length > MOST) entries = [...stateAfter(entries.slice(0, -MOST / 2)), ...entries.slice(-MOST / 2)];
  }

  return {
    count: () => entries.length,
    /** Note the state of a file, and from then on its changes. @param {FileDocument} document */
    follow(document) {
      files.set(document.file.id, document.file);
      note({ kind: "state", file: document.file.id, instances: document.all() });
      if (followed.has(document)) return;
      followed.add(document);
      document.listen(({ created, updated, deleted }) => {
        note({ kind: "change", file: document.file.id, created, updated: updated.map(({ after }) => after), deleted: deleted.map(({ id }) => id) });
      });
    },
    /** @param {Event} event */
    event: (event) => note({ kind: "event", event }),
    /**
     * @param {import("../../types/data.d.ts").ScriptView} script
     * @param {import("./timings.js").RunRecord} record
     * @param {import("./schedule.js").Job} job
     */
    run(script, { outcome, ms, message }, job) {
      const changes = { created: [], updated: [], deleted: [], suggested: [] };
      for (const given of job.given ?? []) {
        for (const [name, list] of Object.entries(changes)) list.push(.../** @type {never[]} */ (given[/** @type {keyof typeof changes} */ (name)] ?? []));
      }
      const what = { script: script.identity, version: script.version, event: job.event.id, hook: job.hook.id };
      note({ kind: "run", ...what, outcome, message, ms, params: job.params ?? script.params, settings: job.settings ?? {}, changes });
    },
    /** Give the recording with the images in it. @returns {Promise<Blob>} */
    async exported() {
      const kept = await Promise.all([...files.values()].map(embedded));
      return new Blob([JSON.stringify({ limner: FORMAT, files: Object.fromEntries(kept), entries })], { type: "application/json" });
    },
  };
}

/** Give the state of each file after these entries, for what comes later to begin with. @param {Record<string, any>[]} entries */
function stateAfter(entries) {
  /** @type {Map<string, Map<string, import("../../types/data.d.ts").Instance>>} */
  const files = new Map();
  for (const { kind, file, instances = [], created = [], updated = [], deleted = [] } of entries) {
    if (kind !== "state" && kind !== "change") continue;
    const byId = (kind === "change" && files.get(file)) || new Map();
    for (const one of [...instances, ...created, ...updated]) byId.set(one.id, one);
    for (const id of deleted) byId.delete(id);
    files.set(file, byId);
  }
  return [...files].map(([file, byId]) => ({ kind: "state", file, instances: [...byId.values()] }));
}

/** @param {import("../../types/data.d.ts").FileView} file */
async function embedded({ id, name, width, height, content }) {
  const response = await fetch(content);
  if (!response.ok) throw new Error(`the image of ${name} could not be loaded`);
  const blob = await response.blob();
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  return [id, { name, width, height, media_type: blob.type, content: String(url).split(",")[1] ?? "" }];
}
