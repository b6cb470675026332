import {
  isPseudonym,
  namedIn,
  withoutPerson,
  type EvidenceRecord,
  type PseudonymOf,
} from "@rollcall/contracts";
import type { Stay } from "@rollcall/domain";
import type { StoreWriter } from "@rollcall/store";

/** Who is erased, and as whom. */
export interface Erased {
  readonly identity: string;
  readonly pseudonym: string;
}

/** Gives each record without the person, or null for one that does not name them. */
export type Rewriting = (records: readonly EvidenceRecord[]) => Promise<readonly (EvidenceRecord | null)[]>;

/** A stay keeps the pseudonym that it got when its person was erased before: evidence of it can have come since. */
export function createRewriting(
  store: Pick<StoreWriter, "load">,
  { identity, pseudonym }: Erased,
): Rewriting {
  const pseudonyms = new Map<string, string>();
  const pseudonymOf: PseudonymOf = (named) =>
    named.identity === identity ? (pseudonyms.get(named.sid ?? "") ?? pseudonym) : null;
  return async (records) => {
    const suspects = new Set(records.filter(({ body }) => mayName(body, identity)));
    const named = [...suspects].flatMap(namedIn).filter((one) => one.identity === identity);
    const sids = [...new Set(named.flatMap(({ sid }) => sid ?? []))].filter((sid) => !pseudonyms.has(sid));
    const { stays } = await store.load({ stays: sids, rooms: [], livekit: false });
    for (const sid of sids) pseudonyms.set(sid, pseudonymIn(stays.get(sid)?.document) ?? pseudonym);
    return records.map((record) => (suspects.has(record) ? withoutPerson(record, pseudonymOf) : null));
  };
}

export const pseudonymIn = (stay: Pick<Stay, "identity"> | undefined): string | undefined =>
  stay?.identity.find(({ value }) => isPseudonym(value))?.value;

/** Whether it is worth reading: JSON can write any sign with a backslash. */
const mayName = (body: string, identity: string): boolean => body.includes(identity) || body.includes("\\");
