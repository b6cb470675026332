import type { Instant } from "./instant.ts";
import { staleAfterMs, type Policy } from "./policy.ts";
import type { Credit, ResolvedStay } from "./resolve.ts";
import { lengthOf } from "./span.ts";
import { identityOf } from "./stay.ts";

export type PersonState = "present" | "absent" | "unverified";

/** Time in the room in milliseconds; overlapping stays count once. */
export interface Attended {
  readonly minimumMs: number;
  readonly creditedMs: number;
  readonly maximumMs: number;
}

/** One identity among the stays given: all their stays, and what they add up to. */
export interface Attendee {
  readonly identity: string;
  /** The name in their newest stay that has one. */
  readonly name: string;
  readonly state: PersonState;
  readonly attended: Attended;
  /** In order of joining. */
  readonly stays: readonly ResolvedStay[];
}

/** Whether LiveKit could be asked for its rooms: without that, somebody might be there unseen. */
export interface Sight {
  readonly askedUntil: Instant | null;
  readonly now: Instant;
  readonly policy: Policy;
}

export function attendedOf(stays: readonly ResolvedStay[]): Attended {
  const total = (of: keyof Credit) => lengthOf(stays.flatMap(({ credit }) => credit[of]));
  return { minimumMs: total("minimum"), creditedMs: total("credited"), maximumMs: total("maximum") };
}

/** Where a person is, from all their counted stays in one room. */
export function personStateOf(stays: readonly ResolvedStay[], sight: Sight): PersonState {
  if (stays.some(({ state }) => state === "present")) return "present";
  if (stays.some(({ state }) => state === "unverified")) return "unverified";
  return isBlind(sight) ? "unverified" : "absent";
}

export const isBlind = ({ askedUntil, now, policy }: Sight): boolean =>
  now - (askedUntil ?? -Infinity) > staleAfterMs(policy);

/** The stays grouped by identity, in order of first joining. */
export function attendeesOf(stays: readonly ResolvedStay[], sight: Sight): readonly Attendee[] {
  const ordered = stays.toSorted((a, b) => a.start.earliest - b.start.earliest);
  return [...Map.groupBy(ordered, ({ stay }) => identityOf(stay))].map(([identity, own]) => ({
    identity,
    name: newestName(own),
    state: personStateOf(own, sight),
    attended: attendedOf(own),
    stays: own,
  }));
}

/** LiveKit stamps webhooks to the second, so of two stays within one second the later one knows better. */
const newestName = (inOrder: readonly ResolvedStay[]): string =>
  inOrder.findLast(({ stay }) => stay.name !== null)?.stay.name?.value ?? "";
