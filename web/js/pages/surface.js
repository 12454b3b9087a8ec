// What people in the console, and tests, may read of the page: `window.limner`.

/**
 * @param {object} page
 * @param {Promise<void>} page.ready the image is drawn and every enabled script's cell is warm
 * @param {import("../host/host.js").Host} page.host
 * @param {ReturnType<typeof import("../store/outbox.js").createOutbox>} page.outbox
 * @param {import("../canvas/viewport.js").Viewport} page.view
 * @param {HTMLElement} page.stage
 * @param {() => import("../../types/data.d.ts").Instance[]} page.instances
 */
export function exposeSurface({ ready, host, outbox, view, stage, instances }) {
  const surface = {
    ready,
    instances: () => structuredClone(instances()),
    scripts: () => host.runners().map((runner) => ({ ...described(runner), next: host.places.stateOf(runner.script()).next })),
    /** @param {[number, number]} point in pixels of the file */
    toScreen([x, y]) {
      const { left, top } = stage.getBoundingClientRect();
      const [sx, sy] = view.toStage(x, y);
      return [sx + left, sy + top];
    },
    /** @param {[number, number]} point in client pixels */
    toImage([cx, cy]) {
      const { left, top } = stage.getBoundingClientRect();
      return view.toImage(cx - left, cy - top);
    },
    timings: host.timings.all,
    previews: host.previews.all,
    unsaved: outbox.unsaved,
  };
  Object.defineProperty(window, "limner", { value: Object.freeze(surface) });
}

/** @param {import("../host/runner.js").Runner} runner */
function described({ view, script }) {
  const { name, place, version, params } = script();
  return { name, state: view.state, place, ran: view.ran && { ...view.ran }, version, params: structuredClone(params), lastMs: view.lastMs, error: view.error?.message ?? null };
}
