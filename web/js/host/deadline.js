// The time one run may take. It stands still while a person is asked something.

/** @typedef {ReturnType<typeof startDeadline>} Deadline */

/**
 * @param {number} ms
 * @param {() => void} onLate
 */
export function startDeadline(ms, onLate) {
  let left = ms;
  let asking = 0;
  let over = false;
  let since = performance.now();
  let timer = setTimeout(onLate, left);

  return {
    /** Stand still until the promise is settled. @template T @param {Promise<T>} answered */
    async whileAsking(answered) {
      if (asking++ === 0) {
        clearTimeout(timer);
        left -= performance.now() - since;
      }
      try {
        return await answered;
      } finally {
        asking -= 1;
        if (asking === 0 && !over) {
          since = performance.now();
          timer = setTimeout(onLate, Math.max(0, left));
        }
      }
    },
    stop() {
      over = true;
      clearTimeout(timer);
    },
  };
}
