import { describe, expect, it, vi } from "vitest";
import { startFakeLiveKit } from "../testing/index.ts";
import { createClock, type LiveKitInstant } from "./clock.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };

const holds = ({ earliest, latest }: LiveKitInstant, instant: number) =>
  earliest <= instant && instant <= latest;

describe.concurrent("the clock of LiveKit", () => {
  it("is not known at first: ten seconds either way are assumed", async () => {
    await using clock = createClock({ url: "http://127.0.0.1:9" });
    expect(clock.toLiveKit(50_000)).toEqual({ earliest: 40_000, latest: 60_000, isMeasured: false });
  });

  it.each([0, 7300, -7300])("is found %d ms ahead of ours", async (ahead) => {
    await using livekit = await startFakeLiveKit({ ...key, clockAheadMs: () => ahead });
    await using clock = createClock({ url: livekit.url });
    await clock.measure();
    const now = Date.now();
    const found = clock.toLiveKit(now);
    expect(found.isMeasured).toBe(true);
    expect(holds(found, now + ahead)).toBe(true);
    // One reading alone leaves a second open.
    expect(found.latest - found.earliest).toBeLessThan(1000);
  });

  it.each(["hang", "break", { status: 503 }] as const)("stays known when LiveKit fails: %o", async (fate) => {
    await using livekit = await startFakeLiveKit(key);
    await using clock = createClock({ url: livekit.url });
    await clock.measure();
    using _ = livekit.meet("*", fate);
    await clock.measure();
    const now = Date.now();
    expect(clock.toLiveKit(now).isMeasured).toBe(true);
    expect(holds(clock.toLiveKit(now), now)).toBe(true);
  });

  it("is measured again and again once started, until disposed", async () => {
    await using livekit = await startFakeLiveKit(key);
    const clock = createClock({ url: livekit.url, everyMs: 10 });
    clock.start();
    await vi.waitFor(() => expect(clock.toLiveKit(0).isMeasured).toBe(true), 4000);
    await clock[Symbol.asyncDispose]();
  });
});

it("stays known when our own clock is set", async () => {
  await using livekit = await startFakeLiveKit(key);
  await using clock = createClock({ url: livekit.url });
  await clock.measure();
  const truth = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: truth + 3_600_000 });
  const found = clock.toLiveKit(Date.now());
  vi.useRealTimers();
  expect(holds(found, truth)).toBe(true);
});
