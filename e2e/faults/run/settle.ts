import { setTimeout as pause } from "node:timers/promises";
import { consumers } from "@rollcall/contracts";
import type { ApiStay } from "@rollcall/contracts";
import type { Installation } from "../installation/open-installation.ts";
import type { Traffic } from "../traffic/start-traffic.ts";
import { isThere, type Person } from "../traffic/people.ts";
import { readMeeting } from "./watch.ts";

/** How long it took after healing, ms; null when the limit came first. */
export interface Settled {
  readonly lagZeroMs: number | null;
  readonly staysMs: number | null;
  /** What is still wrong when the limit has come. */
  readonly left: readonly string[];
}

/** What the product promises for a lost leave. */
export const promisedMs = 120_000;

const everyMs = 500;

/** Waits until nothing waits for attendance (but for `heldBack` messages) and everybody is where they truly are. */
export async function settle(
  installation: Installation,
  traffic: Traffic,
  healedAt: number,
  heldBack: number,
): Promise<Settled> {
  let [lagZeroMs, staysMs]: (number | null)[] = [null, null];
  let left: readonly string[] = [];
  while (performance.now() - healedAt < promisedMs && (lagZeroMs === null || staysMs === null)) {
    if ((await lagOf(installation)) <= heldBack) lagZeroMs ??= performance.now() - healedAt;
    left = await unsettled(installation, traffic);
    if (left.length === 0) staysMs ??= performance.now() - healedAt;
    await pause(everyMs);
  }
  return { lagZeroMs: lagZeroMs ?? null, staysMs: staysMs ?? null, left };
}

/** Infinite while NATS does not tell. */
async function lagOf({ bus }: Installation): Promise<number> {
  const { stream, durable } = consumers.attendance;
  try {
    const { num_pending, num_ack_pending } = await bus.jsm.consumers.info(stream, durable);
    return num_pending + num_ack_pending;
  } catch {
    return Infinity;
  }
}

async function unsettled({ reader }: Installation, traffic: Traffic): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const room of traffic.rooms) {
    const meeting = await readMeeting(reader, room.sid, []);
    if (meeting === null) return [`${room.sid} cannot be read`];
    const stays = new Map(meeting.attendees.flatMap((one) => one.stays.map((stay) => [stay.sid, stay])));
    wrong.push(...room.people.filter((person) => !isTrue(stays.get(person.sid), person, traffic)).map(sidOf));
  }
  return wrong;
}

const sidOf = ({ sid }: Person): string => sid;

function isTrue(stay: ApiStay | undefined, person: Person, { sender }: Traffic): boolean {
  if (stay === undefined) return !isThere(person) && !person.told.some((id) => sender.acknowledged.has(id));
  return isThere(person) ? stay.state === "present" : stay.state === "ended";
}
