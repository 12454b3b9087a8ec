// What the prompt tool points at becomes an event; what was suggested for it goes when nothing is pointed at.

import { human } from "./work.js";

/**
 * @param {object} page
 * @param {import("./work.js").Work} page.work
 * @param {import("../host/host.js").Host} page.host
 * @param {import("../store/ghosts.js").Ghosts} page.ghosts
 * @param {(text: string) => void} page.say
 */
export function createPrompting({ work, host, ghosts, say }) {
  return {
    /** @param {import("../canvas/tools/prompt.js").Prompted} prompt @param {number} at */
    ask(prompt, at) {
      const opened = work.document();
      const instance = work.ghost() ? null : work.selected();
      const happened = { name: /** @type {const} */ ("prompt"), ...prompt, ...(instance ? { instance } : {}) };
      if (!opened) return;
      host.bus.publish(opened, human("Prompt", at), happened);
      const hears = host.runners().some((runner) => runner.view.state !== "off" && runner.hooks().some(({ event }) => event === "prompt"));
      if (!hears && !host.runners().some(({ view }) => view.state === "loading")) say("No script that is on answers the prompt tool. Turn one on, or add one under Scripts.");
    },
    /** @param {string} session */
    end(session) {
      const opened = work.document();
      for (const runner of host.runners()) runner.letGo(session);
      if (opened) ghosts.withdraw(opened, session);
    },
  };
}
