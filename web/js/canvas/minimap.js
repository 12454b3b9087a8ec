// The whole picture, small, in a corner of the stage while not all of it is in sight: drag to look elsewhere.

/** @typedef {import("./viewport.js").Viewport} Viewport */

const MOST = { width: 176, height: 132 };
const LEAST = 16;

/**
 * Give how much smaller than a picture its minimap is, across and down: alike, but for a picture so narrow that it
 * could not be pointed at.
 * @param {{width: number, height: number}} picture
 * @returns {[number, number]}
 */
export function shrunk({ width, height }) {
  const even = Math.min(MOST.width / width, MOST.height / height);
  return [Math.max(even, LEAST / width), Math.max(even, LEAST / height)];
}

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
  /** @type {[number, number]} */
  let shrink = [1, 1];
  /** @type {{width: number, height: number} | null} */
  let picture = null;

  function draw() {
    const { x, y, scale, width, height } = view.state;
    const whole = !picture || (x >= 0 && y >= 0 && x + picture.width * scale <= width && y + picture.height * scale <= height);
    element.hidden = !on || (whole && !held);
    if (element.hidden || !picture) return;
    const [across, down] = [picture.width * shrink[0], picture.height * shrink[1]];
    const [left, right] = [-x, width - x].map((at) => within((at / scale) * shrink[0], across));
    const [top, low] = [-y, height - y].map((at) => within((at / scale) * shrink[1], down));
    Object.assign(frame.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${low - top}px` });
  }

  /** @param {PointerEvent} event */
  function look({ clientX, clientY }) {
    const box = image.getBoundingClientRect();
    const [sx, sy] = view.toStage((clientX - box.left) / shrink[0], (clientY - box.top) / shrink[1]);
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
      shrink = shrunk(file);
      Object.assign(element.style, { width: `${file.width * shrink[0]}px`, height: `${file.height * shrink[1]}px` });
      if (image.getAttribute("src") !== file.thumbnail) image.src = file.thumbnail;
      draw();
    },
  };
}

/** @param {number} at @param {number} most */
function within(at, most) {
  return Math.min(most, Math.max(0, at));
}
