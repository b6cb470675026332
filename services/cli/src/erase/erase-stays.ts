import { compareText, type Claim, type Stay } from "@rollcall/domain";
import { sizeOf, type StoreEraser, type StoreWriter } from "@rollcall/store";
import { pseudonymIn, type Erased } from "./rewriting.ts";

const mostRounds = 10;

/**
 * Puts the pseudonym into the stays of the person, guarded by their versions. From then on attendance lets no late
 * evidence bring the name back. Gives how many it wrote.
 */
export async function eraseStays(
  store: Pick<StoreWriter, "load" | "save"> & Pick<StoreEraser, "staysClaiming">,
  erased: Erased,
): Promise<number> {
  let written = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const sids = (await store.staysClaiming(erased.identity)).map(({ sid }) => sid);
    if (sids.length === 0) return written;
    const { stays } = await store.load({ stays: sids, rooms: [], livekit: false });
    const writes = [...stays.values()].map(({ document, version }) => ({
      document: withoutName(document, erased),
      version,
    }));
    const lost = await store.save({ stays: writes, rooms: [], livekit: null });
    written += writes.length - sizeOf(lost);
  }
  return written;
}

function withoutName(stay: Stay, { identity, pseudonym }: Erased): Stay {
  const own = pseudonymIn(stay) ?? pseudonym;
  const claims = stay.identity.map((claim) => (claim.value === identity ? { ...claim, value: own } : claim));
  return {
    ...stay,
    identity: [...Map.groupBy(claims, ({ value }) => value).values()]
      .flatMap((same) => same.toSorted(byRank)[0] ?? [])
      .toSorted(byRank),
    name: stay.name === null ? null : { ...stay.name, value: "" },
  };
}

/** As the fold has them: the first claim counts. */
const byRank = (a: Claim, b: Claim): number => a.rank - b.rank || compareText(a.value, b.value);
