import { defaultPolicy, isOpen, touchedBy, type Evidence, type Instant } from "@rollcall/domain";
import { emptyRecords, readAt, record, type Reading, type Records } from "@rollcall/domain/testing";
import type { Heard, Row, Told } from "./row.ts";

/** Looks at what Rollcall says at some instants while a history goes on. */
export interface Readers {
  readonly at: readonly Instant[];
  readonly read: (reading: Reading) => void;
}

/** Rollcall's own fold and rules over the same deliveries; and what it says at every instant at which somebody reads. */
export function countRollcall({ deliveries, endsAt }: Omit<Heard, "polls">, readers: Readers): Counted {
  const records = emptyRecords();
  const told = new Map<string, Told[]>();
  const instants = readers.at.toSorted((a, b) => a - b);
  let next = 0;
  const readUntil = (until: Instant) => {
    for (let at = instants[next]; at !== undefined && at < until; at = instants[++next])
      readers.read(readAt(records, at, defaultPolicy));
  };
  for (const { at, evidence } of deliveries) {
    readUntil(at);
    record(records, evidence);
    note(told, records, evidence, at);
  }
  readUntil(endsAt);
  const last = readAt(records, endsAt, defaultPolicy);
  return { rows: rowsOf(last, told), records, last };
}

export interface Counted {
  readonly rows: ReadonlyMap<string, Row>;
  readonly records: Records;
  readonly last: Reading;
}

/** A reader is told something else about a stay only when evidence names it: so nothing between two deliveries is missed. */
function note(told: Map<string, Told[]>, { stays }: Records, evidence: Evidence, at: Instant): void {
  for (const sid of touchedBy(evidence).stays) {
    const stay = stays.get(sid);
    if (stay === undefined) continue;
    const known = told.get(sid) ?? [];
    const ended = !isOpen(stay);
    if (known.at(-1)?.ended !== ended) told.set(sid, [...known, { at, ended }]);
  }
}

const rowsOf = ({ rooms }: Reading, told: ReadonlyMap<string, readonly Told[]>): ReadonlyMap<string, Row> =>
  new Map(
    [...rooms].flatMap(([room, view]) =>
      view.stays
        .filter(({ category }) => category === "person")
        .map(({ stay: { sid, identity }, end, credit }) => [
          sid,
          {
            sid,
            identity: identity[0]?.value ?? "",
            room,
            told: told.get(sid) ?? [],
            end: end?.at ?? null,
            credited: credit.credited,
          },
        ]),
    ),
  );
