// Who works here: the name people give themselves, and which browser and page it is.

import { local } from "./pockets.js";

const [NAME, BROWSER] = ["limner-author", "limner-browser"];
const LONGEST = 60;

/** What people are called who have not said. */
export const NOBODY = "local";

/** @type {Set<() => void>} */
const listeners = new Set();
const browser = local.getItem(BROWSER) ?? fresh(32);
local.setItem(BROWSER, browser);
/** Names this page, so that others know it runs its scripts on what it sends; it begins with the browser's name. */
export const PAGE = `${browser}-${fresh(12)}`;

/** The browser in which this page is open. */
export const BROWSER_ID = browser;

/** Give the name that goes with what is done here. */
export function author() {
  return local.getItem(NAME) || NOBODY;
}

/** Give the name people gave themselves; empty where they gave none. */
export function ownName() {
  return local.getItem(NAME) ?? "";
}

/** @param {string} name */
export function setAuthor(name) {
  const tidy = [...name.replace(/[\p{C}\s]+/gu, " ").trim()].slice(0, LONGEST).join("");
  if (tidy) local.setItem(NAME, tidy);
  else local.removeItem(NAME);
  for (const listener of listeners) listener();
}

/** @param {() => void} listener */
export function onAuthor(listener) {
  listeners.add(listener);
}

/** @param {number} length */
function fresh(length) {
  return crypto.randomUUID().replaceAll("-", "").slice(0, length);
}
