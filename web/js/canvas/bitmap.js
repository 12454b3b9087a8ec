// A picture of the shapes as one view showed them, to be drawn for another view until that has its own.

/** @typedef {{scale: number, x: number, y: number, ratio: number}} At which part of the file a canvas shows; `ratio` is device pixels for one CSS pixel */
/** @typedef {ReturnType<typeof createBitmap>} Bitmap */

const BLURRED = 1.8; // times larger, or smaller
const SERVING = 0.75; // of the view

export function createBitmap() {
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {At | null} */
  let at = null;

  /** @param {{width: number, height: number}} size @param {At} next */
  function begin({ width, height }, next) {
    [canvas.width, canvas.height] = [width, height];
    at = next;
  }

  return {
    canvas,
    context,
    at: () => at,
    /** Be empty, for another view. */
    begin,
    /** @param {HTMLCanvasElement} source @param {At} next what it shows */
    copy(source, next) {
      begin(source, next);
      context.drawImage(source, 0, 0);
    },
    forget() {
      at = null;
      canvas.width = canvas.height = 1;
    },
    /** Draw it where it belongs in another view. @param {CanvasRenderingContext2D} target @param {At} view */
    drawOn(target, view) {
      if (!at) return;
      const zoom = (view.scale * view.ratio) / (at.scale * at.ratio);
      target.setTransform(zoom, 0, 0, zoom, view.x * view.ratio - at.x * at.ratio * zoom, view.y * view.ratio - at.y * at.ratio * zoom);
      target.drawImage(canvas, 0, 0);
    },
  };
}

/** @param {At | null} one @param {At} other */
export function isAt(one, other) {
  return one !== null && one.scale === other.scale && one.x === other.x && one.y === other.y && one.ratio === other.ratio;
}

/** Say whether a picture shows most of what a view is to show, and about as sharp. @param {Bitmap} bitmap @param {At} view */
export function servesFor({ canvas, at }, view) {
  const from = at();
  if (!from) return false;
  const zoom = (view.scale * view.ratio) / (from.scale * from.ratio);
  const inSight = (/** @type {number} */ place, /** @type {number} */ size) => (Math.min(size, place + size * zoom) - Math.max(0, place)) / size;
  const wide = inSight(view.x * view.ratio - from.x * from.ratio * zoom, canvas.width);
  const tall = inSight(view.y * view.ratio - from.y * from.ratio * zoom, canvas.height);
  return zoom < BLURRED && zoom * BLURRED > 1 && wide > 0 && tall > 0 && wide * tall > SERVING;
}
