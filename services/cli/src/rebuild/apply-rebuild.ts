import { emptyLiveKit, type Touched } from "@rollcall/domain";
import type { Documents, StoreReader, StoreWriter, Versioned, Writes } from "@rollcall/store";
import { canonicalJson, sizeOf } from "@rollcall/store";
import { foldArchive, type Rebuilt } from "./fold-archive.ts";
import { loadInPortions, saveInPortions } from "./in-portions.ts";
import { touchedByDifferences } from "./touched-by-differences.ts";
import type { Difference } from "./difference.ts";

export type Repairable = Pick<StoreReader, "archived"> & Pick<StoreWriter, "load" | "save">;

export interface Applied {
  readonly written: number;
  /** Documents that others kept writing. */
  readonly contested: Touched;
}

const mostRounds = 5;

/** Puts what the archive gives in the place of the documents that differ. */
export const applyRebuild = (store: Repairable, differences: readonly Difference[]): Promise<Applied> =>
  writeFromArchive(store, touchedByDifferences(differences));

/**
 * Puts what the archive gives in the place of documents, each guarded by its version, as every instance of attendance
 * writes. A document that no evidence speaks of stays: perhaps it is the archive that lacks something.
 */
export async function writeFromArchive(store: Repairable, touched: Touched): Promise<Applied> {
  let open = touched;
  let written = 0;
  for (let round = 0; round < mostRounds && sizeOf(open) > 0; round += 1) {
    // Versions first: evidence that is folded while the archive is read makes the write lose, and is not undone.
    const stored = await loadInPortions(store, open);
    const rebuilt = await foldArchive(store, { among: open });
    const writes = writesFrom(rebuilt, stored, open);
    open = await saveInPortions(store, writes);
    written += countOf(writes) - sizeOf(open);
  }
  return { written, contested: open };
}

function writesFrom(rebuilt: Rebuilt, stored: Documents, open: Touched): Writes {
  const livekit = rebuilt.livekit?.document ?? emptyLiveKit;
  const isOther = canonicalJson(stored.livekit?.document ?? emptyLiveKit) !== canonicalJson(livekit);
  return {
    stays: changed(rebuilt.stays, stored.stays, open.stays),
    rooms: changed(rebuilt.rooms, stored.rooms, open.rooms),
    livekit: open.livekit && isOther ? { document: livekit, version: stored.livekit?.version ?? 0 } : null,
  };
}

const changed = <T>(
  rebuilt: ReadonlyMap<string, Versioned<T>>,
  stored: ReadonlyMap<string, Versioned<T>>,
  ids: readonly string[],
): readonly Versioned<T>[] =>
  ids.flatMap((id) => {
    const [wanted, found] = [rebuilt.get(id), stored.get(id)];
    if (wanted === undefined) return [];
    if (found !== undefined && canonicalJson(found.document) === canonicalJson(wanted.document)) return [];
    return [{ document: wanted.document, version: found?.version ?? 0 }];
  });

const countOf = ({ stays, rooms, livekit }: Writes): number =>
  stays.length + rooms.length + (livekit === null ? 0 : 1);
