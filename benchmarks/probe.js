// What the benchmarks read of a page, in the page's own clock: gestures, frames, moments. It is
// installed before the page's own scripts and changes nothing of the page.
(() => {
  "use strict";
  if (window !== top) return;
  const gestures = { pointerdown: [], pointermove: [], pointerup: [], click: [] };
  for (const name of Object.keys(gestures)) addEventListener(name, (event) => gestures[name].push(event.timeStamp), true);

  // When a file was shown: the page marks its stage once the image is drawn.
  const shown = [];
  new MutationObserver(() => shown.push(performance.now())).observe(document, { subtree: true, attributeFilter: ["data-file"] });

  /** A task of its own, after those of the frame. */
  function soon(then) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      then();
    };
    port2.postMessage(null);
  }

  const LIMIT = 30_000;
  /** Begin to look for something; gives whether it is time to give up, which rejects. */
  function patience(reject) {
    const end = performance.now() + LIMIT;
    return () => performance.now() > end && (reject(new Error(`not within ${LIMIT / 1000} s`)), true);
  }

  let ticking = false;
  let ticks = [];
  function tick(now) {
    if (!ticking) return;
    ticks.push(now);
    requestAnimationFrame(tick);
  }

  window.probe = {
    gestures,
    shown,
    /** Resolves with the time after the first frame in which the condition holds. */
    painted: (condition) =>
      new Promise((resolve, reject) => {
        const isOver = patience(reject);
        requestAnimationFrame(function look() {
          if (condition()) soon(() => resolve(performance.now()));
          else if (!isOver()) requestAnimationFrame(look);
        });
      }),
    /** Resolves with the time at which the condition was first seen to be true, to 4 ms; the thread stays free. */
    moment: (condition) =>
      new Promise((resolve, reject) => {
        const isOver = patience(reject);
        (function look() {
          if (condition()) resolve(performance.now());
          else if (!isOver()) setTimeout(look, 1);
        })();
      }),
    /** Begin to note the time of every frame. */
    watchFrames() {
      ticks = [];
      ticking = true;
      requestAnimationFrame(tick);
    },
    /** Stop, and give the milliseconds between frames. */
    frames() {
      ticking = false;
      return ticks.slice(1).map((at, index) => at - ticks[index]);
    },
  };
})();
