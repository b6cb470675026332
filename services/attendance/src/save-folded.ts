import type { Evidence, Touched } from "@rollcall/domain";
import {
  foldBatch,
  sizeOf,
  withoutLost,
  writesOf,
  type Changes,
  type Documents,
  type Store,
} from "@rollcall/store";
import { withSpan } from "@rollcall/telemetry";

/** Each lost race means that somebody else's write went through, so few rounds are ever needed. */
const mostRounds = 10;

export interface Folded {
  /** The changes that this call stored, and no other call. */
  readonly saved: readonly Changes[];
  /** Documents that others kept writing. */
  readonly contested: Touched;
  /** How many documents lost a race, each time counted. */
  readonly conflicts: number;
}

/**
 * Folds evidence into the documents that it touches, as loaded (which may have a say in what the evidence is); those that another writer changed meanwhile are
 * loaded and folded again. A failure may leave a part stored: folding it all again is harmless.
 */
export async function saveFolded(
  store: Pick<Store, "load" | "save">,
  evidenceFor: (documents: Documents) => readonly Evidence[],
  touched: Touched,
  loaded: Documents,
): Promise<Folded> {
  const saved: Changes[] = [];
  let documents = loaded;
  let open = touched;
  let conflicts = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const changes = foldBatch(documents, evidenceFor(documents), open);
    open = await write(store, changes);
    saved.push(withoutLost(changes, open));
    conflicts += sizeOf(open);
    if (sizeOf(open) === 0) break;
    documents = await store.load(open);
  }
  return { saved, contested: open, conflicts };
}

const write = (store: Pick<Store, "save">, changes: Changes): Promise<Touched> =>
  withSpan("write documents", { attributes: { "attendance.documents.changed": sizeOf(changes) } }, () =>
    store.save(writesOf(changes)),
  );
