// Keys to actions, by a table; keys in fields and dialogs are theirs.

import { isTyping } from "../canvas/stage.js";

/**
 * @typedef {object} Binding
 * @property {string} keys as shown, alternatives apart by a space: `Ctrl+Shift+Z Ctrl+Y`
 * @property {string} what empty where another line of the list stands for it
 * @property {(event: KeyboardEvent) => void} [run] absent where another place answers the key
 */

/**
 * @param {Binding[]} bindings
 * @param {(event: KeyboardEvent) => "taken" | "leave" | "go on"} first gets every key before the table
 * @param {(key: string) => boolean} last gets a bare key that the table does not know, and says whether it took it
 */
export function listenToKeys(bindings, first, last) {
  const table = new Map(bindings.flatMap((binding) => binding.keys.split(" ").map((keys) => [keys.toLowerCase(), binding])));
  addEventListener("keydown", (event) => {
    if (isTyping(event) || event.isComposing) return;
    const said = first(event);
    if (said === "leave") return;
    const [keys, binding] = [struck(event), table.get(struck(event))];
    if (said === "taken" || (binding ? binding.run : last(keys))) event.preventDefault();
    if (said === "go on") binding?.run?.(event);
  });
}

/**
 * Give a chord in the one way keys are compared: `Shift+Ctrl+K` is `ctrl+shift+k`.
 * @param {string} text
 */
export function chordOf(text) {
  const names = text.toLowerCase().split("+").map((name) => name.trim()).filter(Boolean);
  const key = text.trim().endsWith("+") ? "+" : (names.findLast((name) => !MODIFIERS.includes(name)) ?? "");
  const held = MODIFIERS.filter((name) => names.includes(name) || (name === "ctrl" && names.includes("meta")));
  return key && [...held, key].join("+");
}

const MODIFIERS = ["ctrl", "alt", "shift"];

/** @param {KeyboardEvent} event */
function struck({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const shift = shiftKey && (key.length > 1 || /[a-z]/i.test(key));
  return [ctrlKey || metaKey ? "ctrl" : "", altKey ? "alt" : "", shift ? "shift" : "", key.toLowerCase()].filter(Boolean).join("+");
}
