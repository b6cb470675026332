import { applyEvidence } from "@rollcall/attendance";
import type { Chance, Delivery } from "@rollcall/domain/testing";
import { createLogger } from "@rollcall/runtime";
import type { StoreWriter } from "@rollcall/store";
import { recordOf } from "./record-of.ts";

/** One fetch of ours takes so many messages at most here; the service's own limit is no smaller. */
const mostMessages = 200;

/** One batch in ten is delivered once more, as when its acknowledgements got lost. */
const isDeliveredAgain = 0.1;

/**
 * Sends everything that was heard through the attendance service's own archive and fold into a store, in batches of
 * any size. Throws when the service does not take it all.
 */
export async function storeHistory(
  store: StoreWriter,
  deliveries: readonly Delivery[],
  chance: Chance,
): Promise<void> {
  const announcing = { notify: async () => {}, schedule: async () => {}, now: () => 0 };
  const applying = { store, announcing, log: createLogger("accuracy", { level: "silent" }) };
  for (let begin = 0; begin < deliveries.length;) {
    const end = begin + chance.whole(1, mostMessages);
    const records = deliveries.slice(begin, end).map(({ evidence }) => recordOf(evidence));
    for (let times = chance.happens(isDeliveredAgain) ? 2 : 1; times > 0; times--) {
      const verdicts = await applyEvidence(applying, records);
      const refused = verdicts.find(({ is }) => is !== "done");
      if (refused !== undefined)
        throw new Error(`attendance did not take a record: ${JSON.stringify(refused)}`);
    }
    begin = end;
  }
}
