import { consumers, recordOf } from "@rollcall/contracts";
import { consumeBatches, type Bus, type Consumer } from "@rollcall/messaging";
import type { StoreWriter } from "@rollcall/store";
import { storeEvidence } from "@rollcall/store/testing";

/** Archives and folds evidence as it comes; a stand-in for the service, whose own code no other may import. */
export function startStandIn(bus: Bus, store: StoreWriter): Promise<Consumer> {
  const { stream, durable } = consumers.attendance;
  return consumeBatches(bus, { stream, durable }, async (batch) => {
    const records = batch.map(({ data, ...message }) =>
      recordOf({ ...message, body: new TextDecoder().decode(data) }),
    );
    await storeEvidence(store, records);
    return batch.map(() => ({ is: "done" }));
  });
}
