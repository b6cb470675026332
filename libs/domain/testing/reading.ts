import {
  defaultPolicy,
  resolve,
  roomOf,
  type Instant,
  type LiveKit,
  type Policy,
  type ResolvedStay,
  type RoomSession,
} from "../src/index.ts";
import { chanceFrom } from "./chance.ts";
import type { History } from "./history.ts";
import { emptyRecords, record, sessionsOf, type Records } from "./records.ts";

/** What somebody who reads at `now` is told. */
export interface Reading {
  readonly now: Instant;
  readonly policy: Policy;
  readonly livekit: LiveKit;
  readonly rooms: ReadonlyMap<string, RoomView>;
  readonly stays: ReadonlyMap<string, ResolvedStay>;
}

export interface RoomView {
  readonly sessions: readonly RoomSession[];
  readonly stays: readonly ResolvedStay[];
}

/** Reads at each instant, with the evidence delivered until then. */
export function* readings(
  history: History,
  instants: readonly Instant[],
  policy = defaultPolicy,
): Generator<Reading> {
  const records = emptyRecords();
  let delivered = 0;
  for (const now of instants.toSorted((a, b) => a - b)) {
    for (let next = history.deliveries[delivered]; next !== undefined && next.at <= now;) {
      record(records, next.evidence);
      next = history.deliveries[++delivered];
    }
    yield readAt(records, now, policy);
  }
}

export function readAt(records: Records, now: Instant, policy: Policy): Reading {
  const stays = new Map<string, ResolvedStay>();
  const rooms = new Map<string, RoomView>();
  for (const [room, documents] of Map.groupBy(records.stays.values(), roomOf)) {
    const sessions = sessionsOf(records, room);
    const resolved = resolve({ sessions, stays: documents, now, policy });
    for (const stay of resolved) stays.set(stay.stay.sid, stay);
    rooms.set(room, { sessions, stays: resolved });
  }
  return { now, policy, livekit: records.livekit, rooms, stays };
}

/** Readings at instants that tell much, kept for the next claim about the same history. */
export function tellingReadings(history: History, policy = defaultPolicy): readonly Reading[] {
  const kept = tellings.get(policy) ?? new WeakMap<History, readonly Reading[]>();
  tellings.set(policy, kept);
  const told = kept.get(history) ?? [...readings(history, tellingInstants(history, 20), policy)];
  kept.set(history, told);
  return told;
}

const tellings = new WeakMap<Policy, WeakMap<History, readonly Reading[]>>();

/** Instants at which reading is most likely to go wrong: around deliveries and true ends; and the end. */
export function tellingInstants(history: History, count: number): readonly Instant[] {
  const chance = chanceFrom(history.plan.seed).about("readings");
  const ends = history.truth.flatMap(({ endedAt }) => endedAt ?? []);
  const pick = (): Instant => {
    const delivery = history.deliveries[chance.whole(0, history.deliveries.length - 1)];
    const end = ends[chance.whole(0, ends.length - 1)];
    return chance.happens(0.6) || end === undefined
      ? (delivery?.at ?? history.endsAt)
      : end + chance.oneOf([-1, 1, 500, 5_000, 25_000, 40_000, 70_000, 120_000]);
  };
  const picked = Array.from({ length: count }, pick).filter((at) => at < history.endsAt);
  return [...picked, history.endsAt];
}
