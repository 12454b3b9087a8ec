// The steps of a script's demonstration, beside the picture: fold them away, or begin anew.

import { call } from "../store/api.js";
import { session } from "../store/pockets.js";

const KEPT = "limner-trial";
const panel = /** @type {HTMLElement} */ (document.getElementById("trial"));
const button = /** @type {HTMLElement} */ (panel.querySelector("[data-trial=fold]"));

/** @param {boolean} folded */
function fold(folded) {
  panel.classList.toggle("folded", folded);
  button.setAttribute("aria-expanded", String(!folded));
  button.setAttribute("aria-label", folded ? "Show the steps" : "Fold the steps");
  session.setItem(KEPT, folded ? "folded" : "open");
}

async function startOver() {
  const { file } = await call("POST", `/api/library/${panel.dataset.slug}/trial`, { fresh: true });
  location.assign(`/files/${file}`);
}

fold(session.getItem(KEPT) === "folded");
panel.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest("[data-trial]") : null;
  if (!(pressed instanceof HTMLButtonElement)) return;
  if (pressed === button) fold(!panel.classList.contains("folded"));
  else startOver().catch(() => location.reload()); // the page then says what is wrong with the connection
});
