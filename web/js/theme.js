// Light or dark, before anything is painted: what was chosen last, else what the system prefers.
(() => {
  "use strict";
  const kept = tried(() => localStorage.getItem("limner-theme"));
  const system = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  document.documentElement.dataset.theme = kept ?? system;
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-switch]")) return;
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    tried(() => localStorage.setItem("limner-theme", next));
  });

  /** @param {() => string | null | void} use */
  function tried(use) {
    try {
      return use();
    } catch {
      return null; // the browser keeps nothing
    }
  }
})();
