// Names of scripts and of their files.

/**
 * Give a file's name for a script's: `On a new box` is `on_a_new_box.py`.
 * @param {string} title
 * @param {string} language
 */
export function filenameOf(title, language) {
  const stem = title.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "") || "script";
  return `${stem.slice(0, 100)}.${language === "javascript" ? "js" : "py"}`;
}

/**
 * Put another name into a source's block.
 * @param {string} source
 * @param {string} name
 */
export function named(source, name) {
  return source.replace(/^((?:#|\/\/) name = )".*"$/m, (_, before) => before + JSON.stringify(name));
}

/** @param {string} filename */
export function isScript(filename) {
  return /^[^/\\]{1,116}\.(py|m?js)$/.test(filename);
}
