import type { EvidenceRecord } from "@rollcall/contracts";
import { second, type Instant } from "@rollcall/domain";
import type { Chance } from "@rollcall/domain/testing";
import { buildRecord, snapshotRecord, webhookRecord } from "@rollcall/store/testing";
import { lastsMs, listedIn, rooms, type Visit } from "./visits.ts";

/** A message on its way to the stream. */
export interface Publication {
  readonly at: Instant;
  readonly record: EvidenceRecord;
  /** Published so late after the first time that JetStream does not know it any more. */
  readonly again?: boolean;
}

/**
 * What LiveKit's webhooks tell of some visits: each not at all, once, or again. At its time, or all at once, as after
 * an outage, when `hurriedAt` is given.
 */
export function tellVisits(
  visits: readonly Visit[],
  chance: Chance,
  hurriedAt: Instant | null,
): readonly Publication[] {
  const told = [...visits.flatMap(tellVisit), ...rooms.flatMap((room) => tellRoom(room, visits))];
  return told.flatMap((record) => publish(chance, record, hurriedAt));
}

function tellVisit({ sid, identity, room, from, heldUntil, reason }: Visit): readonly EvidenceRecord[] {
  const about = { sid, identity, room, joinedAt: from };
  return [
    webhookRecord({ ...about, event: "participant_joined", createdAt: from }),
    webhookRecord({ ...about, event: "track_published", createdAt: from + second / 2 }),
    webhookRecord({ ...about, event: "participant_left", createdAt: heldUntil, reason }),
  ];
}

function tellRoom(room: string, visits: readonly Visit[]): readonly EvidenceRecord[] {
  const inside = visits.filter((visit) => visit.room === room);
  if (inside.length === 0) return [];
  const begins = Math.min(...inside.map(({ from }) => from));
  const ends = Math.max(...inside.map(({ heldUntil }) => heldUntil));
  return [
    webhookRecord({ event: "room_started", room, createdAt: begins }),
    webhookRecord({ event: "room_finished", room, createdAt: ends }),
  ];
}

function publish(chance: Chance, record: EvidenceRecord, hurriedAt: Instant | null): readonly Publication[] {
  if (chance.happens(0.15)) return [];
  const receivedAt = Number(Object.values(record.headers)[0]);
  const at = hurriedAt === null ? receivedAt : hurriedAt + chance.whole(0, 100);
  const first = { at, record };
  const headers = Object.fromEntries(
    Object.keys(record.headers).map((name) => [name, String(receivedAt + 1_000)]),
  );
  return chance.oneOf([
    [first],
    [first],
    [first, first],
    [first, { at: at + chance.whole(0, 60_000), record, again: true }],
    [first, { at: at + chance.whole(0, 60_000), record: { ...record, headers }, again: true }],
  ]);
}

/** Up to so many messages that nobody understands, or that do worse; none as a rule. */
export const oddMessages = (
  chance: Chance,
  startsAt: Instant,
  { kind, body, most }: { readonly kind: string; readonly body: string; readonly most: number },
): readonly Publication[] =>
  Array.from({ length: Math.max(0, chance.whole(-3, most)) }, (_, index) => ({
    at: startsAt + chance.whole(0, lastsMs / 2),
    record: buildRecord(`EV_${kind}_${index}`, body),
  }));

/** Looks as a verifier would have published them, for a run without any. */
export const looksAt = (
  visits: readonly Visit[],
  chance: Chance,
  startsAt: Instant,
): readonly Publication[] =>
  rooms.flatMap((room) =>
    Array.from({ length: chance.whole(0, 3) }, () => {
      const askedAt = startsAt + chance.whole(0, lastsMs);
      const present = listedIn(visits, room, askedAt);
      const gone = visits.filter((visit) => visit.room === room && visit.heldUntil < askedAt - 30 * second);
      const absent = gone.map(({ sid }) => ({
        sid,
        why: "silent" as const,
        firstLookAt: askedAt - 26 * second,
      }));
      return { at: askedAt, record: snapshotRecord({ room, askedAt, present, absent }) };
    }),
  );
