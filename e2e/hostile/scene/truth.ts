import type { Participant, Told } from "@rollcall/testkit";

/** When something truly happened: between these instants of our clock, ms. */
export interface Instants {
  readonly from: number;
  readonly to: number;
}

/** One connection that truly was in a room. */
export interface TrueStay {
  readonly sid: string;
  readonly began: Instants;
  readonly ended: Instants;
}

/** What a test wrote down while it happened: everybody's stays, in order. */
export type Truth = Map<string, readonly TrueStay[]>;

export const second = 1_000;

/** Does something, and tells between which instants it happened. */
export async function during(act: () => Promise<unknown>): Promise<Instants> {
  const from = Date.now();
  await act();
  return { from, to: Date.now() };
}

/** Somebody's joining: media began to flow between the call and its return. */
export const joiningOf = ({ joining }: Participant): Instants => ({
  from: joining.calledAt,
  to: joining.connectedAt,
});

/** The stay of somebody who was in the room from their joining until then, under the same SID. */
export const stayUntil = (person: Participant, ended: Instants): TrueStay => ({
  sid: person.sid,
  began: joiningOf(person),
  ended,
});

/** Leaves, and writes the stay down. */
export const leaveNoted = async (person: Participant): Promise<TrueStay> =>
  stayUntil(person, await during(() => person.leave()));

/** A client notices within this that its connection is dead. */
const noticedWithinMs = 20 * second;

/**
 * The stays of somebody whose client may have come back by itself once, under a new SID: the old connection died
 * some time before the client noticed.
 */
export function staysOf(person: Participant, { sid, turns }: Told, left: Instants): readonly TrueStay[] {
  const noticed = turns.find(({ state }) => state === "reconnecting");
  const back = turns.findLast(({ state }) => state === "connected");
  if (noticed === undefined || back === undefined || sid === null || sid === person.sid)
    return [stayUntil(person, left)];
  const between = { from: noticed.at - noticedWithinMs, to: back.at };
  return [stayUntil(person, between), { sid, began: { ...between, from: noticed.at }, ended: left }];
}

/** At least and at most so many seconds were spent in the room. */
export function trueSeconds(stays: readonly TrueStay[]): { readonly least: number; readonly most: number } {
  const sum = (length: (stay: TrueStay) => number) =>
    stays.reduce((total, stay) => total + Math.max(0, length(stay)), 0) / second;
  return {
    least: sum(({ began, ended }) => ended.from - began.to),
    most: sum(({ began, ended }) => ended.to - began.from),
  };
}
