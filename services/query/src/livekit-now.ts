import type { Instant } from "@rollcall/domain";
import type { Clock } from "@rollcall/livekit";

/** The present in LiveKit's clock, as its middle estimate; ours as long as LiveKit has told no time. */
export const livekitNow = (clock: Pick<Clock, "toLiveKit"> | null) => (): Instant => {
  const now = Date.now();
  const told = clock?.toLiveKit(now);
  return told?.isMeasured === true ? Math.round((told.earliest + told.latest) / 2) : now;
};
