// Findings on the page: their list, the way from one to the next, and the place each is about.

import { createFindingsList } from "../panels/findings.js";
import { verbsOf } from "../shapes/registry.js";
import { createFindings } from "../store/findings.js";

/** @typedef {import("../../types/local.d.ts").Rect} Rect */
/** @typedef {ReturnType<typeof createFinding>} FindingPart */

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {(script: string) => boolean} page.isOn
 * @param {() => {view: import("../canvas/viewport.js").Viewport, flash: (rect: Rect) => void}} page.stage
 * @param {(level: string, text: string) => void} page.notify
 * @param {() => void} page.onChange
 */
export function createFinding({ work, isOn, stage, notify, onChange }) {
  const findings = createFindings({ isOn, onChange });
  let wanted = false;
  const list = createFindingsList({
    reports: () => findings.on(work.document()),
    instance: (id) => work.document()?.get(id) ?? null,
    go,
    clear: ({ script }) => findings.clear(work.document(), script.id),
  });

  /** @param {import("../../types/data.d.ts").Finding} finding */
  function go({ instance: id, bounds }) {
    const instance = (id && work.document()?.get(id)) || null;
    if (id && !instance) return;
    if (instance) work.select(instance.id);
    const place = /** @type {Rect | undefined} */ (bounds ?? (instance ? verbsOf(instance.geometry).bounds(instance.geometry) : undefined));
    if (!place) return;
    stage().view.reveal(place);
    stage().flash(place);
  }

  function show() {
    wanted = true;
    onChange();
  }

  return {
    list,
    /** Bring the list forward, and give it the keyboard. */
    open() {
      show();
      requestAnimationFrame(() => requestAnimationFrame(list.focus)); // once it is drawn
    },
    /** Say whether the list is to come forward; asked once. */
    isWanted() {
      const now = wanted;
      wanted = false;
      return now;
    },
    /** @param {string} [script] its id */
    count: (script) => findings.count(work.document(), script),
    /** @type {import("../../types/local.d.ts").RunnerHost["onReport"]} */
    take(script, { document, event }, report) {
      findings.put(document, script, report);
      if (event.name === "command" && document === work.document()) show(); // a person asked for it
    },
    /** @param {number} by */
    step(by) {
      if (list.follow(by)) show();
      else notify("info", "No findings on this file.");
    },
  };
}
