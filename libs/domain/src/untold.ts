import type { Stay } from "./stay.ts";

/** Whether only listings know of a stay: LiveKit's webhook about its beginning got lost. */
export const isUntold = (stay: Stay): boolean =>
  stay.room.length > 0 && stay.room.every(({ rank }) => rank === 1);

/**
 * How long after a sweep's look a room is looked at once more, and again. Where webhooks get lost, an end is known as
 * closely as somebody looks, so a room with an untold stay is looked at three times as often.
 */
export const closerLooksMs = (openStays: readonly Stay[], intervalMs: number): readonly number[] =>
  openStays.some(isUntold) ? [intervalMs / 3, (2 * intervalMs) / 3] : [];
