import type { FakeLiveKit } from "@rollcall/livekit/testing";

/** Somebody who truly is or was in a room; our clock, ms. */
export interface Person {
  readonly sid: string;
  readonly identity: string;
  readonly name: string;
  readonly room: Room;
  readonly joinedAt: number;
  leftAt: number | null;
  /** Ids of the webhooks that told of it. */
  readonly told: string[];
  /** When webhooks told of presence. */
  readonly shownAt: number[];
  /** Nobody is told of the leaving: no webhook goes out. */
  hasVanished: boolean;
}

export interface Room {
  readonly sid: string;
  readonly name: string;
  readonly createdAt: number;
  readonly people: Person[];
}

/** Names that stand nowhere else, so that a log that holds one is found. */
export const marks = {
  identity: "pupil~",
  name: "Zoë Ångström-",
  room: "Großer Hörsaal ",
  turn: "turn-secret-",
};

let last = 0;

export function newRoom(number: number): Room {
  last += 1;
  return {
    sid: `RM_${Date.now()}${last}`,
    name: `${marks.room}${number}`,
    createdAt: Date.now(),
    people: [],
  };
}

export function newPerson(room: Room): Person {
  last += 1;
  const own = { sid: `PA_${room.sid.slice(3)}_${last}`, identity: `${marks.identity}${last}` };
  const state = { joinedAt: Date.now(), leftAt: null, told: [], shownAt: [], hasVanished: false };
  const person = { ...own, name: `${marks.name}${last}`, room, ...state };
  room.people.push(person);
  return person;
}

export const isThere = ({ leftAt }: Person): boolean => leftAt === null;

/** Lets the fake LiveKit answer with the truth. */
export function showTruth({ rooms }: FakeLiveKit, room: Room): void {
  const participants = room.people
    .filter(isThere)
    .map(({ sid, identity, name, joinedAt }) => ({ sid, identity, name, joinedAtMs: joinedAt }));
  rooms.set(room.name, { sid: room.sid, participants });
}
