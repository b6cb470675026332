import {
  roomHash,
  subjects,
  type CensusMessage,
  type RoomCheck,
  type SnapshotMessage,
} from "@rollcall/contracts";
import type { OneTimeSchedule, OutgoingMessage } from "@rollcall/messaging";
import pLimit from "p-limit";

/** Far below what the bus lets wait for its confirmation. */
const publishedAtOnce = 256;

/** Longer than this after its time a second look knows nothing that counts. */
const followUpWaitsMs = 120_000;

/** Where it goes; both reject with a code when NATS does not confirm. */
export interface Outbox {
  readonly publish: (message: OutgoingMessage) => Promise<unknown>;
  readonly scheduleAt: (schedule: OneTimeSchedule) => Promise<unknown>;
}

/**
 * What the verifier sends. Everything rejects with a code when NATS does not confirm it. `toNats` turns an instant
 * of our clock into one of NATS' clock, by which scheduled looks are due.
 */
export function publishFindings(
  { publish, scheduleAt }: Outbox,
  intervalMs: number,
  toNats: (ours: number) => number,
) {
  const limit = pLimit(publishedAtOnce);
  return {
    async publishSnapshot(snapshot: SnapshotMessage): Promise<void> {
      await publish({ subject: subjects.snapshot, id: snapshot.id, body: JSON.stringify(snapshot) });
    },
    async publishCensus(census: CensusMessage): Promise<void> {
      await publish({ subject: subjects.census, id: census.id, body: JSON.stringify(census) });
    },
    /** What waits for longer than an interval is asked for again by the next sweep. */
    async askForLook(check: RoomCheck, sweepId: string): Promise<void> {
      const id = `${sweepId}.${roomHash(check.room)}`;
      const message = { subject: subjects.checkRoom, id, body: JSON.stringify(check), ttlMs: intervalMs };
      await limit(() => publish(message));
    },
    /** Looks due in the same second are one; but one that knows earlier looks is never replaced by one that does not. */
    async scheduleLook(check: RoomCheck, at: number): Promise<void> {
      const purpose = check.reason === "closer" ? "closer" : "again";
      await scheduleAt({
        scheduleSubject: subjects.roomSchedule(roomHash(check.room), purpose, Math.floor(at / 1_000)),
        target: subjects.checkRoom,
        body: JSON.stringify(check),
        at: toNats(at),
        keepFirst: true,
        ttlMs: followUpWaitsMs,
      });
    },
  };
}
