// What lies beside the picture, in one place: whatever opens there closes what was open.

/** @typedef {ReturnType<typeof createBeside>} Beside */

export function createBeside() {
  /** @type {(() => void) | null} */
  let closeOther = null;

  return {
    /** Take the place. @param {() => void} close lets go of it, without moving the keyboard */
    take(close) {
      const other = closeOther;
      closeOther = close;
      if (other !== close) other?.();
    },
    /** @param {() => void} close as it was taken */
    leave(close) {
      if (closeOther === close) closeOther = null;
    },
  };
}
