import { consumers, streams } from "@rollcall/contracts";
import type { Fault } from "../fault.ts";

const { stream, durable } = consumers.attendance;

export const streamFull: Fault = {
  name: "stream-full",
  why: "the stream of evidence reaches `max_bytes` under load and stays full for 8 s",
  lastsMs: 8_000,
  async inject({ bus: { jsm } }, { sender }) {
    const { state, config } = await jsm.streams.info(stream);
    await jsm.streams.update(stream, { max_bytes: state.bytes + 20_000 });
    return async () => {
      await jsm.streams.update(stream, { max_bytes: config.max_bytes });
      return `refused ${sender.failures.get("503") ?? 0} times`;
    };
  },
};

export const consumerDeleted: Fault = {
  name: "consumer-deleted",
  why: "somebody deletes the durable consumer of attendance",
  lastsMs: 3_000,
  async inject({ bus: { jsm } }) {
    await jsm.consumers.delete(stream, durable);
    return async () => "deleted";
  },
};

export const streamDeleted: Fault = {
  name: "stream-deleted",
  why: "somebody deletes the stream of evidence, with its consumer; what attendance had not taken in that moment is gone",
  lastsMs: 3_000,
  mayLose: 10,
  async inject({ bus: { jsm } }) {
    await jsm.streams.delete(stream);
    return async () => "deleted";
  },
};

export const checksDeleted: Fault = {
  name: "checks-deleted",
  why: "somebody deletes the work queue of the verifier, with the schedule of its sweeps",
  lastsMs: 3_000,
  async inject({ bus: { jsm } }) {
    await jsm.streams.delete(streams.checks);
    return async () => "deleted";
  },
};

const ackWaitMs = 1_000;
/** There and back takes longer than the ack wait, and shorter than ingress waits for a confirmation. */
const wayMs = 600;

export const redeliveryStorm: Fault = {
  name: "redelivery-storm",
  why: `the ack wait is ${ackWaitMs / 1_000} s and every ack takes longer, so that all messages come again and again for 12 s`,
  lastsMs: 12_000,
  async inject({ bus: { jsm }, natsWay }) {
    const { config } = await jsm.consumers.info(stream, durable);
    await jsm.consumers.update(stream, durable, { ...config, ack_wait: ackWaitMs * 1_000_000 });
    const slow = natsWay.slow(wayMs, 0);
    return async () => {
      slow[Symbol.dispose]();
      const { delivered } = await jsm.consumers.update(stream, durable, config);
      return `${delivered.consumer_seq - delivered.stream_seq} deliveries too many`;
    };
  },
};
