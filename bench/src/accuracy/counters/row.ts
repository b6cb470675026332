import type { Instant, Span } from "@rollcall/domain";
import type { Delivery, Poll } from "@rollcall/domain/testing";

/** What every way of counting hears: the same webhooks at the same moments, and LiveKit's lists as often. */
export interface Heard {
  readonly deliveries: readonly Delivery[];
  readonly polls: readonly Poll[];
  /** When the report is read. */
  readonly endsAt: Instant;
}

/** One participant session as a way of counting has it. */
export interface Row {
  readonly sid: string;
  readonly identity: string;
  readonly room: string;
  /** What a reader was told from when on: whether the session had ended. In order; before the first, nothing. */
  readonly told: readonly Told[];
  /** What the report says at last: when it ended, null while it lives, and the time that counts. */
  readonly end: Instant | null;
  readonly credited: readonly Span[];
}

export interface Told {
  readonly at: Instant;
  readonly ended: boolean;
}

/** A way of counting: the rows by SID, from what was heard. */
export type Count = (heard: Heard) => ReadonlyMap<string, Row>;
