import { second, type Instant } from "@rollcall/domain";
import type { Chance, TrueStay } from "@rollcall/domain/testing";
import { listed } from "@rollcall/store/testing";

/** Somebody's stay in a room, as it truly was. */
export interface Visit {
  readonly sid: string;
  readonly identity: string;
  readonly room: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Until then LiveKit takes the person for present: a crash is noticed late, unless the person is back before. */
  readonly heldUntil: Instant;
  readonly reason: "CLIENT_INITIATED" | "CONNECTION_TIMEOUT" | "DUPLICATE_IDENTITY";
}

export const rooms = ["maths", "a.b $ > *"] as const;
export const lastsMs = 120 * second;

/** LiveKit notices a crash so much later. */
const noticedAfterMs = 20 * second;
/** LiveKit keeps an empty room so long. */
const roomOutlivesMs = 20 * second;

/** A few people who come, some of them again. */
export const makeVisits = (chance: Chance, startsAt: Instant): readonly Visit[] =>
  ["alice", "bob", "chloé", "dan"].slice(0, chance.whole(1, 4)).flatMap((identity) => {
    const room = chance.oneOf(rooms);
    const from = startsAt + chance.whole(0, lastsMs / 2);
    const to = from + chance.whole(second, lastsMs / 2);
    const crashes = chance.happens(0.3);
    const visit: Visit = {
      ...{ sid: `PA_${identity}`, identity, room, from, to },
      heldUntil: crashes ? to + noticedAfterMs : to,
      reason: crashes ? "CONNECTION_TIMEOUT" : "CLIENT_INITIATED",
    };
    return chance.happens(0.3) ? comeBack(chance, visit) : [visit];
  });

function comeBack(chance: Chance, first: Visit): readonly Visit[] {
  const from = first.to + chance.whole(second, 30 * second);
  const to = from + chance.whole(second, lastsMs / 2);
  const again: Visit = {
    ...{ ...first, from, to, sid: `${first.sid}_again` },
    ...{ heldUntil: to, reason: "CLIENT_INITIATED" },
  };
  if (from >= first.heldUntil) return [first, again];
  return [{ ...first, heldUntil: from, reason: "DUPLICATE_IDENTITY" }, again];
}

export const isHeld = ({ from, heldUntil }: Visit, at: Instant): boolean => from <= at && at < heldUntil;

/** What LiveKit lists in a room at an instant. */
export const listedIn = (visits: readonly Visit[], room: string, at: Instant) =>
  visits
    .filter((visit) => visit.room === room && isHeld(visit, at))
    .map(({ sid, identity, from }) => listed(sid, identity, from));

/** Whether LiveKit has a room at an instant. */
export const isOpen = (visits: readonly Visit[], room: string, at: Instant): boolean =>
  visits.some((visit) => visit.room === room && visit.from <= at && at < visit.heldUntil + roomOutlivesMs);

/** The same as the claims about truth want it. */
export const trueStayOf = ({ sid, identity, room, from, to, heldUntil }: Visit): TrueStay => ({
  ...{ sid, identity, room, roomSid: `RM_${room}`, kind: "STANDARD", hidden: false },
  ...{ joinedAt: from, activeAt: from, endedAt: to, noticedAt: heldUntil },
  ...{ how: heldUntil === to ? "left" : "crashed", stalled: false, hasTwin: false, toldAt: null },
});
