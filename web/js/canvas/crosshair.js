// Two lines through the pointer over the whole stage. They are elements, so that nothing is drawn anew for them.

/** @param {HTMLElement} stage */
export function createCrosshair(stage) {
  const lines = ["across", "down"].map((way) => Object.assign(document.createElement("i"), { className: `crosshair ${way}`, hidden: true }));
  const [across, down] = lines;
  let on = false;
  stage.querySelector("canvas:last-of-type")?.after(...lines); // below what lies over the picture

  /** @param {boolean} shown */
  function show(shown) {
    for (const line of lines) line.hidden = !(on && shown);
  }

  stage.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!on) return;
    const { left, top } = stage.getBoundingClientRect();
    across.style.transform = `translateY(${Math.round(clientY - top)}px)`;
    down.style.transform = `translateX(${Math.round(clientX - left)}px)`;
    show(true);
  });
  stage.addEventListener("pointerleave", () => show(false));

  return {
    /** @param {boolean} next */
    set(next) {
      on = next;
      if (!on) show(false);
    },
  };
}
