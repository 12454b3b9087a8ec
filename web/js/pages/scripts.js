// The scripts of a project: add a file, switch one on or off, delete one.

import { call } from "../store/api.js";

const pick = /** @type {HTMLInputElement} */ (document.getElementById("pick"));
const wrong = /** @type {HTMLElement} */ (document.getElementById("wrong"));
const { project } = JSON.parse(document.getElementById("page")?.textContent ?? "{}");

/** @param {() => Promise<unknown>} action */
async function attempt(action) {
  try {
    await action();
    location.reload();
  } catch (error) {
    wrong.hidden = false;
    wrong.textContent = /** @type {Error} */ (error).message;
  }
}

pick.addEventListener("change", () => {
  const file = pick.files?.[0];
  if (file) attempt(async () => call("POST", `/api/projects/${project}/scripts`, { filename: file.name, source: await file.text() }));
});

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
  const row = button?.closest("[data-script]");
  if (!(button instanceof HTMLElement) || !(row instanceof HTMLElement)) return;
  const path = `/api/scripts/${row.dataset.script}`;
  const grants = (row.dataset.grants ?? "").split(" ").filter(Boolean);
  if (button.dataset.do === "on") attempt(() => call("PATCH", path, { enabled: true, confirmed_grants: grants }));
  if (button.dataset.do === "off") attempt(() => call("PATCH", path, { enabled: false }));
  if (button.dataset.do === "delete" && confirm("Delete this script with its versions and its history of runs?")) attempt(() => call("DELETE", path));
});
