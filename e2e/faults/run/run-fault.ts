import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../fault.ts";
import { openInstallation, type Installation } from "../installation/open-installation.ts";
import type { Finding, Invariant } from "../invariant.ts";
import { startTraffic, type Traffic } from "../traffic/start-traffic.ts";
import { resourcesOf } from "./resources.ts";
import { settle } from "./settle.ts";
import { watchMeetings } from "./watch.ts";

/** What became of everything that must hold, while one thing broke. */
export interface Row {
  readonly fault: Fault;
  /** What the fault itself did, in figures; why it failed, when it did. */
  readonly happened: string;
  /** The webhooks, what went wrong on their way, and how often they were tried again. */
  readonly traffic: string;
  /** In the order of the invariants; none when the fault itself failed. */
  readonly findings: readonly Finding[];
  readonly holds: boolean;
}

export type Tell = (step: string) => void;

const warmUpMs = 4_000;
const goesOnMs = 3_000;

/** Starts the whole product, lets people come and go, breaks one thing, heals it, waits, and checks. */
export async function runFault(fault: Fault, invariants: readonly Invariant[], tell: Tell): Promise<Row> {
  tell("starting");
  await using installation = await openInstallation(fault);
  const traffic = startTraffic(installation);
  await using watch = watchMeetings(installation, traffic);
  await pause(warmUpMs);
  traffic.vanish();
  const before = await resourcesOf(installation.services);
  let happened: string;
  try {
    tell("breaking");
    happened = await strike(fault, installation, traffic);
  } catch (error) {
    await traffic.ringTheBell();
    return failed(fault, traffic, error);
  }
  const healedAt = performance.now();
  tell("healed");
  await pause(goesOnMs);
  await traffic.ringTheBell();
  const settled = await settle(installation, traffic, healedAt, fault.heldBack ?? 0);
  tell("checking");
  const run = { fault, installation, traffic, watch, settled, before };
  const findings: Finding[] = [];
  for (const invariant of invariants) findings.push(await invariant.check(run));
  const holds = findings.every((finding) => finding.holds);
  return { fault, happened, traffic: trafficIn(traffic), findings, holds };
}

async function strike(fault: Fault, installation: Installation, traffic: Traffic): Promise<string> {
  const heal = await fault.inject(installation, traffic);
  await pause(fault.lastsMs);
  return await heal();
}

function failed(fault: Fault, traffic: Traffic, error: unknown): Row {
  const why = error instanceof Error ? error.message : String(error);
  return { fault, happened: why, traffic: trafficIn(traffic), findings: [], holds: false };
}

function trafficIn({ sender }: Traffic): string {
  const failures = [...sender.failures].map(([why, times]) => `${times} × ${why}`);
  const givenUp = sender.givenUp.size > 0 ? [`${sender.givenUp.size} given up`] : [];
  return [`${sender.acknowledged.size} acknowledged`, ...failures, ...givenUp].join(", ");
}
