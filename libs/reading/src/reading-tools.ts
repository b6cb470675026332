import type { Instant, Policy } from "@rollcall/domain";
import type { StoreReader } from "@rollcall/store";

/** What every reading needs. */
export interface ReadingTools {
  readonly store: Pick<
    StoreReader,
    | "livekit"
    | "recentStarts"
    | "records"
    | "session"
    | "sessionsOfRoom"
    | "stay"
    | "staysInRoom"
    | "staysOfRoomSid"
  >;
  /** The present in LiveKit's clock, as far as it is known. */
  readonly now: () => Instant;
  readonly policy: Policy;
}
