import { consumers as names } from "@rollcall/contracts";
import { inspectConsumers, type Bus, type InspectedConsumer } from "@rollcall/messaging";
import { setTimeout as pause } from "node:timers/promises";
import type { Check } from "../check.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import { counted } from "../../counted.ts";

/** Long enough for a batch to end and the next to be asked for. */
const lookAgainMs = 1_000;
const looks = 4;
const lateMs = 10_000;
const tooLateMs = 60_000;

/** The durable consumers: as planned, asked for work by somebody, and how far they are behind. */
export const consumers: Check = {
  name: "consumers",
  limitMs: 12_000,
  async run({ bus }) {
    const open = await bus();
    const first = await inspectConsumers(open);
    const latest = await untilTaken(open, first);
    const findings = await Promise.all(latest.map((consumer) => judgeConsumer(open, consumer, first)));
    return findings.flat();
  },
};

/** A consumer whose services are busy has nobody waiting for a moment. */
async function untilTaken(
  bus: Bus,
  first: readonly InspectedConsumer[],
): Promise<readonly InspectedConsumer[]> {
  let latest = first;
  for (let look = 1; look < looks && latest.some((one) => !isTaken(one, first)); look += 1) {
    await pause(lookAgainMs);
    latest = await inspectConsumers(bus);
  }
  return latest;
}

function isTaken({ name, info }: InspectedConsumer, first: readonly InspectedConsumer[]): boolean {
  if (info === null || info.num_waiting > 0) return true;
  const before = first.find((one) => one.name === name)?.info;
  return (
    before !== null && before !== undefined && info.delivered.consumer_seq > before.delivered.consumer_seq
  );
}

async function judgeConsumer(
  bus: Bus,
  consumer: InspectedConsumer,
  first: readonly InspectedConsumer[],
): Promise<readonly Finding[]> {
  const { name, stream, info, differing } = consumer;
  if (info === null) return [missing(consumer)];
  const changed = differing.map(({ setting, actual, wanted }) =>
    problem("consumer_changed", {
      found: `The consumer ${name} has ${setting} ${actual}, not ${wanted}.`,
      effect: "Evidence can be skipped, or given up too soon.",
      change: `${restart} Where NATS refuses the change: nats consumer rm ${stream} ${name} first; nothing is lost.`,
      measured: { consumer: name, setting, actual, wanted },
    }),
  );
  const idle = isTaken(consumer, first) ? [] : [untaken(consumer)];
  const behindMs = await lagOf(bus, consumer);
  const pending = info.num_pending + info.num_ack_pending;
  return [...changed, ...idle, judgeLag(name, pending, behindMs)];
}

const restart = "Restart a service: each makes and sets the consumers at its start.";

const works: Readonly<Record<string, string>> = {
  [names.attendance.durable]: "Evidence is kept but not read: the record stands still.",
  [names.verifier.durable]:
    "No room is looked at: live stays turn unverified, and lost leaves are not found.",
  [names.deadLetters.durable]:
    "What processes die over is not put aside, and disappears when its advisory expires.",
};

const missing = ({ name, stream }: InspectedConsumer): Finding =>
  problem("consumer_missing", {
    found: `The consumer ${name} of the stream ${stream} does not exist.`,
    effect: works[name] ?? "Messages wait for ever.",
    change: restart,
    measured: { consumer: name },
  });

const untaken = ({ name }: InspectedConsumer): Finding =>
  problem("consumer_not_taken", {
    found: `Nobody asks the consumer ${name} for messages.`,
    effect: works[name] ?? "Messages wait for ever.",
    change: `Start ${name === names.verifier.durable ? "the verifier" : "attendance"}, or see its log; its NATS_URL must be ours, and its user may ask for messages.`,
    measured: { consumer: name },
  });

/** How old the oldest message is that is not settled; 0 when none waits. */
async function lagOf({ jsm }: Bus, { stream, info }: InspectedConsumer): Promise<number> {
  if (info === null || info.num_pending + info.num_ack_pending === 0) return 0;
  const next = { seq: info.ack_floor.stream_seq + 1, next_by_subj: ">" };
  const oldest = await jsm.streams.getMessage(stream, next);
  return oldest === null ? 0 : Math.max(0, Date.now() - oldest.time.getTime());
}

/** What waits for a consumer, and for how long. */
export function judgeLag(consumer: string, pending: number, behindMs: number): Finding {
  const measured = { consumer, pending, behindMs };
  const waiting =
    pending === 0 ? "nothing waits" : `${counted(pending, "message")} ${pending === 1 ? "waits" : "wait"}`;
  if (behindMs < lateMs) return ok("consumer_keeps_up", `${consumer}: ${waiting}.`, measured);
  const tell = behindMs < tooLateMs ? warning : problem;
  return tell("consumer_behind", {
    found: `${consumer}: ${waiting}, the oldest for ${Math.round(behindMs / 1000)} s.`,
    effect:
      consumer === names.attendance.durable
        ? "The record is as old as that; live stays turn unverified when it passes two and a half intervals."
        : (works[consumer] ?? "Messages wait."),
    change:
      consumer === names.attendance.durable
        ? "Start more instances of attendance, or see its log for store_unavailable and for messages that fail."
        : "Start more instances of the verifier, or see its log for livekit_timeout.",
    measured,
  });
}
