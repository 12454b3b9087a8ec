// Keys to actions; keys in fields and dialogs are theirs.

import { isTyping } from "../canvas/stage.js";

/**
 * @param {import("./actions.js").Actions} actions
 * @param {(event: KeyboardEvent) => "taken" | "leave" | "go on"} first gets every key before the actions
 * @param {(key: string) => boolean} last gets a key that stands for no action, and says whether it took it
 */
export function listenToKeys(actions, first, last) {
  addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (isTyping(event)) return everywhere(event);
    const said = first(event);
    if (said === "leave") return;
    const keys = struck(event);
    const action = actions.find(keys);
    const isAnswered = Boolean(action?.run) && !action?.held;
    if (said === "taken" || (action ? isAnswered : last(keys))) event.preventDefault();
    if (said === "go on" && action && isAnswered) actions.run(action.id);
  });

  /** In a field only what is for everywhere is answered. @param {KeyboardEvent} event */
  function everywhere(event) {
    const action = actions.find(struck(event));
    if (!action?.everywhere || /** @type {Element} */ (event.target).closest("dialog")) return;
    event.preventDefault();
    actions.run(action.id);
  }
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

/** Give the chord that was struck. @param {KeyboardEvent} event */
export function struck({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const shift = shiftKey && (key.length > 1 || /[a-z]/i.test(key));
  return [ctrlKey || metaKey ? "ctrl" : "", altKey ? "alt" : "", shift ? "shift" : "", key === " " ? "space" : key.toLowerCase()].filter(Boolean).join("+");
}
