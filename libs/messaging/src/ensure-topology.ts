import { DiscardPolicy, JetStreamApiError, StorageType } from "@nats-io/jetstream";
import { CodedError, streams, subjects } from "@rollcall/contracts";
import type { Bus } from "./bus.ts";
import {
  consumerPlans,
  defaultLimits,
  streamPlans,
  type ConsumerPlan,
  type StreamPlan,
  type TopologyLimits,
} from "./topology.ts";

const oldestServer = [2, 14] as const;
const streamExistsOtherwise = 10058;
const consumerExistsOtherwise = 10148;
/** No such consumer; no such stream. */
export const notFound: ReadonlySet<number> = new Set([10_014, 10_059]);

/**
 * Makes the streams and consumers be as planned. Any number of instances may do so at once and again. What is as
 * planned is only looked at, so that a user of NATS who may not make streams can still start. Throws
 * `bus_unavailable`, with a message for people, when the server is too old, refuses a setting, or ignores it.
 */
export async function ensureTopology(bus: Bus, limits: Partial<TopologyLimits> = {}): Promise<void> {
  refuseOldServer(bus.nc.info?.version ?? "unknown");
  for (const plan of streamPlans({ ...defaultLimits, ...limits })) await ensureStream(bus, plan);
  for (const plan of consumerPlans()) await ensureConsumer(bus, plan);
}

/**
 * Resolves when evidence that is published is kept, whatever else differs from the plan. Throws `bus_unavailable` when
 * the server is too old, or the stream is missing or drops what it should keep.
 */
export async function requireEvidence({ nc, jsm }: Bus): Promise<void> {
  refuseOldServer(nc.info?.version ?? "unknown");
  const { config } = await jsm.streams.info(streams.evidence);
  const isKept =
    config.subjects.includes(subjects.allEvidence) &&
    config.storage === StorageType.File &&
    config.discard === DiscardPolicy.New;
  if (!isKept)
    throw new CodedError("bus_unavailable", `The stream ${streams.evidence} does not keep evidence`);
}

export async function ensureStream({ jsm }: Bus, plan: StreamPlan): Promise<void> {
  const info = await explain(`stream ${plan.name}`, async () => {
    const found = await orNone(() => jsm.streams.info(plan.name));
    if (found !== undefined && differingSettings(found.config, plan).length === 0) return found;
    return await createOrUpdate(
      streamExistsOtherwise,
      () => jsm.streams.add(plan),
      () => jsm.streams.update(plan.name, plan),
    );
  });
  const ignored = differingSettings(info.config, plan).map(({ setting }) => setting);
  if (ignored.length > 0) {
    throw new CodedError("bus_unavailable", `NATS ignores ${ignored.join(", ")} of the stream ${plan.name}`);
  }
}

export async function ensureConsumer({ jsm }: Bus, { stream, config }: ConsumerPlan): Promise<void> {
  await explain(`consumer ${config.durable_name} of the stream ${stream}`, async () => {
    const found = await orNone(() => jsm.consumers.info(stream, config.durable_name));
    if (found !== undefined && differingSettings(found.config, config).length === 0) return;
    await createOrUpdate(
      consumerExistsOtherwise,
      () => jsm.consumers.add(stream, config),
      () => jsm.consumers.update(stream, config.durable_name, config),
    );
  });
}

async function orNone<Info>(ask: () => Promise<Info>): Promise<Info | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof JetStreamApiError && notFound.has(error.code)) return undefined;
    throw error;
  }
}

async function createOrUpdate<Info>(
  otherwise: number,
  create: () => Promise<Info>,
  update: () => Promise<Info>,
): Promise<Info> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === otherwise) return await update();
    throw error;
  }
}

async function explain<Info>(what: string, run: () => Promise<Info>): Promise<Info> {
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CodedError("bus_unavailable", `NATS refuses the ${what}: ${reason}`, { cause: error });
  }
}

/** Older servers ignore what they do not know, without a word. */
export function refuseOldServer(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldestServer[0] || (major === oldestServer[0] && minor >= oldestServer[1])) return;
  const needed = oldestServer.join(".");
  throw new CodedError("bus_unavailable", `nats-server is version ${version}, at least ${needed} is needed`);
}

/** The settings of `wanted` that `actual` has otherwise or lacks; both values as JSON. */
export function differingSettings(
  actual: object,
  wanted: object,
): readonly { readonly setting: string; readonly actual: string; readonly wanted: string }[] {
  const found = new Map<string, unknown>(Object.entries(actual));
  return Object.entries(wanted).flatMap(([setting, value]) =>
    isEqual(found.get(setting), value)
      ? []
      : [{ setting, actual: JSON.stringify(found.get(setting)) ?? "not set", wanted: JSON.stringify(value) }],
  );
}

const isEqual = (actual: unknown, wanted: unknown) =>
  Array.isArray(wanted) ? JSON.stringify(actual) === JSON.stringify(wanted) : actual === wanted;
