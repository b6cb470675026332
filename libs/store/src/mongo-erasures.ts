import type { Instant } from "@rollcall/domain";
import { reaching } from "./mongo-failure.ts";
import type { Erasure, StoreEraser } from "./port.ts";
import type { Collections, StoredErasure } from "./stored.ts";

type Beginning = Parameters<StoreEraser["beginErasure"]>[0];

export function beginErasure({ erasures }: Collections, { identity, pseudonym, at }: Beginning) {
  return reaching(async () => {
    const begun = await erasures.findOne({ identity, doneAt: null });
    if (begun !== null) return erasureOf(begun);
    const stored = { _id: pseudonym, identity, begunAt: at, doneAt: null };
    await erasures.insertOne(stored);
    return erasureOf(stored);
  });
}

export async function endErasure({ erasures }: Collections, pseudonym: string, at: Instant): Promise<void> {
  await reaching(() => erasures.updateOne({ _id: pseudonym }, { $set: { identity: null, doneAt: at } }));
}

export const listErasures = ({ erasures }: Collections): Promise<readonly Erasure[]> =>
  reaching(async () => (await erasures.find({}, { sort: { begunAt: 1, _id: 1 } }).toArray()).map(erasureOf));

const erasureOf = ({ _id, identity, begunAt, doneAt }: StoredErasure): Erasure => ({
  ...{ pseudonym: _id, identity, begunAt, doneAt },
});
