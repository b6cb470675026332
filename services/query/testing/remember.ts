import { decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import { foldBatch, touchedByAll, writesOf, type StoreWriter } from "@rollcall/store";

/** Archives evidence and folds it, as the one writer does. */
export async function remember(
  store: Pick<StoreWriter, "archive" | "load" | "save">,
  records: readonly EvidenceRecord[],
): Promise<void> {
  const evidence = records.map(decodeEvidence).filter((piece) => piece !== null);
  const touched = touchedByAll(evidence);
  await store.archive(records);
  await store.save(writesOf(foldBatch(await store.load(touched), evidence, touched)));
}
