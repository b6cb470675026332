import type { Fault } from "../fault.ts";
import { crashBeforeAck } from "./crash-before-ack.ts";
import { diskFull } from "./disk-full.ts";
import { checksDeleted, consumerDeleted, redeliveryStorm, streamDeleted, streamFull } from "./jetstream.ts";
import { livekitHangs, livekitListsNobody, livekitRefuses } from "./livekit-api.ts";
import { connectionsReset, halfOpen, partitioned, slowNetwork } from "./network.ts";
import { poison } from "./poison.ts";
import { killed, stopped } from "./processes.ts";
import { stepDown } from "./step-down.ts";
import { powerCut, rollingRestart } from "./stops.ts";
import { truncatedFile } from "./truncated-file.ts";
import { forgedFlood, hugeBodies, idleSockets, slowHeaders, stuckReaders } from "./strangers.ts";

/** The rows of the matrix. */
export const faults: readonly Fault[] = [
  killed("ingress"),
  killed("attendance"),
  killed("verifier"),
  killed("query"),
  killed("nats-server"),
  killed("mongod"),
  powerCut,
  crashBeforeAck,
  rollingRestart,
  stopped("ingress"),
  stopped("attendance"),
  stopped("verifier"),
  stopped("query"),
  stopped("nats-server"),
  stopped("mongod"),
  stepDown,
  partitioned("NATS"),
  partitioned("MongoDB"),
  halfOpen("NATS"),
  halfOpen("MongoDB"),
  slowNetwork,
  connectionsReset,
  streamFull,
  ...diskFull,
  consumerDeleted,
  streamDeleted,
  checksDeleted,
  truncatedFile,
  redeliveryStorm,
  poison,
  livekitHangs,
  livekitRefuses,
  livekitListsNobody,
  idleSockets,
  slowHeaders,
  hugeBodies,
  forgedFlood,
  stuckReaders,
];
