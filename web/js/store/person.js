// Who sits here: a name people give themselves, kept by this browser.

const KEPT = "limner-person";

/** Give the name; empty where none was given. */
export function personName() {
  return localStorage.getItem(KEPT) ?? "";
}

/** @param {string} name */
export function setPersonName(name) {
  const trimmed = name.trim().slice(0, 100);
  if (trimmed) localStorage.setItem(KEPT, trimmed);
  else localStorage.removeItem(KEPT);
}
