import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyEvidence } from "../testing/any-evidence.ts";
import { counterexample, patience } from "../testing/law.ts";
import { readAt, recordsOf } from "../testing/index.ts";
import {
  compareText,
  defaultPolicy,
  hour,
  meetingsOf,
  type Bounded,
  type Evidence,
  type Meeting,
  type ResolvedStay,
} from "./index.ts";

/** Evidence lies between 1,000 and 1,010 s; reading happens then and up to two days later. */
const reading = fc
  .tuple(
    fc.array(anyEvidence, { minLength: 1, maxLength: 20 }),
    fc.constantFrom(0, 10, 60, 20 * 3_600, 30 * 3_600),
  )
  .map(([evidence, laterS]) => ({ evidence, now: 1_005_000 + laterS * 1_000 }));

interface Read {
  readonly evidence: readonly Evidence[];
  readonly now: number;
}

/** A reading for which `holds` is false. */
const exception = (holds: (given: Read) => boolean) => counterexample(reading, holds, 3);

const read = ({ evidence, now }: Read) => readAt(recordsOf(evidence), now, defaultPolicy);
const staysOf = (read_: Read): readonly ResolvedStay[] => [...read(read_).stays.values()];

const isOrdered = ({ earliest, at, latest }: Bounded) => earliest <= at && at <= latest;

const departed = (evidence: readonly Evidence[]) =>
  new Set(
    evidence.flatMap((piece) =>
      piece.kind === "participant_left" || piece.kind === "participant_connection_aborted"
        ? piece.participant.sid
        : [],
    ),
  );

/** When a good look last found the session, and since when one missed it. */
const looksAt = (evidence: readonly Evidence[], sid: string) => {
  const looks = evidence.filter((piece) => piece.kind === "snapshot");
  return {
    seenAt: latestOf(
      looks.flatMap(({ present, askedAt }) => (present.some((one) => one.sid === sid) ? [askedAt] : [])),
    ),
    missedAt: latestOf(
      looks.flatMap(({ absent }) => absent.flatMap((one) => (one.sid === sid ? [one.firstLookAt] : []))),
    ),
  };
};

const latestOf = (instants: readonly number[]) => Math.max(-Infinity, ...instants);

const staysIn = ({ attendees, others }: Meeting) => [...attendees.flatMap(({ stays }) => stays), ...others];

const sidsOf = (stays: readonly ResolvedStay[]): string =>
  stays
    .map(({ stay }) => stay.sid)
    .toSorted(compareText)
    .join();

describe("whatever evidence says", () => {
  it("law: an estimate lies inside its bounds, and nobody leaves before they come", patience, () => {
    const found = exception((given) =>
      staysOf(given).every(
        ({ start, end }) =>
          isOrdered(start) && (end === null || (isOrdered(end) && start.earliest <= end.earliest)),
      ),
    );
    expect(found).toBeNull();
  });

  it("law: a stay seen in a listing no earlier than its absence began has not ended", patience, () => {
    const found = exception((given) => {
      const gone = departed(given.evidence);
      return staysOf(given).every(({ stay, end }) => {
        const { seenAt, missedAt } = looksAt(given.evidence, stay.sid);
        const isLive = seenAt >= missedAt && !gone.has(stay.sid) && given.now - seenAt < 24 * hour;
        return !isLive || end === null;
      });
    });
    expect(found).toBeNull();
  });

  it("law: trouble, room events and newer sessions end nobody", patience, () => {
    const found = exception((given) => {
      const harmless = given.evidence
        .filter(({ kind }) => kind !== "participant_left" && kind !== "participant_connection_aborted")
        .map((piece) => (piece.kind === "snapshot" ? { ...piece, absent: [] } : piece));
      const isLong = given.now >= 1_000_000 + 24 * hour;
      return staysOf({ ...given, evidence: harmless }).every(
        ({ end }) => end === null || (isLong && end.how === "lost"),
      );
    });
    expect(found).toBeNull();
  });

  it("law: every stay is in exactly one meeting, and no two meetings share an id", patience, () => {
    const found = exception((given) => {
      const { rooms, livekit, now, policy } = read(given);
      const sight = { now, policy, askedUntil: livekit.askedUntil?.at ?? null };
      return [...rooms].every(([room, view]) => {
        const meetings = meetingsOf({ room, ...view, livekitTroubles: livekit.troubles, sight });
        const isApart = new Set(meetings.map(({ id }) => id)).size === meetings.length;
        return isApart && sidsOf(meetings.flatMap(staysIn)) === sidsOf(view.stays);
      });
    });
    expect(found).toBeNull();
  });
});
