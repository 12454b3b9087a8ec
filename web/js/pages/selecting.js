// What selects: all, those of the same label, nothing.

/** @typedef {import("../../types/local.d.ts").PageParts} PageParts */

/** @param {Pick<PageParts, "work">} parts @returns {import("../../types/local.d.ts").Feature} */
export function createSelecting({ work }) {
  /** @param {(one: import("../../types/data.d.ts").Instance) => boolean} wanted */
  const selectThose = (wanted) => work.selectAll((work.document()?.all() ?? []).filter((one) => !one.hidden && !work.sight.veils(one) && !work.held(one) && wanted(one)).map(({ id }) => id));

  return {
    actions: [
      { id: "select.all", title: "Select all", section: "Selection", keys: "Ctrl+A", run: () => selectThose(() => true) },
      {
        id: "select.label",
        title: "Select all of the same label",
        section: "Selection",
        keys: "Ctrl+Shift+A",
        run: () => {
          const labels = new Set(work.selection().map(({ label }) => label));
          selectThose(({ label }) => labels.has(label));
        },
        enabled: () => work.count() > 0,
      },
    ],
  };
}
