import type { Evidence, Instant } from "@rollcall/domain";
import { count, record } from "@rollcall/telemetry";
import { isHealedJoin, isHealedLeave } from "./healed.ts";
import type { Folded } from "./save-folded.ts";

/** Counts what a batch did. Healed stays are counted by the call that stored them, and so once. */
export function measure(evidence: readonly Evidence[], { saved, conflicts }: Folded, now: Instant): void {
  record("foldBatch", evidence.length);
  for (const piece of evidence) {
    record("evidenceLag", Math.max(0, now - saidAt(piece)) / 1_000, {
      "attendance.evidence.kind": kindOf(piece),
    });
  }
  if (conflicts > 0) count("conflicts", {}, conflicts);
  const stays = saved.flatMap((changes) => changes.stays);
  countSome("joinsHealed", stays.filter(isHealedJoin).length);
  countSome("leavesHealed", stays.filter(isHealedLeave).length);
}

const saidAt = (piece: Evidence): Instant => ("receivedAt" in piece ? piece.receivedAt : piece.answeredAt);

const kindOf = ({ kind }: Evidence): string => (kind === "snapshot" || kind === "census" ? kind : "webhook");

function countSome(name: "joinsHealed" | "leavesHealed", amount: number): void {
  if (amount > 0) count(name, {}, amount);
}
