import { decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import type { Evidence } from "@rollcall/domain";
import type { Clock } from "./words.ts";

/** Evidence by id, as the archive has it; of several receipts the first that was kept. */
export type EvidenceById = ReadonlyMap<string, Evidence>;

export function evidenceById(records: readonly EvidenceRecord[]): EvidenceById {
  const evidence = records.map(decodeEvidence).filter((piece) => piece !== null);
  return new Map(evidence.toReversed().map((piece) => [piece.id, piece]));
}

/** What a piece of evidence is, with its id and its times. */
export function evidenceText(id: string, known: EvidenceById, clock: Clock): string {
  const evidence = known.get(id);
  if (evidence === undefined) return `evidence ${id}, which is no longer in the archive`;
  if (evidence.kind === "snapshot" || evidence.kind === "census") {
    return `look ${id}, asked ${clock(evidence.askedAt)}, answered ${clock(evidence.answeredAt)}`;
  }
  const { kind, createdAt, receivedAt } = evidence;
  return `webhook ${kind} ${id}, stamped ${clock(createdAt).slice(0, -4)}, received ${clock(receivedAt)}`;
}
