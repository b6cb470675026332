import type { RoomCheck } from "@rollcall/contracts";
import type { Instant } from "@rollcall/domain";
import { tooEarlyByMs } from "./follow-up.ts";
import type { Wait } from "./repeat-call.ts";

export interface DueTools {
  readonly earliest: (ours: number) => Instant;
  readonly now: () => number;
  readonly wait: Wait;
}

/** Waits, at most half a minute, with a follow-up that NATS sent too early because its clock is ahead of ours. */
export async function untilDue({ earlier }: RoomCheck, { earliest, now, wait }: DueTools): Promise<void> {
  const tooEarlyMs = tooEarlyByMs(earlier, earliest(now()));
  if (tooEarlyMs > 0) await wait(tooEarlyMs);
}
