import { setTimeout as pause } from "node:timers/promises";
import { meetingSchema, type ApiMeeting } from "@rollcall/contracts";
import type { Reader } from "../../world/reader.ts";
import type { Installation } from "../installation/open-installation.ts";
import { isThere } from "../traffic/people.ts";
import type { Traffic } from "../traffic/start-traffic.ts";
import { isOverCredited, isSeenInSilence } from "./covered.ts";
import { movesOf, type Moves } from "./moves.ts";

/** Reads all meetings all the time, and notes what may never be said. */
export interface Watch extends AsyncDisposable {
  /** How often somebody was looked at. */
  readonly sightings: number;
  /** People called gone who were there before and after the answer. */
  readonly goneWrongly: readonly string[];
  /** What moved without evidence. */
  readonly movedWrongly: readonly string[];
  /** Time credited, or called seen, that no evidence covers. */
  readonly uncovered: readonly string[];
  /** Texts of all answers that were not 200. */
  readonly problems: readonly string[];
}

const everyMs = 300;

interface Notes {
  sightings: number;
  readonly goneWrongly: string[];
  readonly movedWrongly: string[];
  readonly uncovered: string[];
  readonly problems: string[];
}

export function watchMeetings(installation: Installation, traffic: Traffic): Watch {
  const notes: Notes = { sightings: 0, goneWrongly: [], movedWrongly: [], uncovered: [], problems: [] };
  const moves = movesOf();
  const stopped = new AbortController();
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      for (const { sid } of traffic.rooms) await look(installation, traffic, sid, notes, moves);
      await pause(everyMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();
  // A failure is told at the end, to whom disposes it.
  watching.catch(() => {});
  return Object.assign(notes, {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await watching;
    },
  });
}

async function look(
  { reader }: Installation,
  traffic: Traffic,
  roomSid: string,
  notes: Notes,
  moves: Moves,
): Promise<void> {
  const meeting = await readMeeting(reader, roomSid, notes.problems);
  if (meeting === null) return;
  const people = new Map(traffic.people().map((person) => [person.sid, person]));
  for (const { state, stays, attended } of meeting.attendees) {
    notes.sightings += 1;
    if (isOverCredited(stays, attended.creditedSeconds)) notes.uncovered.push(`${stays[0]?.sid} has more`);
    for (const stay of stays) {
      const person = people.get(stay.sid);
      if (person === undefined) continue;
      if (isThere(person) && (stay.end !== null || state === "absent")) notes.goneWrongly.push(stay.sid);
      notes.movedWrongly.push(...moves.wrongIn(stay));
      if (isSeenInSilence(stay, person, traffic.silences))
        notes.uncovered.push(`${stay.sid} was seen at ${stay.seenUntil}, in a silence`);
    }
  }
}

/** Null when query does not answer, as while MongoDB is away. */
export async function readMeeting(
  reader: Pick<Reader, "get">,
  roomSid: string,
  problems: string[],
): Promise<ApiMeeting | null> {
  try {
    const answer = await reader.get(`/api/meetings/${roomSid}`);
    if (answer.ok) return meetingSchema.parse(await answer.json());
    problems.push(await answer.text());
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
  }
  return null;
}
