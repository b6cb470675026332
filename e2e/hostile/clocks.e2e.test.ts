import { setTimeout as lessonGoesOnFor } from "node:timers/promises";
import { shiftedClock, startLiveKit, type Environment } from "@rollcall/servers";
import { startOtlpReceiver, type OtlpReceiver } from "@rollcall/telemetry/testing";
import { eventually, join, type LiveKitAccess } from "@rollcall/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examine } from "../world/doctor.ts";
import { webhookIn } from "../world/world.ts";
import { expectReport } from "./scene/expect-report.ts";
import { openInlet, openInstallation, type Inlet, type Installation } from "./scene/installation.ts";
import { during, leaveNoted, second, stayUntil, trueSeconds, type Truth } from "./scene/truth.ts";
import { expectNeverGone, stateBecomes, watchStatus, type Watch } from "./scene/watch.ts";

const intervalMs = 30 * second;
const keys = { apiKey: "e2e-key", apiSecret: "e2e-secret-of-at-least-32-characters" };

/** A Rollcall whose own clock is wrong. */
interface Wrong {
  readonly aheadMs: number;
  readonly clock: Environment;
  readonly inlet: Inlet;
  readonly otlp: OtlpReceiver;
  readonly installation: Installation;
}

const opened = new AsyncDisposableStack();
let access: LiveKitAccess;
let wrongs: readonly Wrong[];

/** Two installations on one LiveKit: the clock of one is 20 s ahead of LiveKit's, that of the other 20 s behind. */
beforeAll(async () => {
  const prepare = async (aheadMs: number) => ({
    aheadMs,
    clock: await shiftedClock(aheadMs),
    inlet: opened.use(await openInlet()),
    otlp: opened.use(await startOtlpReceiver()),
  });
  const prepared = [await prepare(20 * second), await prepare(-20 * second)];
  const webhookUrls = prepared.map(({ inlet }) => inlet.webhookUrl);
  const livekit = opened.use(await startLiveKit({ ...keys, departureTimeoutSeconds: 2, webhookUrls }));
  access = { url: livekit.url, ...keys };
  const open = async (one: (typeof prepared)[number]): Promise<Wrong> => {
    const name = `${one.aheadMs / second} s`;
    const env = { ...one.clock, ...one.otlp.env, VERIFY_INTERVAL_MS: String(intervalMs) };
    return { ...one, installation: opened.use(await openInstallation(name, access, one.inlet, env)) };
  };
  wrongs = await Promise.all(prepared.map(open));
}, 600_000);
afterAll(() => opened.disposeAsync());

const everywhere = (check: (wrong: Wrong) => Promise<unknown>) => Promise.all(wrongs.map(check));

/** How far LiveKit's clock is known to lie, and a look away. */
const exactSeconds = 1.5;

/** No status counted more time than can have passed. */
function expectHonest({ sightings, about }: Watch, since: number): void {
  for (const { answeredAt, status } of sightings) {
    const most = (answeredAt - since) / second + exactSeconds;
    expect(status.attended.creditedSeconds, `${about}, credited`).toBeLessThanOrEqual(most);
    expect(status.attended.maximumSeconds, `${about}, at most`).toBeLessThanOrEqual(most);
  }
}

describe.concurrent("our clock is 20 s ahead of LiveKit's, or 20 s behind", () => {
  it("the bounds hold the truth: of clean leaves, a crash, and a leave of which no webhook tells", async () => {
    const room = "clocks";
    using _losses = loseLeavesOf("cleo");
    await using alice = await join(access, room, "alice");
    await using bob = await join(access, room, "bob");
    await using cleo = await join(access, room, "cleo");
    const watches = wrongs.map(({ installation: { reader, name } }) =>
      watchStatus(reader, room, "alice", name),
    );
    await everywhere(async ({ installation: { reader } }) => {
      for (const who of ["alice", "bob", "cleo"]) await stateBecomes(reader, room, who, "present");
    });
    await lessonGoesOnFor(5 * second);
    const truth: Truth = new Map([["bob", [stayUntil(bob, await during(() => bob.crash()))]]]);
    truth.set("cleo", [await leaveNoted(cleo)]);
    await everywhere(async ({ installation: { reader } }) => {
      for (const who of ["bob", "cleo"]) await stateBecomes(reader, room, who, "absent", 120 * second);
    });
    for (const watch of watches) {
      await watch[Symbol.asyncDispose]();
      expectNeverGone(watch, alice.sid);
      expectHonest(watch, alice.joining.calledAt);
    }
    truth.set("alice", [await leaveNoted(alice)]);
    await everywhere(async ({ installation: { reader, name } }) => {
      const { attendees } = await expectReport(reader, room, truth, `clock ${name}`);
      const clean = attendees.find(({ identity }) => identity === "alice");
      const { least } = trueSeconds(truth.get("alice") ?? []);
      expect(Math.abs((clean?.attended.creditedSeconds ?? 0) - least)).toBeLessThan(2);
    });
  });

  it("the difference is measured, shown by the doctor, and warned about", async () => {
    await everywhere(async ({ aheadMs, clock, otlp, installation }) => {
      await eventually(
        () => {
          const told = otlp.metrics.findLast(({ name }) => name === "attendance.livekit.clock.apart")?.value;
          expect(Math.abs((told ?? 0) + aheadMs / second)).toBeLessThan(1);
        },
        { withinMs: 2 * intervalMs },
      );
      expect(installation.services.output("verifier")).toContain("livekit.clock_apart");
      const finding = await eventually(
        async () => {
          const report = await examine(installation, { access, intervalMs, options: [], clock });
          const found = report.findings.find(({ code }) => code === "clocks_differ");
          // A machine that is too busy for a measurement within the doctor's limits cannot be checked.
          expect(found?.level).toBe("warning");
          return found;
        },
        { withinMs: 60 * second },
      );
      expect(finding?.found).toContain(aheadMs > 0 ? "behind ours" : "ahead of ours");
    });
  });
});

/** No installation hears that this person left. */
function loseLeavesOf(identity: string): Disposable {
  const rules = new DisposableStack();
  for (const { inlet } of wrongs) {
    rules.use(
      inlet.proxy.rule((passing) => {
        const webhook = webhookIn(passing);
        const isLost = webhook.identity === identity && webhook.event === "participant_left";
        return isLost ? { status: 200 } : "pass";
      }),
    );
  }
  return rules;
}
