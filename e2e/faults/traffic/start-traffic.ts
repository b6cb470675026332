import { setTimeout as pause } from "node:timers/promises";
import type { Installation } from "../installation/open-installation.ts";
import { isThere, newPerson, newRoom, showTruth, type Person, type Room } from "./people.ts";
import { openSender, type Sender } from "./sender.ts";
import { personWebhook, roomWebhook, type Webhook } from "./webhook.ts";

/** People who come and go in some rooms, and the truth about them. */
export interface Traffic {
  readonly rooms: readonly Room[];
  readonly people: () => readonly Person[];
  /** Spans in which LiveKit's API told nothing; faults write them down. */
  readonly silences: Silence[];
  readonly sender: Sender;
  /** Some leave without a word: no webhook tells of it. */
  vanish(): void;
  /** Nobody comes any more and all leave, but for those who stay in each room; resolves when all is sent. */
  ringTheBell(): Promise<void>;
}

/** Our clock, ms; infinite while it lasts. */
export interface Silence {
  readonly from: number;
  to: number;
}

const roomCount = 4;
const stayersPerRoom = 2;
const everyMs = 50;
const shortestStayMs = 2_000;

export function startTraffic({ livekit, services, key }: Installation): Traffic {
  const sender = openSender(services.ingressUrl, key);
  const rooms = Array.from({ length: roomCount }, (_, number) => newRoom(number));
  const stayers = new Set<Person>();
  const lesson: Lesson = { sender, show: (room) => showTruth(livekit, room) };
  for (const room of rooms) {
    sender.send(roomWebhook("room_started", room));
    for (let number = 0; number < stayersPerRoom; number += 1) stayers.add(join(lesson, room));
  }
  const people = () => rooms.flatMap((room) => room.people);
  const guests = () => people().filter((person) => isThere(person) && !stayers.has(person));
  const stop = new AbortController();
  const going = comeAndGo(lesson, rooms, guests, stop.signal);
  return {
    ...{ rooms, people, sender, silences: [] },
    vanish() {
      for (const room of rooms) {
        const person = guests().find((one) => one.room === room);
        if (person !== undefined) vanish(lesson, person);
      }
    },
    async ringTheBell() {
      stop.abort();
      await going;
      for (const person of guests()) leave(lesson, person);
      await sender.drain();
    },
  };
}

interface Lesson {
  readonly sender: Sender;
  readonly show: (room: Room) => void;
}

async function comeAndGo(
  lesson: Lesson,
  rooms: readonly Room[],
  guests: () => readonly Person[],
  stop: AbortSignal,
): Promise<void> {
  for (let turn = 0; !stop.aborted; turn += 1) {
    const room = rooms[Math.floor(turn / 2) % rooms.length];
    const leaver = guests().find(({ joinedAt }) => Date.now() - joinedAt > shortestStayMs);
    if (turn % 2 === 1 && leaver !== undefined) leave(lesson, leaver);
    else if (room !== undefined) join(lesson, room);
    await pause(everyMs, undefined, { signal: stop }).catch(() => {});
  }
}

function join(lesson: Lesson, room: Room): Person {
  const person = newPerson(room);
  lesson.show(room);
  tell(lesson, person, personWebhook("participant_joined", person), true);
  tell(lesson, person, personWebhook("track_published", person), true);
  return person;
}

function leave(lesson: Lesson, person: Person): void {
  person.leftAt = Date.now();
  lesson.show(person.room);
  tell(lesson, person, personWebhook("participant_left", person), false);
}

function vanish(lesson: Lesson, person: Person): void {
  person.leftAt = Date.now();
  person.hasVanished = true;
  lesson.show(person.room);
}

function tell({ sender }: Lesson, person: Person, webhook: Webhook, showsPresence: boolean): void {
  person.told.push(webhook.id);
  if (showsPresence) person.shownAt.push(Date.now());
  sender.send(webhook);
}
