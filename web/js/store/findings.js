// What scripts found on the files the page has open. It is shown, never stored.

/** @typedef {import("./document.js").FileDocument} FileDocument */
/** @typedef {import("../../types/data.d.ts").Finding} Finding */
/** @typedef {{script: {id: string, name: string}, findings: Finding[], total: number, checked: string}} Report */
/** @typedef {ReturnType<typeof createFindings>} Findings */

const MOST = 5_000;
const LONGEST = 500;

/**
 * @param {object} page
 * @param {(script: string) => boolean} page.isOn whether a script, by its id, is switched on
 * @param {() => void} page.onChange
 */
export function createFindings({ isOn, onChange }) {
  /** @type {WeakMap<FileDocument, Map<string, Report>>} */
  const byDocument = new WeakMap();

  /** @param {FileDocument | null} document @returns {Report[]} in the order in which the scripts reported first */
  function on(document) {
    const reports = document && byDocument.get(document)?.values();
    return [...(reports ?? [])].filter(({ script }) => isOn(script.id));
  }

  /** @param {FileDocument} document @param {Finding} finding */
  const isGone = (document, { instance }) => Boolean(instance) && !document.get(/** @type {string} */ (instance));

  return {
    on,
    isGone,
    /**
     * Take over what a script reports, in the place of what it reported before.
     * @param {FileDocument} document
     * @param {{id: string, name: string}} script
     * @param {import("../../types/data.d.ts").Report} report
     */
    put(document, { id, name }, { findings = [], total = 0, checked = "" }) {
      const shown = findings.slice(0, MOST).map((one) => ({ ...one, message: one.message.slice(0, LONGEST) }));
      const reports = byDocument.get(document) ?? new Map();
      byDocument.set(document, reports);
      if (shown.length || checked) reports.set(id, { script: { id, name }, findings: shown, total: Math.max(total, findings.length), checked: checked.slice(0, LONGEST) });
      else reports.delete(id);
      onChange();
    },
    /** @param {FileDocument | null} document @param {string} script its id */
    clear(document, script) {
      if (document) byDocument.get(document)?.delete(script);
      onChange();
    },
    /**
     * Count the findings that still have what they are about.
     * @param {FileDocument | null} document
     * @param {string} [script] only those of this one
     */
    count(document, script) {
      const reports = on(document).filter((report) => script === undefined || report.script.id === script);
      return document ? reports.reduce((sum, report) => sum + report.total - report.findings.filter((one) => isGone(document, one)).length, 0) : 0;
    },
  };
}
