// Whose a key is.

/** Say whether a key belongs to a field or button in focus. @param {KeyboardEvent} event */
export function isTyping(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && event.code === "Space" && target.closest?.("button, a, summary, input:not([type=range])")) return true;
  if (plain && event.key === "Enter" && target.closest?.("button, a, summary")) return true;
  if (event.code === "Space" && target.closest?.("input[type=checkbox]")) return true;
  return Boolean(target.closest?.("input:not([type=range], [type=checkbox]), textarea, select, dialog, [contenteditable]"));
}
