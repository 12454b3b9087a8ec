// The whole picture, small, in a corner of the stage while not all of it is in sight: drag to look elsewhere.

/** @typedef {import("./viewport.js").Viewport} Viewport */

const MOST = { width: 176, height: 132 };

/**
 * @param {HTMLElement} stage
 * @param {Viewport} view
 */
export function createMinimap(stage, view) {
  const element = Object.assign(document.createElement("div"), { className: "minimap", hidden: true, title: "Drag to look elsewhere" });
  const image = Object.assign(document.createElement("img"), { alt: "", draggable: false });
  const frame = document.createElement("i");
  element.setAttribute("aria-hidden", "true"); // the keys for zoom and pan do the same
  element.append(image, frame);
  stage.querySelector("canvas:last-of-type")?.after(element); // below what lies over the picture
  let on = false;
  let held = false;
  let shrink = 1;
  /** @type {{width: number, height: number} | null} */
  let picture = null;

  function draw() {
    const { x, y, scale, width, height } = view.state;
    const whole = !picture || (x >= 0 && y >= 0 && x + picture.width * scale <= width && y + picture.height * scale <= height);
    element.hidden = !on || (whole && !held);
    if (element.hidden || !picture) return;
    const [left, right] = [-x, width - x].map((at) => within((at / scale) * shrink, picture?.width ?? 0));
    const [top, low] = [-y, height - y].map((at) => within((at / scale) * shrink, picture?.height ?? 0));
    Object.assign(frame.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${low - top}px` });
  }

  /** @param {number} at @param {number} size in pixels of the file */
  function within(at, size) {
    return Math.min(size * shrink, Math.max(0, at));
  }

  /** @param {PointerEvent} event */
  function look({ clientX, clientY }) {
    const box = image.getBoundingClientRect();
    const [sx, sy] = view.toStage((clientX - box.left) / shrink, (clientY - box.top) / shrink);
    view.pan(view.state.width / 2 - sx, view.state.height / 2 - sy);
  }

  element.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    held = true;
    element.setPointerCapture(event.pointerId);
    look(event);
  });
  element.addEventListener("pointermove", (event) => {
    event.stopPropagation();
    if (held) look(event);
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    element.addEventListener(end, (event) => {
      event.stopPropagation();
      held = false;
      draw();
    });
  }

  return {
    draw,
    /** @param {boolean} next */
    set(next) {
      on = next;
      draw();
    },
    /** Take light and contrast from the picture. @param {string} filter */
    light(filter) {
      image.style.filter = filter;
    },
    /** @param {{width: number, height: number, thumbnail: string} | null} file */
    show(file) {
      picture = file;
      held = false;
      if (!file) return draw();
      shrink = Math.min(MOST.width / file.width, MOST.height / file.height);
      Object.assign(element.style, { width: `${file.width * shrink}px`, height: `${file.height * shrink}px` });
      if (image.getAttribute("src") !== file.thumbnail) image.src = file.thumbnail;
      draw();
    },
  };
}
