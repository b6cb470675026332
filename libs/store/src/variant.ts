import { createHash } from "node:crypto";
import type { EvidenceRecord } from "@rollcall/contracts";
import { compareText } from "@rollcall/domain";
import type { ArchiveKey } from "./port.ts";

export const archiveKeyOf = (record: EvidenceRecord): ArchiveKey => ({
  id: record.id,
  variant: variantOf(record),
});

/**
 * Tells records of one id apart. The same webhook published twice differs in its time of receipt, and the fold
 * keeps the earlier one; an archive that kept only one of them could not give the same state again.
 */
export function variantOf({ subject, headers, body }: EvidenceRecord): string {
  const named = Object.entries(headers).toSorted(([a], [b]) => compareText(a, b));
  const text = JSON.stringify([subject, named, body]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}
