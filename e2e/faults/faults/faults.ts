import type { Fault } from "../fault.ts";
import { killed, stopped } from "./processes.ts";

/** The rows of the matrix. */
export const faults: readonly Fault[] = [
  killed("ingress"),
  killed("attendance"),
  killed("verifier"),
  killed("query"),
  killed("nats-server"),
  killed("mongod"),
  stopped("ingress"),
  stopped("attendance"),
  stopped("verifier"),
  stopped("query"),
  stopped("nats-server"),
  stopped("mongod"),
];
