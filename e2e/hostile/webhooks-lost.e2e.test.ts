import { setTimeout as pause } from "node:timers/promises";
import { stayEvidenceSchema } from "@rollcall/contracts";
import { freePort } from "@rollcall/servers";
import { startOtlpReceiver, type OtlpReceiver } from "@rollcall/telemetry/testing";
import { eventually, type Participant } from "@rollcall/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorld, type World } from "../world/world.ts";
import { expectReport, promisedMs } from "./scene/expect-report.ts";
import { during, leaveNoted, second, stayUntil, type Truth, type TrueStay } from "./scene/truth.ts";
import { stateBecomes } from "./scene/watch.ts";

const intervalMs = 30 * second;
/** What a look at a room may take on a busy machine. */
const slackMs = 10 * second;
const outageMs = 60 * second;

let otlp: OtlpReceiver;
let world: World;
let livekitMetrics: string;
beforeAll(async () => {
  otlp = await startOtlpReceiver();
  const port = await freePort();
  livekitMetrics = `http://127.0.0.1:${port}/metrics`;
  world = await openWorld({
    env: { ...otlp.env, VERIFY_INTERVAL_MS: String(intervalMs) },
    livekit: {
      // LiveKit's own defaults, which operators have until they change them.
      webhookQueue: { maxAgeSeconds: 30, maxDepth: 200 },
      extraYaml: `prometheus: { port: ${port} }`,
    },
  });
}, 600_000);
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await otlp[Symbol.asyncDispose]();
});

/** How many webhooks LiveKit itself says that it gave up. */
async function givenUp(): Promise<number> {
  const text = await (await fetch(livekitMetrics)).text();
  const lines = text.matchAll(
    /^livekit_webhook_dispatch_total\{[^}]*status="(?:drop|failure)"[^}]*\} (\S+)/gm,
  );
  return [...lines].reduce((total, [, count]) => total + Number(count), 0);
}

/** The newest value of one of the product's counters. */
const counted = (name: string): number =>
  otlp.metrics.findLast((metric) => metric.name === name && metric.value !== null)?.value ?? 0;

/** Which webhooks about a stay arrived. */
async function arrivedFor(sid: string): Promise<readonly string[]> {
  const answer = await world.reader.get(`/api/stays/${sid}/evidence`);
  const { evidence } = stayEvidenceSchema.parse(await answer.json());
  return evidence.map(({ subject }) => subject.replace("evidence.webhook.", ""));
}

it("ingress is away for a minute while people come and go, and LiveKit gives webhooks up: every loss is found, counted, and the report is right", async () => {
  const room = "busy";
  await using seats = new AsyncDisposableStack();
  const join = async (identity: string) => seats.use(await world.join(room, identity));
  const truth: Truth = new Map();
  const early: Participant[] = [];
  for (let number = 0; number < 8; number += 1) early.push(await join(`early-${number}`));
  const checks: Promise<unknown>[] = [];
  await world.services.service("ingress").kill();
  const awaySince = Date.now();
  const late: Participant[] = [];
  for (const [number, person] of early.entries()) {
    const left = await during(() => person.leave());
    truth.set(person.identity, [stayUntil(person, left)]);
    checks.push(stateBecomes(world.reader, room, person.identity, "absent", promisedMs));
    const newcomer = await join(`late-${number}`);
    checks.push(stateBecomes(world.reader, room, newcomer.identity, "present", 2 * intervalMs + slackMs));
    late.push(newcomer);
    await pause(Math.max(0, awaySince + ((number + 1) * outageMs) / early.length - Date.now()));
  }
  await world.services.service("ingress").restart();
  await Promise.all(checks);
  for (const person of late) truth.set(person.identity, [await leaveNoted(person)]);
  await expectReport(world.reader, room, truth);

  const stays: readonly TrueStay[] = [...truth.values()].flat();
  const arrived = await Promise.all(stays.map(({ sid }) => arrivedFor(sid)));
  const without = (event: string) => arrived.filter((events) => !events.includes(event)).length;
  const lost = { joins: without("participant_joined"), leaves: without("participant_left") };
  expect(await givenUp()).toBeGreaterThanOrEqual(lost.joins + lost.leaves);
  expect(lost.joins).toBeGreaterThan(0);
  expect(lost.leaves).toBeGreaterThan(0);
  await eventually(() => {
    expect(counted("attendance.joins.healed")).toBeGreaterThanOrEqual(lost.joins);
    expect(counted("attendance.leaves.healed")).toBeGreaterThanOrEqual(lost.leaves);
  });
});
