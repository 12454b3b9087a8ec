// Scripts from and to files of one's own.

const LONGEST = 1_000_000;

/**
 * Read a script from a file. Rejects with a message for people.
 * @param {File} file
 * @returns {Promise<{filename: string, source: string}>}
 */
export async function readScript(file) {
  if (!/\.(py|m?js)$/.test(file.name)) throw new Error(`${file.name} is no script: choose a .py, .js or .mjs file`);
  if (file.size > 4 * LONGEST) throw new Error(`${file.name} is too large for a script`);
  const source = (await file.text()).replaceAll("\r\n", "\n");
  if (source.length > LONGEST) throw new Error(`${file.name} has more than ${LONGEST.toLocaleString("en")} characters`);
  return { filename: file.name, source };
}

/** @param {string} filename @param {string} source */
export function saveAsFile(filename, source) {
  const address = URL.createObjectURL(new Blob([source], { type: "text/plain" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: filename });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * Take files that are dropped on an element.
 * @param {HTMLElement} element
 * @param {(file: File) => void} take
 */
export function takeDrops(element, take) {
  const hasFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  element.addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    element.classList.add("over");
  }, true);
  element.addEventListener("dragleave", (event) => {
    if (!element.contains(/** @type {Node | null} */ (event.relatedTarget))) element.classList.remove("over");
  });
  element.addEventListener("drop", (event) => {
    element.classList.remove("over");
    const file = event.dataTransfer?.files[0];
    if (!hasFile(event) || !file) return;
    event.preventDefault();
    event.stopPropagation();
    take(file);
  }, true);
}
