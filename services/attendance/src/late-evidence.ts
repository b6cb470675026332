import { isPseudonym, withoutPerson } from "@rollcall/contracts";
import type { Evidence } from "@rollcall/domain";
import type { Documents, Replacement } from "@rollcall/store";
import { decodeRecord, type Decoded } from "./decode-records.ts";

/** A batch, whose evidence may come late for stays of people who were erased meanwhile. */
export interface LateEvidence {
  /** The batch's evidence as it goes into these documents: no erased person's name comes back with it. */
  readonly evidenceFor: (documents: Documents) => readonly Evidence[];
  /** Records that were archived as they came, and must not stay so. */
  readonly replacements: () => readonly Replacement[];
}

/** Every other batch passes as it is, at the cost of a look at the identities of the documents. */
export function lateEvidence(batch: readonly Decoded[]): LateEvidence {
  let current = batch;
  return {
    evidenceFor(documents) {
      const erased = erasedAmong(documents);
      if (erased.size > 0) current = current.map((decoded) => withoutErased(decoded, erased));
      return current.flatMap(({ evidence }) => evidence ?? []);
    },
    replacements: () =>
      current.flatMap(({ record: after }, index) => {
        const before = batch[index]?.record;
        return before === undefined || before === after ? [] : [{ before, after }];
      }),
  };
}

/** The pseudonyms of stays whose person was erased, by SID. */
const erasedAmong = ({ stays }: Documents): ReadonlyMap<string, string> =>
  new Map(
    [...stays].flatMap(([sid, { document }]) => {
      const pseudonym = document.identity.find(({ value }) => isPseudonym(value))?.value;
      return pseudonym === undefined ? [] : [[sid, pseudonym]];
    }),
  );

function withoutErased(decoded: Decoded, erased: ReadonlyMap<string, string>): Decoded {
  if (decoded.evidence === null) return decoded;
  const rewritten = withoutPerson(decoded.record, ({ identity, sid }) => {
    const pseudonym = sid === null ? undefined : erased.get(sid);
    return pseudonym === undefined || pseudonym === identity ? null : pseudonym;
  });
  return rewritten === null ? decoded : decodeRecord(rewritten);
}
