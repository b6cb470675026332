import { decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import { writesOf } from "../src/changes.ts";
import { foldBatch, touchedByAll } from "../src/fold-batch.ts";
import type { StoreWriter } from "../src/port.ts";

/** Archives records and folds them into the documents, as the one writer does; for a store that nobody else writes. */
export async function storeEvidence(store: StoreWriter, records: readonly EvidenceRecord[]): Promise<void> {
  await store.archive(records);
  const evidence = records.map(decodeEvidence).filter((piece) => piece !== null);
  const touched = touchedByAll(evidence);
  await store.save(writesOf(foldBatch(await store.load(touched), evidence, touched)));
}
