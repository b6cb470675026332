import {
  censusSchema,
  snapshotSchema,
  subjects,
  type CensusMessage,
  type SnapshotMessage,
} from "@rollcall/contracts";
import { openBus, subscribe, type Bus } from "@rollcall/messaging";
import { createLogger } from "@rollcall/runtime";
import type { LiveKitAccess } from "@rollcall/livekit";
import { configSchema } from "../src/config.ts";
import { startVerifier, type LiveKitTuning } from "../src/start-verifier.ts";

const log = createLogger("test", { level: "silent" });

/** A verifier in the test's own process, with a free port for its health routes. */
export async function runVerifier(
  servers: { readonly natsUrl: string; readonly mongodbUrl: string; readonly livekit: LiveKitAccess },
  { intervalMs = 1_000, ...tuning }: LiveKitTuning & { readonly intervalMs?: number } = {},
): Promise<AsyncDisposable> {
  const config = configSchema.parse({
    LIVEKIT_URL: servers.livekit.url,
    LIVEKIT_API_KEY: servers.livekit.apiKey,
    LIVEKIT_API_SECRET: servers.livekit.apiSecret,
    NATS_URL: servers.natsUrl,
    MONGODB_URL: servers.mongodbUrl,
    VERIFY_INTERVAL_MS: String(intervalMs),
    VERIFIER_PORT: "0",
  });
  const app = new AsyncDisposableStack();
  try {
    await startVerifier({ config, log, app }, tuning);
    return app;
  } catch (error) {
    await app.disposeAsync();
    throw error;
  }
}

/** Everything that the verifier says, in order, from the moment of listening on. */
export interface Heard extends AsyncDisposable {
  readonly bus: Bus;
  readonly snapshots: SnapshotMessage[];
  readonly censuses: CensusMessage[];
  /** Subjects of the work queue's messages, schedules included. */
  readonly work: { readonly subject: string; readonly body: unknown }[];
  of(room: string): readonly SnapshotMessage[];
}

export async function hear(natsUrl: string): Promise<Heard> {
  const bus = await openBus({ url: natsUrl, name: "test", log });
  const snapshots: SnapshotMessage[] = [];
  const censuses: CensusMessage[] = [];
  const work: { subject: string; body: unknown }[] = [];
  subscribe(bus, subjects.snapshot, ({ body }) => void snapshots.push(snapshotSchema.parse(body)));
  subscribe(bus, subjects.census, ({ body }) => void censuses.push(censusSchema.parse(body)));
  subscribe(bus, subjects.allChecks, ({ subject, body }) => void work.push({ subject, body }));
  return {
    bus,
    snapshots,
    censuses,
    work,
    of: (room) => snapshots.filter((snapshot) => snapshot.room === room),
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
  };
}
