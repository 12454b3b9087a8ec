// What the pages of other canvases share: their data, and what the bench calls.

export const SIDE = 512;
export const PHOTO = "/canvases/astronaut.png";

/** Give the photo and the polygons, each a list of points. */
export function brought(count) {
  const image = new Image();
  image.src = PHOTO;
  return Promise.all([image.decode().then(() => image), fetch(`/canvases/polygons/${count}`).then((answer) => answer.json())]);
}

/** Resolves after the frame that follows. */
export function drawn() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

export function exposed(verbs) {
  window.canvas = {
    selected: () => 0,
    ...verbs,
    async timed(count) {
      const began = performance.now();
      await verbs.load(count);
      return performance.now() - began;
    },
    picks: (points) =>
      points.map(([x, y]) => {
        const began = performance.now();
        verbs.pick(x, y);
        return performance.now() - began;
      }),
  };
}
