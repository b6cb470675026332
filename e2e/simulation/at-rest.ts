import { defaultPolicy, minute } from "@rollcall/domain";
import {
  creditIsCovered,
  creditIsInBounds,
  emptyRecords,
  endIsInBounds,
  readAt,
  recordsOf,
  startIsInBounds,
  type Records,
} from "@rollcall/domain/testing";
import { canonicalJson, type StoreReader } from "@rollcall/store";
import { allOf } from "@rollcall/store/testing";
import { evidenceOf } from "./ledger.ts";
import { intervalMs } from "./verifier.ts";
import { trueStayOf } from "./visits.ts";
import { publishedRecords, type World } from "./world.ts";

/** What is wrong when all has come to rest, in words. */
export async function problemsAtRest(world: World): Promise<readonly string[]> {
  const { store, poison, deadly, dead } = world;
  const records = publishedRecords(world);
  const evidence = records.map(evidenceOf).filter((piece) => piece !== null);
  const archive = (await allOf(store.archived())).map(canonicalJson);
  const stored = await storedIn(store);
  const documents = documentsIn(stored);
  return [
    ...differences("the archive", archive, [...new Set(records.map(canonicalJson))]),
    ...differences("the documents", documents, documentsIn(recordsOf(evidence))),
    ...differences("another order", documents, documentsIn(recordsOf(evidence.toReversed()))),
    ...differences("the dead letters", [...dead], [...poison, ...deadly]),
    ...(world.setting.verifiers > 0 ? untrue(world, stored) : []),
  ];
}

async function storedIn(store: StoreReader): Promise<Records> {
  return {
    ...emptyRecords(),
    stays: new Map((await allOf(store.allStays())).map((stay) => [stay.sid, stay])),
    rooms: new Map((await allOf(store.allSessions())).map((session) => [session.sid, session])),
    livekit: await store.livekit(),
  };
}

const documentsIn = ({ stays, rooms, livekit }: Records): readonly string[] =>
  [...stays.values(), ...rooms.values(), livekit].map(canonicalJson);

const claims = [startIsInBounds, endIsInBounds, creditIsInBounds, creditIsCovered];

/** Where the record departs from what really happened; and ends that were found late though nothing was in the way. */
function untrue(world: World, stored: Records): readonly string[] {
  const { visits, endedAt, scheduler, setting } = world;
  const reading = readAt(stored, scheduler.now, { ...defaultPolicy, intervalMs });
  const truth = visits.map(trueStayOf);
  const late = visits.filter(({ sid, to }) => (endedAt.get(sid) ?? 0) > to + 2 * minute);
  return [
    ...claims.flatMap((claim) => claim(reading, { truth })),
    ...(setting.isCalm
      ? late.map(({ sid }) => `${sid} ended in the record after more than two minutes`)
      : []),
  ];
}

function differences(what: string, found: readonly string[], expected: readonly string[]): readonly string[] {
  const [have, want] = [found.toSorted(), expected.toSorted()];
  if (have.length === want.length && have.every((text, index) => text === want[index])) return [];
  return [
    ...want.filter((text) => !have.includes(text)).map((text) => `${what}: missing ${text}`),
    ...have.filter((text) => !want.includes(text)).map((text) => `${what}: unexpected ${text}`),
    ...(new Set(have).size < have.length ? [`${what}: something is there twice`] : []),
  ];
}
