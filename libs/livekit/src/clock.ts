import { setTimeout as delay } from "node:timers/promises";
import { mergeOffset, readOffset, recentReadings, type Offset, type OffsetReading } from "./clock-offset.ts";
import { httpBase } from "./twirp.ts";

export type ClockOptions = {
  /** LiveKit's address: http, https, ws or wss. */
  readonly url: string;
  /** Default 30 s. */
  readonly everyMs?: number;
};

/** The instant in LiveKit's clock, milliseconds since the epoch, whole. */
export type LiveKitInstant = {
  readonly earliest: number;
  readonly latest: number;
  /** False: LiveKit has told no time yet, and 10 s of difference either way are assumed. */
  readonly isMeasured: boolean;
};

/**
 * LiveKit's clock, as its `Date` headers tell it. Our own clock may be set at any time without harm: offsets are
 * kept against the monotonic one. Several LiveKit nodes behind one address widen the bounds to those of all.
 */
export type Clock = AsyncDisposable & {
  /** When in LiveKit's clock our clock showed `localMs` (recently). */
  toLiveKit(localMs: number): LiveKitInstant;
  /** Takes a round of readings at once, about a second; without effect when LiveKit is away. */
  measure(): Promise<void>;
  /** Measures now and again, until disposed. */
  start(): void;
};

const unmeasuredMs = 10_000;
/** Readings spread over one second, so that together they tell the turn of LiveKit's second to an eighth. */
const readingsPerRound = 8;
const answerWithinMs = 2000;

export function createClock({ url, everyMs = 30_000 }: ClockOptions): Clock {
  let readings: readonly OffsetReading[] = [];
  let running: Promise<void> | undefined;
  const stopped = new AbortController();
  const measure = async () => {
    readings = recentReadings([...readings, ...(await takeRound(httpBase(url), stopped.signal))]);
  };
  return {
    toLiveKit: (localMs) => liveKitInstant(localMs, mergeOffset(readings, performance.now())),
    measure,
    start() {
      running ??= repeat(measure, everyMs, stopped.signal);
    },
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await running;
    },
  };
}

function liveKitInstant(localMs: number, offset: Offset | null): LiveKitInstant {
  if (offset === null) {
    return { earliest: localMs - unmeasuredMs, latest: localMs + unmeasuredMs, isMeasured: false };
  }
  const monotonic = localMs - (Date.now() - performance.now());
  // Both clocks' milliseconds are cut off, one each.
  return {
    earliest: Math.floor(monotonic + offset.min) - 1,
    latest: Math.ceil(monotonic + offset.max) + 1,
    isMeasured: true,
  };
}

async function repeat(measure: () => Promise<void>, everyMs: number, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await measure();
    await pause(everyMs, stopped);
  }
}

async function takeRound(url: string, stopped: AbortSignal): Promise<readonly OffsetReading[]> {
  const round: OffsetReading[] = [];
  for (let taken = 0; taken < readingsPerRound && !stopped.aborted; taken += 1) {
    if (taken > 0) await pause(1000 / readingsPerRound, stopped);
    const reading = await takeReading(url, stopped);
    if (reading === null) return round;
    round.push(reading);
  }
  return round;
}

/** Null when LiveKit is away or the answer's time is not its own. */
async function takeReading(url: string, stopped: AbortSignal): Promise<OffsetReading | null> {
  const sentAt = performance.now();
  try {
    const response = await fetch(url, {
      headers: { "cache-control": "no-store" },
      redirect: "manual",
      signal: AbortSignal.any([stopped, AbortSignal.timeout(answerWithinMs)]),
    });
    const receivedAt = performance.now();
    await response.body?.cancel();
    const date = Date.parse(response.headers.get("date") ?? "");
    // An aged answer comes from a cache, with the time at which it went in.
    if (Number.isNaN(date) || response.headers.has("age")) return null;
    return readOffset({ sentAt, receivedAt, date });
  } catch {
    // Who needs LiveKit itself finds out and says so; time passes here, and the bounds widen.
    return null;
  }
}

async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: stopped, ref: false }).catch(() => {});
}
