import { CodedError, decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import type { Evidence } from "@rollcall/domain";
import { foldBatch, sizeOf, touchedByAll, type StoreReader, type StoreWriter } from "@rollcall/store";

export type Folded = Pick<StoreReader, "records"> & Pick<StoreWriter, "load">;

/** Whether evidence is stored: archived, and all that follows from it is in the documents. */
export async function isFolded(store: Folded, record: EvidenceRecord): Promise<boolean> {
  const evidence = evidenceIn(record);
  if (evidence === undefined) return false;
  const archived = await store.records([evidence?.id ?? record.id]);
  if (!archived.some(({ body }) => body === record.body)) return false;
  if (evidence === null) return true;
  const touched = touchedByAll([evidence]);
  return sizeOf(foldBatch(await store.load(touched), [evidence], touched)) === 0;
}

/** Null when it says nothing about attendance, undefined when this version does not understand it. */
function evidenceIn(record: EvidenceRecord): Evidence | null | undefined {
  try {
    return decodeEvidence(record);
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}
