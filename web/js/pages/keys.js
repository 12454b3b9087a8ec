// The keys of the annotation page: one table, which `?` shows.

import { isTyping } from "../canvas/stage.js";

/**
 * @typedef {object} Binding
 * @property {string} keys as shown: `Ctrl+Z`
 * @property {string} what
 * @property {(event: KeyboardEvent) => void} [run] absent where another place answers the key
 */

/**
 * @param {Binding[]} bindings
 * @param {(event: KeyboardEvent) => boolean} first gets every key before the table, and says whether it took it
 */
export function listenToKeys(bindings, first) {
  const table = new Map(bindings.flatMap((binding) => binding.keys.split(" ").map((keys) => [normal(keys), binding])));
  addEventListener("keydown", (event) => {
    if (isTyping(event) || event.isComposing) return;
    if (first(event)) return event.preventDefault();
    const binding = table.get(struck(event));
    if (!binding?.run) return undefined;
    event.preventDefault();
    return binding.run(event);
  });
}

/** @param {KeyboardEvent} event */
function struck({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const shift = shiftKey && (key.length > 1 || /[a-z]/i.test(key));
  return [ctrlKey || metaKey ? "ctrl" : "", altKey ? "alt" : "", shift ? "shift" : "", key.toLowerCase()].filter(Boolean).join("+");
}

/** @param {string} keys */
function normal(keys) {
  return keys.toLowerCase();
}
