// A few words beside a place of the stage.

const BELOW = 12;
const EDGE = 4;

/**
 * Give a function that writes beside a place of the stage, in pixels of it; an empty text takes it away.
 * @param {HTMLElement} stage
 * @param {string} [className]
 * @param {"off" | "polite"} [ariaLive]
 */
export function createNote(stage, className = "measured", ariaLive = "polite") {
  const element = Object.assign(document.createElement("output"), { className, hidden: true, ariaLive });
  stage.querySelector("canvas:last-of-type")?.after(element); // below what lies over the picture

  return (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => {
    element.hidden = !text;
    if (!text) return;
    if (element.textContent !== text) element.textContent = text;
    const { offsetWidth: wide, offsetHeight: tall } = element;
    const left = Math.max(EDGE, Math.min(stage.clientWidth - wide - EDGE, x - wide / 2));
    const top = Math.max(EDGE, Math.min(stage.clientHeight - tall - EDGE, y + BELOW));
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  };
}
