import type { Snapshot } from "@rollcall/domain";

/** Asks the verifier to look at a room now; rejects when nobody answers in time. */
export type AskVerifier = (room: string) => Promise<Snapshot>;

/** A fresh look at a room, or null when there is none to be had. Never rejects. */
export type RoomCheck = (room: string) => Promise<Snapshot | null>;

/** Long enough for LiveKit to say, after 3 s, that no media node holds the room; short enough for a waiting page. */
export const checkLimitMs = 5_000;

/** So long an answer, or that there was none, stands for all who ask. */
const sharedForMs = 5_000;
const mostRooms = 1_000;

interface Asked {
  readonly answer: Promise<Snapshot | null>;
  readonly at: number;
}

/**
 * Looks shared by all who ask for the same room at about the same time, so that a class that watches its status is
 * one question. `elapsed` is a clock that never steps back, in milliseconds; `onFailure` hears why there was no look.
 */
export function createRoomCheck(
  ask: AskVerifier,
  elapsed: () => number,
  onFailure: (error: unknown) => void,
): RoomCheck {
  const asked = new Map<string, Asked>();
  return (room) => {
    forgetOld(asked, elapsed());
    const known = asked.get(room);
    if (known !== undefined) return known.answer;
    if (asked.size >= mostRooms) return Promise.resolve(null);
    const answer = ask(room).catch((error: unknown) => {
      onFailure(error);
      return null;
    });
    asked.set(room, { answer, at: elapsed() });
    return answer;
  };
}

/** A map keeps its order, so the oldest come first. */
function forgetOld(asked: Map<string, Asked>, now: number): void {
  for (const [room, { at }] of asked) {
    if (now - at < sharedForMs) return;
    asked.delete(room);
  }
}
