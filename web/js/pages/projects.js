// The projects: create one.

import { call } from "../store/api.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("new-project"));
const wrong = /** @type {HTMLElement} */ (document.getElementById("wrong"));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const project = await call("POST", "/api/projects", { name: String(new FormData(form).get("name")).trim() });
    location.assign(`/projects/${project.id}`);
  } catch (error) {
    wrong.hidden = false;
    wrong.textContent = /** @type {Error} */ (error).message;
  }
});
