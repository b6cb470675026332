import { wholeNumber } from "@rollcall/runtime";
import type { TopologyLimits } from "./topology.ts";

const dayMs = 86_400_000;
const mebibyte = 1024 * 1024;

/** Settings of every program that makes streams, or looks whether they are as planned: the same for all of them. */
export const streamSettings = {
  /** How many servers of a cluster keep each message before it counts as stored. */
  NATS_REPLICAS: wholeNumber(1, { min: 1, max: 5 }),
  EVIDENCE_MAX_AGE_DAYS: wholeNumber(30, { min: 1, max: 3650 }),
  EVIDENCE_MAX_MIB: wholeNumber(2048, { min: 1, max: 1024 * 1024 }),
  DEAD_MAX_AGE_DAYS: wholeNumber(90, { min: 1, max: 3650 }),
  DEAD_MAX_MIB: wholeNumber(512, { min: 1, max: 1024 * 1024 }),
};

/** What the settings say, for `ensureTopology`. */
export function streamLimitsOf(
  config: Readonly<Record<keyof typeof streamSettings, number>>,
): Partial<TopologyLimits> {
  return {
    replicas: config.NATS_REPLICAS,
    evidenceMaxAgeMs: config.EVIDENCE_MAX_AGE_DAYS * dayMs,
    evidenceMaxBytes: config.EVIDENCE_MAX_MIB * mebibyte,
    deadMaxAgeMs: config.DEAD_MAX_AGE_DAYS * dayMs,
    deadMaxBytes: config.DEAD_MAX_MIB * mebibyte,
  };
}
