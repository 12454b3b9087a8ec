// What became of images that were not added to a project, in words.

/** How sending an image ended. */
export const [TAKEN, STOPPED, UNREACHED] = /** @type {[null, string, string]} */ ([null, "stopped", "unreached"]);

/** Name the first of some, and how many more there are. @param {string[]} names */
function named([first, ...more]) {
  return more.length ? `${first} and ${more.length.toLocaleString("en")} more` : first;
}

/**
 * Say what became of images that were not taken.
 * @param {string[]} refused messages
 * @param {string[]} unsent names
 * @param {string | null} ended how the last one ended
 * @param {string[]} others names in a folder that are no images
 */
export function told(refused, unsent, ended, others) {
  const lines = [...refused];
  if (unsent.length && ended === UNREACHED) lines.push(`${named(unsent)}: not sent, the server was not reached. Add them again once it is there.`);
  if (unsent.length && ended === STOPPED) lines.push(`${named(unsent)}: not sent, it was cancelled.`);
  if (others.length) lines.push(`${named(others)} in the folder: left out, no images by their names.`);
  return lines;
}
