import type { EvidenceRecord } from "@rollcall/contracts";
import { second, type Instant } from "@rollcall/domain";
import type { Chance } from "@rollcall/domain/testing";
import { buildRecord, listed, snapshotRecord, webhookRecord } from "@rollcall/store/testing";

/** Somebody's stay in a room, as it truly was. */
export interface Visit {
  readonly sid: string;
  readonly identity: string;
  readonly room: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Until then LiveKit takes the person for present: a crash is noticed late. */
  readonly heldUntil: Instant;
}

/** A message on its way to the stream. */
export interface Publication {
  readonly at: Instant;
  readonly record: EvidenceRecord;
  /** Published so late after the first time that JetStream does not know it any more. */
  readonly again?: boolean;
}

export interface Traffic {
  readonly visits: readonly Visit[];
  readonly publications: readonly Publication[];
  /** Ids of messages that nobody understands. */
  readonly poison: ReadonlySet<string>;
  /** Ids of messages that kill whoever handles them. */
  readonly deadly: ReadonlySet<string>;
}

const people = ["alice", "bob", "chloé", "dan"] as const;
const rooms = ["maths", "a.b $ > *"] as const;
const lastsMs = 120 * second;

/** A few people in one or two rooms, and what LiveKit's webhooks tell of them: some twice, some never. */
export function makeTraffic(chance: Chance, startsAt: Instant): Traffic {
  const visits = Array.from({ length: chance.whole(1, 5) }, (_, index) => makeVisit(chance, startsAt, index));
  const told = [...visits.flatMap(tellVisit), ...rooms.flatMap((room) => tellRoom(room, visits))];
  const isHurried = chance.happens(0.5);
  const published = told.flatMap((record) => publish(chance, record, isHurried ? startsAt : null));
  const odd = (kind: string, body: string, most: number): readonly Publication[] =>
    Array.from({ length: Math.max(0, chance.whole(-3, most)) }, (_, index) => ({
      at: startsAt + chance.whole(0, 60 * second),
      record: buildRecord(`EV_${kind}_${index}`, body),
    }));
  const poison = odd("poison", '{"event":"participant_left"}', 2);
  const deadly = odd("deadly", '{"event":"egress_started"}', 1);
  return {
    visits,
    publications: [...published, ...poison, ...deadly],
    poison: idsOf(poison),
    deadly: idsOf(deadly),
  };
}

const idsOf = (some: readonly Publication[]): ReadonlySet<string> =>
  new Set(some.map(({ record }) => record.id));

function makeVisit(chance: Chance, startsAt: Instant, index: number): Visit {
  const from = startsAt + chance.whole(0, lastsMs / 2);
  const to = from + chance.whole(second, lastsMs / 2);
  return {
    sid: `PA_${index}`,
    identity: chance.oneOf(people),
    room: chance.oneOf(rooms),
    ...{ from, to },
    heldUntil: chance.happens(0.7) ? to : to + 20 * second,
  };
}

function tellVisit({ sid, identity, room, from, to, heldUntil }: Visit): readonly EvidenceRecord[] {
  const about = { sid, identity, room, joinedAt: from };
  const reason = heldUntil === to ? "CLIENT_INITIATED" : "CONNECTION_TIMEOUT";
  return [
    webhookRecord({ ...about, event: "participant_joined", createdAt: from }),
    webhookRecord({ ...about, event: "track_published", createdAt: from + second }),
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

/** When a webhook comes: at its time or all at once; not at all, once, or again with another time of receipt. */
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

const isHeld = (at: Instant) => (visit: Visit) => visit.from <= at && at < visit.heldUntil;

/** What LiveKit lists in a room at an instant. */
export const listedIn = ({ visits }: Traffic, room: string, at: Instant) =>
  visits
    .filter(isHeld(at))
    .filter((visit) => visit.room === room)
    .map(({ sid, identity, from }) => listed(sid, identity, from));

/** Looks as a verifier would have published them, for a run without any. */
export const looksAt = (traffic: Traffic, chance: Chance, startsAt: Instant): readonly Publication[] =>
  rooms.flatMap((room) =>
    Array.from({ length: chance.whole(0, 3) }, () => {
      const askedAt = startsAt + chance.whole(0, lastsMs);
      const present = listedIn(traffic, room, askedAt);
      const gone = traffic.visits.filter(
        (visit) => visit.room === room && visit.heldUntil < askedAt - 30 * second,
      );
      const absent = gone.map(({ sid }) => ({
        sid,
        why: "silent" as const,
        firstLookAt: askedAt - 26 * second,
      }));
      return { at: askedAt, record: snapshotRecord({ room, askedAt, present, absent }) };
    }),
  );
