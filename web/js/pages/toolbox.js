// The tools of the rail, and the one in hand.

/** @typedef {import("../../types/local.d.ts").Tool} Tool */
/** @typedef {ReturnType<typeof createToolbox>} Toolbox */

/**
 * @param {object} page
 * @param {(cursor: string) => void} page.cursor
 * @param {() => void} page.changed draws the stage and the panels anew: what they offer hangs on the tool
 */
export function createToolbox({ cursor, changed }) {
  /** @type {Record<string, Tool>} */
  const tools = { pan: { name: "pan", cursor: "grab", busy: () => false, cancel: () => {} } };
  let name = "pan";
  /** @type {((event: KeyboardEvent) => boolean)[]} */
  const listeners = [];

  return {
    /** @param {Record<string, Tool>} more by the name that buttons and scripts choose them by */
    add: (more) => Object.assign(tools, more),
    /** @param {string} wanted */
    has: (wanted) => Object.hasOwn(tools, wanted),
    name: () => name,
    current: () => tools[name],
    /** Get every key before the tool in hand, and say whether it was taken. @param {(event: KeyboardEvent) => boolean} listener */
    listen: (listener) => void listeners.push(listener),
    /** Say whether a key was for what is in hand. @param {KeyboardEvent} event */
    key: (event) => listeners.some((listener) => listener(event)) || tools[name].key?.(event) === true,
    /** Take a tool in hand; what the last one had begun is given up, or kept until it is taken again. @param {string} next */
    choose(next) {
      if (next === name && tools[name].resume && tools[name].busy()) return;
      tools[name].cancel();
      name = next;
      tools[name].resume?.();
      for (const button of document.querySelectorAll("[data-tool]")) {
        button.setAttribute("aria-pressed", String(button instanceof HTMLElement && button.dataset.tool === name));
      }
      cursor(tools[name].cursor);
      changed();
    },
  };
}
