import { CodedError, type RoomCheck, type SnapshotMessage } from "@rollcall/contracts";
import { closerLooksMs, judge, openStayOf, roomSidOf, type Stay } from "@rollcall/domain";
import { withSpan } from "@rollcall/telemetry";
import { countingLooks, followUpOf, type FollowUp } from "./follow-up.ts";
import type { SharedRooms } from "./shared-rooms.ts";
import type { Machine } from "./machine.ts";
import { snapshotOf } from "./snapshot-of.ts";
import type { LookedAt, TakenLook } from "./take-look.ts";

export interface AssessTools extends Pick<Machine, "within" | "newId"> {
  readonly openStaysIn: (room: string) => Promise<readonly Stay[]>;
  readonly rooms: Pick<SharedRooms, "recent" | "isNamed">;
  readonly takeLook: (at: LookedAt) => Promise<TakenLook>;
  readonly horizonMs: number;
  readonly intervalMs: number;
}

export interface Assessment {
  readonly snapshot: SnapshotMessage;
  readonly followUp: FollowUp | null;
  /** When to look once more, in our own clock, although nobody seems to have gone. */
  readonly closerAt: readonly number[];
}

/** How old LiveKit's list of rooms may be to tell which session of a room runs now, and how long it is waited for. */
const roomsOldestMs = 5_000;
const roomsWaitMs = 2_000;

/** Looks at one room and judges what was seen. With MongoDB away nobody's absence is decided, and the record says so. */
export async function assessRoom(check: RoomCheck, tools: AssessTools): Promise<Assessment> {
  const { room } = check;
  // Before the look: whoever joins during it must not be missed by it.
  const stays = await knownOpenStays(room, tools);
  const openStays = (stays ?? []).map(openStayOf);
  const [rooms, taken] = await Promise.all([
    tools.within(tools.rooms.recent(roomsOldestMs), roomsWaitMs, null),
    tools.takeLook({ room, openStays, isNamed: tools.rooms.isNamed(room) }),
  ]);
  const { look, answeredAt } = taken;
  const roomSid = rooms?.sids.get(room) ?? null;
  const judgement = await withSpan(
    "judge look",
    { attributes: { "attendance.listing.mode": look.mode } },
    () => judge(openStays, look, countingLooks(check.earlier, look.askedAt)),
  );
  const known = [...check.roomSids, ...(stays ?? []).map(roomSidOf), roomSid].filter((sid) => sid !== null);
  const snapshot = snapshotOf({
    id: `SN_${tools.newId()}`,
    room,
    roomSids: known,
    roomSid,
    askedAt: look.askedAt,
    answeredAt,
    horizonMs: tools.horizonMs,
    judgement,
    knewOpenStays: stays !== null,
  });
  const { remember } = judgement;
  const followUp = remember === null ? null : followUpOf(remember, check.earlier, taken);
  return { snapshot, followUp, closerAt: closerAt(check, stays ?? [], taken, tools) };
}

/** A look after a sweep speaks for the whole interval, so it alone asks for those in between. */
const closerAt = (
  { reason }: RoomCheck,
  stays: readonly Stay[],
  { startedAt }: TakenLook,
  { intervalMs }: AssessTools,
): readonly number[] =>
  reason === "sweep" ? closerLooksMs(stays, intervalMs).map((afterMs) => startedAt + afterMs) : [];

async function knownOpenStays(room: string, { openStaysIn }: AssessTools): Promise<readonly Stay[] | null> {
  try {
    return await openStaysIn(room);
  } catch (error) {
    if (error instanceof CodedError && error.code === "store_unavailable") return null;
    throw error;
  }
}
