// What was dropped on the page: files, and the images in folders, however deep.

const IMAGE = /\.(jpe?g|png|webp|tiff?|bmp)$/i;

/** @typedef {{files: File[], others: string[]}} Dropped `others` are names in folders that are no images */

/**
 * Give what was dropped. Folders must be asked for before anything is waited for: the browser forgets them then.
 * @param {Pick<DataTransfer, "items" | "files">} transfer
 * @returns {Promise<Dropped>}
 */
export async function dropped({ items, files }) {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return { files: [...files], others: [] };
  /** @type {Dropped} */
  const found = { files: [], others: [] };
  for (const entry of entries) if (entry) await walk(entry, found, true);
  return found;
}

/** @param {FileSystemEntry} entry @param {Dropped} found @param {boolean} [asked] it was dropped itself, so it is sent whatever it is called */
async function walk(entry, found, asked = false) {
  if (entry.isDirectory) {
    for (const inner of await inside(/** @type {FileSystemDirectoryEntry} */ (entry))) await walk(inner, found);
  } else if (asked || IMAGE.test(entry.name)) {
    found.files.push(await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject)));
  } else if (!entry.name.startsWith(".")) {
    found.others.push(entry.name);
  }
}

/** A folder gives some of its entries at a time, and none at its end. @param {FileSystemDirectoryEntry} folder */
async function inside(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    const some = await new Promise((/** @type {(entries: FileSystemEntry[]) => void} */ resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
}
