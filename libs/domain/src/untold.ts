import type { Stay } from "./stay.ts";

/** Whether only listings know of a stay: LiveKit's webhook about its beginning got lost. */
export const isUntold = (stay: Stay): boolean =>
  stay.room.length > 0 && stay.room.every(({ rank }) => rank === 1);

const looksInAnInterval = 6;
/** One of 25: in a class a single lost webhook is worth the looks, in a lecture hall it is not. */
const leastShare = 0.04;

/**
 * How long after a sweep's look a room is looked at again before the next sweep. Where webhooks get lost, an end is
 * known as closely as somebody looks.
 */
export function closerLooksMs(openStays: readonly Stay[], intervalMs: number): readonly number[] {
  const untold = openStays.filter(isUntold).length;
  if (untold === 0 || untold < openStays.length * leastShare) return [];
  return Array.from({ length: looksInAnInterval - 1 }, (_, index) => {
    return ((index + 1) * intervalMs) / looksInAnInterval;
  });
}
