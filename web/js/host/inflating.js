// Packages are zip files. The browser inflates their large files many times faster than the Python of a cell,
// and while that is starting.

/** @typedef {{start: number, name: Uint8Array, method: number, flags: number, packed: number, size: number, data: Uint8Array}} Entry */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const STORED = 0;
const DEFLATED = 8;
/** Sizes follow the data, after which they are not known where a file begins. */
const SIZES_LATER = 8;
/** Bytes from which a file is worth it. */
const LARGE = 128 * 1024;
/** Bytes all files may come to. */
const MOST = 256 * 1024 * 1024;

/**
 * Give a zip file with its large files as they are, not compressed. One that is no plain zip file is given back
 * as it came: whoever reads it says what is wrong.
 * @param {ArrayBuffer} zip
 * @returns {Promise<ArrayBuffer>}
 */
export async function inflated(zip) {
  try {
    const entries = entriesOf(zip);
    if (!entries || entries.reduce((sum, { size }) => sum + size, 0) > MOST) return zip;
    if (!entries.some(isLarge)) return zip;
    const contents = [];
    for (const entry of entries) contents.push(isLarge(entry) ? await inflate(entry) : entry.data);
    return written(zip, entries, contents);
  } catch {
    return zip;
  }
}

/** @param {Entry} entry */
function isLarge({ method, size }) {
  return method === DEFLATED && size >= LARGE;
}

/**
 * Give the files of a zip file in the order of its directory, or null if it has no directory or is too large for one.
 * @param {ArrayBuffer} zip
 * @returns {Entry[] | null}
 */
function entriesOf(zip) {
  const view = new DataView(zip);
  let end = zip.byteLength - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) return null;
  const entries = [];
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== CENTRAL) return null;
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const [packed, size, local] = [20, 24, 42].map((offset) => view.getUint32(at + offset, true));
    const begin = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (view.getUint32(local, true) !== LOCAL || begin + packed > zip.byteLength) return null;
    entries.push({
      start: at,
      name: new Uint8Array(zip, at + CENTRAL_BYTES, name),
      method: view.getUint16(at + 10, true),
      flags: view.getUint16(at + 8, true),
      packed,
      size,
      data: new Uint8Array(zip, begin, packed),
    });
    at += CENTRAL_BYTES + name + extra + comment;
  }
  return entries;
}

/** @param {Entry} entry */
async function inflate({ data, size }) {
  const stream = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (data)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const content = new Uint8Array(await new Response(stream).arrayBuffer());
  if (content.length !== size) throw new Error(`a file of ${size} bytes came to ${content.length}`);
  return content;
}

/**
 * Write the same files with other contents: the checksums stay, which are of what is in them.
 * @param {ArrayBuffer} zip
 * @param {Entry[]} entries
 * @param {Uint8Array[]} contents
 * @returns {ArrayBuffer}
 */
function written(zip, entries, contents) {
  const files = [];
  const directory = [];
  let offset = 0;
  for (const [i, entry] of entries.entries()) {
    const record = recordOf(zip, entry, contents[i], offset);
    const head = new Uint8Array(LOCAL_BYTES);
    new DataView(head.buffer).setUint32(0, LOCAL, true);
    head.set(record.subarray(6, 6 + LOCAL_BYTES - 4), 4); // both tell the same of a file, in the same order
    files.push(head, entry.name, contents[i]);
    directory.push(record, entry.name);
    offset += LOCAL_BYTES + entry.name.length + contents[i].length;
  }
  const end = new Uint8Array(END_BYTES);
  const view = new DataView(end.buffer);
  view.setUint32(0, END, true);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, directory.reduce((sum, { length }) => sum + length, 0), true);
  view.setUint32(16, offset, true);
  return joined([...files, ...directory, end]);
}

/**
 * Give a file's record in the directory, for its new content and place.
 * @param {ArrayBuffer} zip
 * @param {Entry} entry
 * @param {Uint8Array} content
 * @param {number} offset
 */
function recordOf(zip, { start, flags, data }, content, offset) {
  const record = new Uint8Array(zip.slice(start, start + CENTRAL_BYTES));
  const view = new DataView(record.buffer);
  view.setUint16(8, flags & ~SIZES_LATER, true);
  if (content !== data) view.setUint16(10, STORED, true);
  view.setUint32(20, content.length, true);
  view.setUint32(30, 0, true); // no extra fields and no comment
  view.setUint32(42, offset, true);
  return record;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}
