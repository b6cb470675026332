import type { Instant } from "../src/index.ts";

/** What really happened to one participant session. Rollcall never sees this. */
export interface TrueStay {
  readonly sid: string;
  readonly identity: string;
  readonly room: string;
  readonly roomSid: string;
  readonly kind: string;
  readonly hidden: boolean;
  readonly joinedAt: Instant;
  /** Media flowed; null when it never did. */
  activeAt: Instant | null;
  /** The client was gone; null when it still was there at the end of the history. */
  endedAt: Instant | null;
  how: TrueEnd | null;
  /** LiveKit let the session go; null when it never did (its node died). */
  noticedAt: Instant | null;
  /** Its media node stood still at the end, or between the end and LiveKit's noticing. */
  stalled: boolean;
  /** In a split brain another node let the identity in once more while this session lived on. */
  hasTwin: boolean;
  /** The webhook of its end was folded; null when it was lost. */
  toldAt: Instant | null;
}

export type TrueEnd =
  | "left"
  | "crashed"
  | "cut_off"
  | "replaced"
  | "reconnected"
  | "moved"
  | "removed"
  | "gave_up"
  | "server_died"
  | "room_closed";

/** The first end is the true one: whoever is gone cannot go again. */
export function endTruth(stay: TrueStay, at: Instant, how: TrueEnd): void {
  if (stay.endedAt !== null) return;
  stay.endedAt = at;
  stay.how = how;
}

/** Whether a person was really in the room at `at`: media flowed and the client was there. */
export const isThere = (stay: TrueStay, at: Instant): boolean =>
  stay.activeAt !== null && stay.activeAt <= at && (stay.endedAt === null || stay.endedAt > at);

/** Whether a split brain let the same person into the same room twice at once: a probe then answers for either. */
export const isTwofold = ({ identity, room }: TrueStay, all: readonly TrueStay[]): boolean =>
  all.some((other) => other.hasTwin && other.identity === identity && other.room === room);
