import { JetStreamApiError, type ConsumerInfo, type StreamInfo } from "@nats-io/jetstream";
import { CodedError } from "@rollcall/contracts";
import type { Bus } from "./bus.ts";
import { differingSettings, notFound } from "./ensure-topology.ts";
import { consumerPlans, defaultLimits, streamPlans, type TopologyLimits } from "./topology.ts";

/** A stream or consumer beside what we ask for; `info` is null when there is none. */
export type Inspected<Info> = {
  readonly name: string;
  readonly info: Info | null;
  readonly differing: readonly DifferingSetting[];
};

export type InspectedConsumer = Inspected<ConsumerInfo> & { readonly stream: string };

export type DifferingSetting = {
  readonly setting: string;
  /** As JSON. */
  readonly actual: string;
  readonly wanted: string;
};

/** The streams as they are. Changes nothing. Throws `bus_unavailable` when JetStream does not answer. */
export async function inspectStreams(
  { jsm }: Pick<Bus, "jsm">,
  limits: Partial<TopologyLimits> = {},
): Promise<readonly Inspected<StreamInfo>[]> {
  return await Promise.all(
    streamPlans({ ...defaultLimits, ...limits }).map(async ({ name, ...plan }) => {
      const info = await orNull(() => jsm.streams.info(name, { subjects_filter: ">" }));
      return { name, info, differing: info === null ? [] : differingSettings(info.config, plan) };
    }),
  );
}

/** The durable consumers as they are. Changes nothing. Throws `bus_unavailable` when JetStream does not answer. */
export async function inspectConsumers({ jsm }: Pick<Bus, "jsm">): Promise<readonly InspectedConsumer[]> {
  return await Promise.all(
    consumerPlans().map(async ({ stream, config }) => {
      const name = config.durable_name;
      const info = await orNull(() => jsm.consumers.info(stream, name));
      return { name, stream, info, differing: info === null ? [] : differingSettings(info.config, config) };
    }),
  );
}

async function orNull<Info>(ask: () => Promise<Info>): Promise<Info | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof JetStreamApiError && notFound.has(error.code)) return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CodedError("bus_unavailable", `JetStream does not answer: ${reason}`, { cause: error });
  }
}
