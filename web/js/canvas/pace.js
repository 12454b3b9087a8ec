// How much of a frame a drawing made in slices may take: less where frames come late, since what the browser does
// with the drawn afterwards is not seen here.

const LEAST_MS = 2;
const MOST_MS = 10;
const LATE_MS = 24; // a frame of 60 a second takes 16.7
const LONG_AGO_MS = 250;

export function createPace() {
  let share = MOST_MS / 2;
  let last = -Infinity;
  return {
    /** Give the time at which the slice that begins now has to end. @param {number} now */
    until(now) {
      const gap = now - last;
      if (gap < LONG_AGO_MS) share = gap > LATE_MS ? Math.max(LEAST_MS, share / 1.5) : Math.min(MOST_MS, share * 1.15);
      last = now;
      return now + share;
    },
  };
}
