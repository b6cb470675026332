import type { Status } from "@rollcall/contracts";
import { attendedOf, personStateOf, type PersonState, type ResolvedStay } from "@rollcall/domain";
import { type LatestMeeting, attendedAnswer, stayAnswer, timeTextOrNull } from "@rollcall/reading";

/** One person in the current or latest meeting of a room; somebody who never came is absent with no time. */
export function statusAnswer(latest: LatestMeeting, identity: string): Status {
  const stays = staysOf(latest, identity);
  const state = personStateOf(stays, latest.sight);
  return {
    session: latest.room,
    identity,
    state,
    isCurrentlyInMeeting: isInMeeting[state],
    meeting: latest.meeting?.id ?? null,
    firstJoinedAt: timeTextOrNull(earliest(stays.map(({ start }) => start.at))),
    seenUntil: timeTextOrNull(seenUntilOf(stays)),
    verifiedAt: timeTextOrNull(latest.verifiedAt),
    attended: attendedAnswer(attendedOf(stays)),
    stays: stays.map(stayAnswer),
  };
}

const isInMeeting: Readonly<Record<PersonState, boolean | null>> = {
  present: true,
  absent: false,
  unverified: null,
};

export const staysOf = ({ meeting }: LatestMeeting, identity: string): readonly ResolvedStay[] =>
  meeting?.attendees.find((attendee) => attendee.identity === identity)?.stays ?? [];

export function seenUntilOf(stays: readonly ResolvedStay[]): number | null {
  const seen = stays.flatMap(({ stay }) => stay.seenUntil?.at ?? []);
  return seen.length === 0 ? null : Math.max(...seen);
}

const earliest = (instants: readonly number[]): number | null =>
  instants.length === 0 ? null : Math.min(...instants);
