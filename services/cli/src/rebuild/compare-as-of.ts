import { canonicalJson, type StoreReader } from "@rollcall/store";
import type { Rebuilt } from "./fold-archive.ts";

/** What was known at a time beside what is stored now. */
export interface SinceThen {
  readonly same: number;
  /** Stored otherwise, as later evidence may have made them. */
  readonly changed: number;
  /** Known then, and not stored now: nothing that was known may ever go. */
  readonly missing: readonly string[];
}

/** The state of then cannot equal that of now; but every document of then must still be there. */
export async function compareAsOf(
  { stays, rooms }: Rebuilt,
  store: Pick<StoreReader, "allStays" | "allSessions">,
): Promise<SinceThen> {
  const [ofStays, ofRooms] = [
    await compareKind(stays, store.allStays()),
    await compareKind(rooms, store.allSessions()),
  ];
  return {
    same: ofStays.same + ofRooms.same,
    changed: ofStays.changed + ofRooms.changed,
    missing: [...ofStays.missing.map((sid) => `stay ${sid}`), ...ofRooms.missing.map((sid) => `room ${sid}`)],
  };
}

async function compareKind<T extends { readonly sid: string }>(
  then: ReadonlyMap<string, { readonly document: T }>,
  now: AsyncIterable<readonly T[]>,
): Promise<SinceThen> {
  const missing = new Set(then.keys());
  let [same, changed] = [0, 0];
  for await (const page of now) {
    for (const document of page) {
      const known = then.get(document.sid);
      if (known === undefined) continue;
      missing.delete(document.sid);
      if (canonicalJson(known.document) === canonicalJson(document)) same += 1;
      else changed += 1;
    }
  }
  return { same, changed, missing: [...missing].toSorted() };
}
