// Keys to actions; keys in fields and dialogs are theirs.

import { isTyping } from "../canvas/typing.js";
import { digitOf, isMadeWithAltGr, keyOf, signOf } from "./layouts.js";

/**
 * @param {import("./actions.js").Actions} actions
 * @param {(event: KeyboardEvent, struck: KeyboardEvent) => "taken" | "leave" | "go on"} first gets every key before the
 *   actions: as the action has it from the start, for a tool answers these itself, and as it was struck
 * @param {(key: string, again: boolean) => boolean} last gets a key that stands for no action, and whether it is only still
 *   held, and says whether it took it
 */
export function listenToKeys(actions, first, last) {
  addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (document.querySelector("dialog:modal")) return;
    if (isTyping(event)) return everywhere(event);
    const keys = meant(event);
    const action = actions.find(keys);
    const said = first(asUsual(event, action?.keys ?? "", keys), event);
    if (said === "leave") return;
    const isAnswered = Boolean(action?.run) && !action?.held;
    if (said === "taken" || (action ? isAnswered : last(keys, event.repeat))) event.preventDefault();
    if (said === "go on" && action && isAnswered && (action.repeats || !event.repeat)) actions.run(action.id);
  });

  /**
   * Give the chord that was struck. On the row of digits that is the digit, wherever it needs Shift, unless somebody gave its
   * sign to an action; a sign whose key that row has is found where an English keyboard has it.
   * @param {KeyboardEvent} event
   */
  function meant(event) {
    const [keys, sign] = [struck(event), keyOf(event).toLowerCase()];
    const owner = actions.find(keys);
    if (!keys.endsWith(sign) || (owner && actions.keys(owner.id) !== owner.keys)) return keys;
    const before = keys.slice(0, keys.length - sign.length);
    const [byDigit, byPlace] = [digitOf(event), signOf(event)].map((other) => other && before + other);
    if (byDigit && actions.find(byDigit)) return byDigit;
    return !owner && byPlace && actions.find(byPlace) ? byPlace : keys;
  }

  /** In a field only what is for everywhere is answered. @param {KeyboardEvent} event */
  function everywhere(event) {
    const action = actions.find(struck(event));
    if (!action?.everywhere) return;
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

/**
 * Give a key as if the action it stands for had its own.
 * @param {KeyboardEvent} event
 * @param {string} usual the keys of that action from the start
 * @param {string} keys what was struck
 */
function asUsual(event, usual, keys) {
  const all = usual.split(" ").filter(Boolean);
  const own = all.find((chord) => chordOf(chord) === keys);
  if (!all.length || (own && plain(event) === keys)) return event;
  const chord = own ?? all[0];
  const key = keyIn(chord);
  const held = chordOf(chord).split("+");
  return new KeyboardEvent("keydown", { key: key.length === 1 && !held.includes("shift") ? key.toLowerCase() : key, ctrlKey: held.includes("ctrl"), altKey: held.includes("alt"), shiftKey: held.includes("shift") });
}

/** @param {string} chord */
function keyIn(chord) {
  return chord.endsWith("+") ? "+" : (chord.split("+").at(-1) ?? "");
}

/** Give the chord that was struck, on any keyboard. @param {KeyboardEvent} event */
export function struck(event) {
  const { ctrlKey, metaKey, shiftKey, altKey } = event;
  return plain(isMadeWithAltGr(event) ? { key: event.key, ctrlKey: false, metaKey, shiftKey, altKey: false } : { key: keyOf(event), ctrlKey, metaKey, shiftKey, altKey });
}

/** @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">} event */
function plain({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const shift = shiftKey && (key.length > 1 || /[a-z]/i.test(key));
  return [ctrlKey || metaKey ? "ctrl" : "", altKey ? "alt" : "", shift ? "shift" : "", key === " " ? "space" : key.toLowerCase()].filter(Boolean).join("+");
}

/** @type {Record<string, string>} */
const SIGNS = { arrowleft: "←", arrowright: "→", arrowup: "↑", arrowdown: "↓", escape: "Esc", enter: "⏎", pageup: "PgUp", pagedown: "PgDn" };

/** Give a chord as people write it: `shift+g` is `Shift+G`. @param {string} chord */
export function chordName(chord) {
  return chord.replace(/[^+]+/g, (name) => SIGNS[name.toLowerCase()] ?? name[0].toUpperCase() + name.slice(1));
}
