// What helps people find their way on the annotation page: the first visit, the list of all keys, the keys on the rail.

import { showKeys } from "../panels/keys.js";
import { createWelcome } from "../panels/welcome.js";
import { chordName } from "./keys.js";

/** @param {import("../../types/local.d.ts").PageParts} parts @returns {import("../../types/local.d.ts").Feature} */
export function createHelping({ element, actions, commanding, host, work, refresh }) {
  const isTrial = document.getElementById("trial") !== null;
  const welcome = createWelcome(element("welcome"), {
    count: () => (isTrial ? null : (work.document()?.all().length ?? null)),
    keys: actions.keys,
    script: () => host.runners().find(({ view, hooks }) => view.state !== "off" && hooks().some(({ event }) => event === "create_instance"))?.script().name ?? null,
  });

  /** The rail shows the keys that work, whatever they were at first. */
  function draw() {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".rail .tool"))) {
      const { tool, action } = button.dataset;
      const [key = ""] = actions.keys(tool ? `tool.${tool}` : (action ?? "")).split(" ");
      const sign = button.querySelector("kbd");
      const [name, isShifted] = [key === "Space" ? "␣" : chordName(key).replace("Shift+", ""), key.startsWith("Shift+")];
      if (!sign || (sign.textContent === name && sign.classList.contains("shift") === isShifted)) continue;
      sign.classList.toggle("shift", isShifted);
      sign.textContent = name;
      button.title = key ? `${button.ariaLabel} (${chordName(key)})` : (button.ariaLabel ?? "");
    }
  }

  return {
    panels: [{ draw }, welcome],
    actions: [{ id: "keys", title: "All keys, and other ones", section: "Help", keys: "?", run: () => showKeys(element("dialogs"), actions, commanding.keys, refresh) }],
  };
}
