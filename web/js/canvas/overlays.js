// Pictures that scripts show over the image: heat maps and masks, which nobody stores.

/** @typedef {import("../store/document.js").FileDocument} FileDocument */
/** @typedef {import("../../types/data.d.ts").Overlay} Overlay */
/** @typedef {{bitmap: OffscreenCanvas, bounds: import("../../types/local.d.ts").Rect, opacity: number}} Shown */

const MOST_PIXELS = 64_000_000;

// Five stops of matplotlib's "inferno" (CC0), from none to much.
const HEAT = [
  [0, 0, 4],
  [87, 16, 110],
  [188, 55, 84],
  [249, 142, 9],
  [252, 255, 164],
];

/** @param {() => void} onChange */
export function createOverlays(onChange) {
  /** @type {WeakMap<FileDocument, Map<string, Shown>>} */
  const byDocument = new WeakMap();

  return {
    /**
     * Show what a script sent, or nothing of it any more. Throws where the pixels are not as many as said.
     * @param {FileDocument} document
     * @param {string} script its id
     * @param {Overlay} overlay
     * @param {ArrayBuffer | undefined} buffer
     */
    show(document, script, overlay, buffer) {
      const shown = byDocument.get(document) ?? new Map();
      byDocument.set(document, shown);
      if (overlay.bounds && buffer) shown.set(script, pictured(overlay, buffer));
      else shown.delete(script);
      onChange();
    },
    /** @param {FileDocument | null} document @param {string} script */
    has: (document, script) => (document && byDocument.get(document)?.has(script)) ?? false,
    /** @param {FileDocument | null} document @param {string} script */
    clear(document, script) {
      if (document) byDocument.get(document)?.delete(script);
      onChange();
    },
    /** @param {FileDocument | null} document @param {CanvasRenderingContext2D} context in pixels of the file */
    draw(document, context) {
      for (const { bitmap, bounds, opacity } of (document && byDocument.get(document)?.values()) ?? []) {
        context.globalAlpha = opacity;
        context.imageSmoothingEnabled = true;
        context.drawImage(bitmap, ...bounds);
        context.globalAlpha = 1;
      }
    },
  };
}

/** @param {Overlay} overlay @param {ArrayBuffer} buffer @returns {Shown} */
function pictured({ bounds, width = 0, height = 0, channels = 1, opacity = 0.6 }, buffer) {
  const pixels = width * height;
  const whole = [width, height].every((side) => Number.isInteger(side) && side > 0);
  const fits = whole && pixels <= MOST_PIXELS && (channels === 1 || channels === 4);
  if (!fits || buffer.byteLength !== pixels * channels) throw new Error(`an overlay of ${width} x ${height} x ${channels} does not come with ${buffer.byteLength} bytes`);
  const bytes = new Uint8ClampedArray(buffer);
  const bitmap = new OffscreenCanvas(width, height);
  const image = new ImageData(channels === 4 ? bytes : heated(bytes), width, height);
  /** @type {OffscreenCanvasRenderingContext2D} */ (bitmap.getContext("2d")).putImageData(image, 0, 0);
  return { bitmap, bounds: /** @type {import("../../types/local.d.ts").Rect} */ (bounds), opacity: Math.min(1, Math.max(0, opacity)) };
}

/** Give the colours of a heat map; what is 0 is not shown at all. @param {Uint8ClampedArray} values */
export function heated(values) {
  const colors = Array.from({ length: 256 }, (_, value) => heatOf(value / 255));
  const rgba = new Uint8ClampedArray(values.length * 4);
  values.forEach((value, index) => rgba.set([...colors[value], value === 0 ? 0 : 255], index * 4));
  return rgba;
}

/** @param {number} fraction */
function heatOf(fraction) {
  const at = fraction * (HEAT.length - 1);
  const [low, high] = [HEAT[Math.floor(at)], HEAT[Math.ceil(at)]];
  return low.map((value, channel) => value + (high[channel] - value) * (at % 1));
}
