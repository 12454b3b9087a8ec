// The pictures of files that were or will be shown: decoded as far as memory is meant for it. Browsers free what
// nobody holds any more far too late: of photos of 50 megapixels, each file one went to cost 340 MB.

/** @typedef {import("../../types/local.d.ts").Picture} Picture */

const MOST_PIXELS = 48_000_000; // beside the picture on the stage; four bytes each, and a third more for the halves

/**
 * @param {object} page
 * @param {(url: string, signal?: AbortSignal) => Promise<Picture>} page.load
 * @param {number} [page.most] pixels
 */
export function createPictures({ load, most = MOST_PIXELS }) {
  /** Those awake, the one used last at the end. @type {Set<Picture>} */
  const awake = new Set();
  /** @type {Picture | null} */
  let shown = null;

  /** @param {Picture} picture */
  function use(picture) {
    awake.delete(picture);
    awake.add(picture);
    let pixels = [...awake].reduce((sum, one) => sum + (one === shown ? 0 : one.width * one.height), 0);
    for (const one of awake) {
      if (pixels <= most) return;
      if (one === shown || one === picture) continue;
      one.rest();
      awake.delete(one);
      pixels -= one.width * one.height;
    }
  }

  return {
    /** Load a picture. Rejects with a message for people. @param {string} url @param {AbortSignal} [signal] */
    async load(url, signal) {
      const picture = await load(url, signal);
      use(picture);
      return picture;
    },
    /** A picture comes on the stage: resolves when it can be drawn. @param {Picture} picture */
    async show(picture) {
      shown = picture;
      await picture.wake();
      use(picture);
    },
  };
}
