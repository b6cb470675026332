import { streams } from "@rollcall/contracts";
import type { Bus } from "./bus.ts";
import { publish, seconds, type PublishOptions } from "./publish.ts";
import { sendUntil } from "./send-until.ts";

type Schedule = {
  /** One schedule lives under each subject; one of the stream CHECKS. */
  readonly scheduleSubject: string;
  /** Where the message is to appear; a subject of the same stream. */
  readonly target: string;
  readonly body: string | Uint8Array;
  /** How long the message that appears may wait for a consumer, in milliseconds; whole seconds, at least one. */
  readonly ttlMs?: number;
};

export type OneTimeSchedule = Schedule & {
  /** Milliseconds since the epoch; an instant in the past is due at once. */
  readonly at: number;
  /** A schedule that waits already under this subject stays, so that further requests never postpone it. */
  readonly keepFirst: boolean;
};

/** The interval in milliseconds, in whole seconds, at least one. */
export type RepeatedSchedule = Schedule & { readonly everyMs: number };

/** Has a message appear later. `kept` when an earlier schedule of this subject stays. Codes: as `publish`. */
export async function scheduleAt(
  bus: Bus,
  schedule: OneTimeSchedule,
  options: PublishOptions = {},
): Promise<"scheduled" | "kept"> {
  const specification = { at: new Date(schedule.at) };
  return await place(bus, schedule, specification, schedule.keepFirst ? 0 : undefined, options);
}

/**
 * Has a message appear at each interval, for all instances together. An equal schedule stays as it is, so that
 * starting instances do not push the next tick away; one with another interval is replaced. Missed ticks are
 * not made up. Codes: as `publish`.
 */
export async function scheduleEvery(
  bus: Bus,
  schedule: RepeatedSchedule,
  options: PublishOptions = {},
): Promise<"scheduled" | "kept"> {
  const every = seconds(schedule.everyMs);
  const current = await currentSchedule(bus, schedule.scheduleSubject, options.timeoutMs ?? 5000);
  if (current?.specification === `@every ${every}` && current.target === schedule.target) return "kept";
  return await place(bus, schedule, { every }, current?.sequence ?? 0, options);
}

async function place(
  bus: Bus,
  { scheduleSubject: subject, target, body, ttlMs }: Schedule,
  specification: { at: Date } | { every: string },
  lastSubjectSequence: number | undefined,
  options: PublishOptions,
): Promise<"scheduled" | "kept"> {
  const ttl = ttlMs === undefined ? {} : { ttl: seconds(ttlMs) };
  const expect = lastSubjectSequence === undefined ? {} : { expect: { lastSubjectSequence } };
  const isUntraced = "every" in specification;
  const extra = { schedule: { specification, target, ...ttl }, ...expect, isUntraced };
  const { duplicate } = await publish(bus, { subject, body }, options, extra);
  return duplicate ? "kept" : "scheduled";
}

async function currentSchedule(bus: Bus, subject: string, limitMs: number) {
  const stored = await sendUntil(bus, performance.now() + limitMs, () =>
    bus.jsm.streams.getMessage(streams.checks, { last_by_subj: subject }),
  );
  if (!stored) return undefined;
  const { header, seq } = stored;
  return {
    sequence: seq,
    specification: header.get("Nats-Schedule"),
    target: header.get("Nats-Schedule-Target"),
  };
}
