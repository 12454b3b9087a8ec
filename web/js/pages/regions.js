// From one part of the page to the next by key: on the picture Tab goes to the shapes, so it leads nowhere else.

const REGIONS = [".top", ".rail", "#stage", ".side", "#editor", "#drawer"];
const FOCUSABLE = "button:not(:disabled), a[href], input:not(:disabled), select:not(:disabled), textarea, [tabindex='0']";

/** @returns {import("../../types/local.d.ts").Feature} */
export function createRegions() {
  /** What takes the keyboard in a part of the page, or null where nothing can. @param {string} selector @returns {HTMLElement | null} */
  function door(selector) {
    const region = /** @type {HTMLElement | null} */ (document.querySelector(selector));
    if (!region?.checkVisibility()) return null;
    if (region.tabIndex >= 0) return region;
    return [...region.querySelectorAll(FOCUSABLE)].map((one) => /** @type {HTMLElement} */ (one)).find((one) => one.checkVisibility() && one.tabIndex >= 0) ?? null;
  }

  /** @param {1 | -1} by */
  function go(by) {
    const here = REGIONS.findIndex((selector) => document.querySelector(selector)?.contains(document.activeElement));
    const from = here < 0 ? REGIONS.indexOf("#stage") : here;
    for (let step = 1; step < REGIONS.length; step++) {
      const found = door(REGIONS[(from + by * step + REGIONS.length * step) % REGIONS.length]);
      if (found) return found.focus();
    }
  }

  return {
    actions: [
      { id: "region.next", title: "Next part of the page", section: "View", keys: "F6", everywhere: true, run: () => go(1) },
      { id: "region.previous", title: "Previous part of the page", section: "View", keys: "Shift+F6", everywhere: true, run: () => go(-1) },
    ],
  };
}
