// What a key stands for on keyboards that are not English ones: where a letter is Cyrillic, Greek or Hebrew, it is the
// place of the key that counts; digits that need Shift are found without it, and the sign that has no key of its own then where an English keyboard has it.

/** @typedef {Pick<KeyboardEvent, "key"> & Partial<Pick<KeyboardEvent, "code" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey" | "getModifierState">>} Struck */

/** What lies at a place of an English keyboard, without Shift and with it. @type {Record<string, string>} */
const PLACES = { Comma: ",<", Period: ".>", Slash: "/?", Semicolon: ";:", BracketLeft: "[{", BracketRight: "]}", Minus: "-_", Equal: "=+" };

/** Say whether a sign is made with AltGr, which some systems tell as Ctrl and Alt. @param {Struck} event */
export function isMadeWithAltGr(event) {
  return [...event.key].length === 1 && Boolean(event.getModifierState?.("AltGraph"));
}

/** Give a key as an English keyboard has it. @param {Struck} event */
export function keyOf({ key, code = "", shiftKey = false }) {
  const [, letter = ""] = /^Key([A-Z])$/.exec(code) ?? [];
  if ([...key].length !== 1 || key <= "~" || (/\p{L}/u.test(key) && /\p{Script=Latin}/u.test(key))) return key;
  if (letter) return shiftKey ? letter : letter.toLowerCase();
  return PLACES[code]?.[Number(shiftKey)] ?? key;
}

/** Give the sign that lies right of the digits on English keyboards, where another one does, or null. @param {Struck} event */
export function signOf(event) {
  return event.code === "Minus" && !event.shiftKey && !isMadeWithAltGr(event) && /^[!-/:-@[-`{-~]$/.test(event.key) && event.key !== "-" ? "-" : null;
}

/** Give the digit a key has with Shift, where it was struck without, or null. @param {Struck} event */
export function digitOf(event) {
  const [, digit = null] = /^Digit(\d)$/.exec(event.code ?? "") ?? [];
  return event.shiftKey || isMadeWithAltGr(event) || event.key === digit ? null : digit;
}
