import { roomHash, subjects, type Changed, type RoomCheck } from "@rollcall/contracts";
import { second, type Evidence, type Instant } from "@rollcall/domain";
import type { Changes } from "@rollcall/store";
import { checksDue } from "./checks-due.ts";
import { roomsChanged } from "./rooms-changed.ts";

/** How long LiveKit has to forget somebody who left before the room is looked at. */
export const lookAfterMs = 5 * second;

/** A schedule that never fires blocks further ones for its room until the next bucket. */
const bucketMs = 30 * second;

export interface Schedule {
  readonly subject: string;
  readonly target: string;
  readonly at: Instant;
  readonly body: RoomCheck;
}

export interface Announcing {
  /** Sends a notice that may be lost. */
  readonly notify: (subject: string, body: Changed) => Promise<void>;
  /** Keeps an earlier schedule of the same subject. */
  readonly schedule: (schedule: Schedule) => Promise<unknown>;
  readonly now: () => Instant;
}

/** Tells who watches which rooms changed, and asks for a look at those in which somebody came or went. */
export async function announce(
  { notify, schedule, now }: Announcing,
  evidence: readonly Evidence[],
  saved: readonly Changes[],
): Promise<void> {
  const at = now() + lookAfterMs;
  await Promise.all([
    ...roomsChanged(saved).map((room) => notify(subjects.changed(roomHash(room)), { room })),
    ...checksDue(evidence, saved).map((check) => schedule(scheduleOf(check, at))),
  ]);
}

const scheduleOf = (check: RoomCheck, at: Instant): Schedule => ({
  subject: subjects.roomSchedule(roomHash(check.room), "soon", Math.floor(at / bucketMs)),
  target: subjects.checkRoom,
  at,
  body: check,
});
