import { consumers, recordOf, type EvidenceRecord } from "@rollcall/contracts";
import { consumeBatches, type Bus, type Consumer } from "@rollcall/messaging";
import type { StoreWriter } from "@rollcall/store";
import { storeEvidence } from "@rollcall/store/testing";

/**
 * Archives and folds evidence as it comes; a stand-in for the service, whose own code no other may import. It has a bug
 * with the records that `fails` names.
 */
export function startStandIn(
  bus: Bus,
  store: StoreWriter,
  fails: (record: EvidenceRecord) => boolean = () => false,
): Promise<Consumer> {
  const { stream, durable } = consumers.attendance;
  const backoff = { awayMs: [20], failedMs: [20, 20, 20] };
  return consumeBatches(bus, { stream, durable, backoff }, async (batch) => {
    const records = batch.map(({ data, ...message }) =>
      recordOf({ ...message, body: new TextDecoder().decode(data) }),
    );
    await storeEvidence(
      store,
      records.filter((record) => !fails(record)),
    );
    return records.map((record) =>
      fails(record)
        ? { is: "reject", why: "unexpected_error", detail: `a bug with ${record.id}` }
        : { is: "done" },
    );
  });
}
