// Which part of the image the stage shows: a scale (stage pixels for one image pixel) and an offset.

/** @typedef {ReturnType<typeof createViewport>} Viewport */

export const LEAST = 0.05;
export const MOST = 32;
const MARGIN = 12;

/** @param {() => void} onChange */
export function createViewport(onChange) {
  const state = { scale: 1, x: 0, y: 0, width: 1, height: 1, fitted: true };
  let image = { width: 1, height: 1 };

  /**
   * @param {number} scale
   * @param {number} sx
   * @param {number} sy
   */
  function zoomTo(scale, sx, sy) {
    const next = Math.min(MOST, Math.max(Math.min(LEAST, fitScale()), scale));
    state.x = sx - ((sx - state.x) * next) / state.scale;
    state.y = sy - ((sy - state.y) * next) / state.scale;
    state.scale = next;
    moved();
  }

  function fitScale() {
    const wide = (state.width - 2 * MARGIN) / image.width;
    const tall = (state.height - 2 * MARGIN) / image.height;
    return Math.min(MOST, Math.max(0.001, Math.min(wide, tall)));
  }

  function fit() {
    state.scale = fitScale();
    state.x = (state.width - image.width * state.scale) / 2;
    state.y = (state.height - image.height * state.scale) / 2;
    state.fitted = true;
    onChange();
  }

  // Some of the image always stays in sight.
  function moved() {
    const keep = 40;
    const [wide, tall] = [image.width * state.scale, image.height * state.scale];
    state.x = Math.min(state.width - keep, Math.max(keep - wide, state.x));
    state.y = Math.min(state.height - keep, Math.max(keep - tall, state.y));
    state.fitted = false;
    onChange();
  }

  return {
    state: /** @type {Readonly<typeof state>} */ (state),
    fit,
    /**
     * Zoom by a factor; the image point under `(sx, sy)` stays there.
     * @param {number} factor
     * @param {number} [sx]
     * @param {number} [sy]
     */
    zoomBy: (factor, sx = state.width / 2, sy = state.height / 2) => zoomTo(state.scale * factor, sx, sy),
    zoomTo: (/** @type {number} */ scale) => zoomTo(scale, state.width / 2, state.height / 2),
    /**
     * @param {number} dx
     * @param {number} dy
     */
    pan(dx, dy) {
      state.x += dx;
      state.y += dy;
      moved();
    },
    /**
     * @param {number} width
     * @param {number} height
     */
    resize(width, height) {
      state.width = width;
      state.height = height;
      if (state.fitted) fit();
      else moved();
    },
    /** @param {{width: number, height: number}} size */
    show(size) {
      image = size;
      fit();
    },
    /** Bring a rectangle into sight if it is not. @param {import("../../types/local.d.ts").Rect} rect */
    reveal([x, y, width, height]) {
      const [cx, cy] = [(x + width / 2) * state.scale + state.x, (y + height / 2) * state.scale + state.y];
      if (cx < 0 || cy < 0 || cx > state.width || cy > state.height) {
        state.x += state.width / 2 - cx;
        state.y += state.height / 2 - cy;
        moved();
      }
    },
    /** Bring the whole of a rectangle into sight, from further away if need be. @param {import("../../types/local.d.ts").Rect} rect */
    bring([x, y, width, height]) {
      const [left, top] = [x * state.scale + state.x, y * state.scale + state.y];
      const [right, low] = [left + width * state.scale, top + height * state.scale];
      if (left >= 0 && top >= 0 && right <= state.width && low <= state.height) return;
      state.scale = Math.min(state.scale, (state.width * 0.8) / Math.max(1, width), (state.height * 0.8) / Math.max(1, height));
      state.x = state.width / 2 - (x + width / 2) * state.scale;
      state.y = state.height / 2 - (y + height / 2) * state.scale;
      moved();
    },
    /** @param {number} sx @param {number} sy @returns {[number, number]} */
    toImage: (sx, sy) => [(sx - state.x) / state.scale, (sy - state.y) / state.scale],
    /** @param {number} x @param {number} y @returns {[number, number]} */
    toStage: (x, y) => [x * state.scale + state.x, y * state.scale + state.y],
  };
}
