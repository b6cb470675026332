import { hour, minute, second } from "./instant.ts";

/** What an installation may decide. */
export interface Policy {
  /** How often every room is looked at. */
  readonly intervalMs: number;
  /** How long no evidence of any kind may come before a stay is given up as lost. */
  readonly giveUpAfterMs: number;
  /** Room sessions of one room belong to one meeting when the gap between them is at most this. */
  readonly meetingGapMs: number;
  /** Whether people on the telephone count as people. */
  readonly countsSip: boolean;
}

export const defaultPolicy: Policy = {
  intervalMs: 30 * second,
  giveUpAfterMs: 24 * hour,
  meetingGapMs: 15 * minute,
  countsSip: false,
};

/** Evidence older than this makes a live stay unverified: two looks failed to come, and a half for good measure. */
export const staleAfterMs = (policy: Policy): number => 2.5 * policy.intervalMs;

/** The horizon of a look: anybody present for longer would have been listed by it or the one before. */
export const horizonMs = (policy: Policy): number => 2 * policy.intervalMs;

export type Category = "person" | "other" | "unknown" | "never_active";

const otherKinds = new Set(["INGRESS", "EGRESS", "SIP", "AGENT", "CONNECTOR", "BRIDGE"]);

/** Whether a participant of this kind is a person whose attendance counts. */
export function categoryOf(kind: string, hidden: boolean, policy: Policy): Exclude<Category, "never_active"> {
  if (hidden) return "other";
  if (kind === "STANDARD" || (kind === "SIP" && policy.countsSip)) return "person";
  return otherKinds.has(kind) ? "other" : "unknown";
}
