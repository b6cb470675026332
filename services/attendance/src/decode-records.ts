import { CodedError, decodeEvidence, type EvidenceRecord, type Verdict } from "@rollcall/contracts";
import type { Evidence } from "@rollcall/domain";

/** A record and what it says: evidence, nothing about attendance (null), or something that nobody understands. */
export interface Decoded {
  readonly record: EvidenceRecord;
  readonly evidence: Evidence | null;
  readonly rejected: Verdict | null;
}

/** One bad record concerns itself alone. */
export function decodeRecord(record: EvidenceRecord): Decoded {
  try {
    const evidence = decodeEvidence(record);
    // The archive is asked for the ids that documents carry; a redriven message has another one of its own.
    return { record: evidence === null ? record : { ...record, id: evidence.id }, evidence, rejected: null };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { record, evidence: null, rejected: { is: "reject", why: error.code, detail: error.message } };
  }
}
