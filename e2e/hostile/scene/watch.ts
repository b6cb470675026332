import { setTimeout as pause } from "node:timers/promises";
import type { Status } from "@rollcall/contracts";
import { eventually } from "@rollcall/testkit";
import { expect } from "vitest";
import type { Reader } from "../../world/reader.ts";

/** What the status of one person said, and when the answer was there, our clock, ms. */
export interface Sighting {
  readonly answeredAt: number;
  readonly status: Status;
}

/** Asks for a person's status again and again, until it is disposed. */
export interface Watch extends AsyncDisposable {
  /** Whom, and whom of. */
  readonly about: string;
  readonly sightings: readonly Sighting[];
}

const everyMs = 500;

export function watchStatus(
  reader: Pick<Reader, "statusOf">,
  room: string,
  identity: string,
  about = room,
): Watch {
  const sightings: Sighting[] = [];
  const stopped = new AbortController();
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      const status = await reader.statusOf(room, identity);
      sightings.push({ answeredAt: Date.now(), status });
      await pause(everyMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();
  // A failure is told at the end, to whom disposes it.
  watching.catch(() => {});
  return {
    about: `${about}: ${identity}`,
    sightings,
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await watching;
    },
  };
}

/** From the first time that the person was there: no status called them absent, or one of these stays over. */
export function expectNeverGone({ sightings, about }: Watch, ...sids: readonly (string | null)[]): void {
  const first = sightings.findIndex(({ status }) => status.state === "present");
  expect(first, `${about} was seen`).toBeGreaterThanOrEqual(0);
  const wrong = sightings.slice(first).filter(({ status }) => isGone(status, sids));
  expect(wrong, `${about} was called gone`).toEqual([]);
}

const isGone = ({ state, stays }: Status, sids: readonly (string | null)[]): boolean =>
  state === "absent" || stays.some((stay) => sids.includes(stay.sid) && stay.end !== null);

/** The states that were told, each change once. */
export const statesOf = ({ sightings }: Watch): readonly Status["state"][] =>
  sightings.map(({ status }) => status.state).filter((state, index, states) => state !== states[index - 1]);

/** The most that was ever credited, in seconds. */
export const mostCredited = ({ sightings }: Watch): number =>
  Math.max(0, ...sightings.map(({ status }) => status.attended.creditedSeconds));

/** Waits until the status says so. */
export const stateBecomes = (
  reader: Pick<Reader, "statusOf">,
  room: string,
  identity: string,
  state: Status["state"],
  withinMs = 60_000,
): Promise<Status> =>
  eventually(
    async () => {
      const status = await reader.statusOf(room, identity);
      expect(status.state, `${room}: ${identity}`).toBe(state);
      return status;
    },
    { withinMs, everyMs: 300 },
  );
