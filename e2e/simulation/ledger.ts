import { decodeEvidence, type EvidenceRecord } from "@rollcall/contracts";
import { emptyRoomSession, emptyStay, touchedBy, type Evidence, type Touched } from "@rollcall/domain";
import { canonicalJson, type StoreReader, type Writes } from "@rollcall/store";
import { keptBy, keptLiveKit, keptSession, keptStay, type Kept } from "./kept.ts";

/** What must be true of the store at every moment, and what was found wrong. */
export interface Ledger {
  readonly store: StoreReader;
  readonly archived: Set<string>;
  /** The archived evidence by the documents that it names. */
  readonly about: Map<string, Evidence[]>;
  readonly problems: string[];
}

export const openLedger = (store: StoreReader): Ledger => ({
  store,
  archived: new Set(),
  about: new Map(),
  problems: [],
});

/** Evidence, or null for what says nothing about attendance and for what nobody understands. */
export function evidenceOf(record: EvidenceRecord): Evidence | null {
  try {
    return decodeEvidence(record);
  } catch {
    return null;
  }
}

export function noteArchived({ archived, about }: Ledger, record: EvidenceRecord): void {
  const text = canonicalJson(record);
  const evidence = evidenceOf(record);
  if (!archived.has(text) && evidence !== null) {
    for (const name of namesIn(touchedBy(evidence))) about.set(name, [...(about.get(name) ?? []), evidence]);
  }
  archived.add(text);
}

/** A document may lag behind the archive, but it never says what the archive cannot tell. */
export function noteSaved({ about, problems }: Ledger, writes: Writes): void {
  for (const kept of keptBy(writes)) {
    if (kept.saysMoreThan(about.get(kept.name) ?? []))
      problems.push(`${kept.name} was stored with evidence that is not archived`);
  }
}

/** What is acked is archived, and every document that it names knows of it. */
export async function noteAcked(ledger: Ledger, record: EvidenceRecord): Promise<void> {
  if (!ledger.archived.has(canonicalJson(record)))
    ledger.problems.push(`${record.id} was acked and is not archived`);
  const evidence = evidenceOf(record);
  if (evidence === null) return;
  for (const kept of await documentsOf(ledger.store, touchedBy(evidence))) {
    if (kept.lacks(evidence))
      ledger.problems.push(`${record.id} was acked and ${kept.name} does not have it`);
  }
}

const namesIn = ({ stays, rooms, livekit }: Touched): readonly string[] => [
  ...stays,
  ...rooms,
  ...(livekit ? ["livekit"] : []),
];

async function documentsOf(store: StoreReader, { stays, rooms, livekit }: Touched): Promise<readonly Kept[]> {
  return [
    ...(await Promise.all(stays.map(async (sid) => keptStay((await store.stay(sid)) ?? emptyStay(sid))))),
    ...(await Promise.all(
      rooms.map(async (sid) => keptSession((await store.session(sid)) ?? emptyRoomSession(sid))),
    )),
    ...(livekit ? [keptLiveKit(await store.livekit())] : []),
  ];
}
