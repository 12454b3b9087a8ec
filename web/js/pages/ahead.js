// What is read ahead: the files one will most likely go to next, with their pictures decoded.

/** @typedef {import("../../types/local.d.ts").Picture} Picture */
/** @typedef {{file: import("../../types/data.d.ts").FileView, items: import("../../types/data.d.ts").Instance[], revision: number, hearing: import("./desk.js").Hearing}} Answer a file as the server has it, and what others do to it from then on */
/** @typedef {{answer: Promise<Answer> | null, picture: Promise<Picture | null>, size: number, waiting: string[], stop: AbortController}} Read `size` in pixels */

const MOST_PIXELS = 60_000_000;

/**
 * @param {object} page
 * @param {(id: string) => Promise<Answer>} page.ask
 * @param {(file: import("../../types/data.d.ts").FileView, signal: AbortSignal) => Promise<Picture>} page.picture
 * @param {(id: string) => string[]} page.unsent keys of what waits for a file
 * @param {(key: string) => boolean} page.isUnsent
 * @param {(answer: Answer) => void} page.forget an answer that nobody wants
 */
export function createAhead({ ask, picture, unsent, isUnsent, forget }) {
  /** @type {Map<string, Read>} */
  const reads = new Map();

  /** @param {string} id */
  async function begin(id) {
    /** @type {Read} */
    const read = { answer: null, picture: Promise.resolve(null), size: 0, waiting: unsent(id), stop: new AbortController() };
    const answer = ask(id);
    read.answer = answer;
    read.picture = answer.then(({ file }) => decode(read, file)).catch(() => null); // it is asked for again when it is wanted
    reads.set(id, read);
    await read.picture;
    await answer.catch(() => reads.get(id) === read && drop(id));
  }

  /** @param {Read} read @param {import("../../types/data.d.ts").FileView} file */
  async function decode(read, file) {
    const size = file.width * file.height;
    if ([...reads.values()].reduce((sum, one) => sum + one.size, size) > MOST_PIXELS) return null;
    read.size = size;
    return picture(file, read.stop.signal);
  }

  /** @param {string} id */
  function drop(id) {
    const read = reads.get(id);
    read?.stop.abort();
    if (read) doubt(read);
    reads.delete(id);
  }

  /** What was read of it is not to be used; its picture stays. @param {Read} read */
  function doubt(read) {
    read.answer?.then(forget, () => {});
    read.answer = null;
  }

  return {
    /** Read these and no others, one after the other. @param {string[]} ids the likeliest first */
    async prepare(ids) {
      for (const id of [...reads.keys()]) if (!ids.includes(id)) drop(id);
      for (const id of ids) {
        if (reads.has(id)) continue;
        await begin(id);
      }
    },
    /**
     * Give what was read of a file; it is read no more. What was sent of it meanwhile may not be in the answer,
     * which is left out then.
     * @param {string} id
     */
    take(id) {
      const read = reads.get(id);
      if (!read) return null;
      reads.delete(id);
      if (!read.waiting.every(isUnsent)) doubt(read);
      return { answer: read.answer, picture: read.picture };
    },
    /** Its instances are to be read anew; its picture stays. @param {string} id */
    stale(id) {
      const read = reads.get(id);
      if (read) doubt(read);
    },
    /** What others did may have been missed: nothing but pictures is kept. */
    staleAll: () => reads.forEach(doubt),
    ids: () => [...reads.keys()],
  };
}
