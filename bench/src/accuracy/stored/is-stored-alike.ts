import { chanceFrom } from "@rollcall/domain/testing";
import { canonicalJson, type Store, type StoreReader } from "@rollcall/store";
import type { Scored } from "../score/score-history.ts";
import { reportFrom, reportOf } from "./report-of.ts";
import { storeHistory } from "./store-history.ts";

/** Whether an empty store, filled by the real service, comes to the same documents and the same report. */
export async function isStoredAlike(store: Store, { deliveries, records, endsAt }: Scored): Promise<boolean> {
  await storeHistory(store, deliveries, chanceFrom(deliveries.length));
  const stored = await documentsIn(store);
  const scored = [...records.stays.values(), ...records.rooms.values(), records.livekit];
  const report = await reportFrom(store, endsAt);
  return isSame(stored, scored.map(canonicalJson).toSorted()) && isSame(report, reportOf(records, endsAt));
}

async function documentsIn(store: StoreReader): Promise<readonly string[]> {
  const texts = [canonicalJson(await store.livekit())];
  for await (const page of store.allStays()) texts.push(...page.map(canonicalJson));
  for await (const page of store.allSessions()) texts.push(...page.map(canonicalJson));
  return texts.toSorted();
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((text, index) => text === others[index]);
