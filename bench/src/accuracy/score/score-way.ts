import { lengthOf, overlaps, second, uncovered, unite, type Instant, type Span } from "@rollcall/domain";
import { trueSpan, type History, type TrueStay } from "@rollcall/domain/testing";
import type { Row } from "../counters/row.ts";
import { isAgo, isDue } from "./is-due.ts";
import type { Figures } from "./figures.ts";
import { personKey, whileThere, type Truth } from "./true-people.ts";

/** Less than this is the inexactness of clocks and stamps, not credit for absence. */
export const momentMs = 5 * second;

/** Adds how one way of counting did in one history. */
export function scoreWay(
  figures: Figures,
  rows: ReadonlyMap<string, Row>,
  history: History,
  truth: Truth,
): void {
  scorePeople(figures, rows, truth);
  const wronglyEnded = new Set<string>();
  for (const stay of truth.stays) {
    const row = rows.get(stay.sid);
    const credited = lengthOf(row?.credited ?? []);
    figures.stayErrors.push(errorOf(credited, lengthOf(trueSpan(stay, history.endsAt))));
    if (row === undefined) {
      figures.sums.missedStays += 1;
      continue;
    }
    const endedMs = lengthOf(saidEndedWhileThere(row, stay, history.endsAt));
    if (endedMs > 0) {
      wronglyEnded.add(personKey(stay.room, stay.identity));
      figures.sums.endedStays += 1;
      figures.sums.endedMs += Math.round(endedMs);
    }
    scoreEnd(figures, row, stay, history);
  }
  figures.sums.endedPeople += wronglyEnded.size;
}

const errorOf = (said: number, real: number): number => Math.round(Math.abs(said - real));

function scorePeople(figures: Figures, rows: ReadonlyMap<string, Row>, truth: Truth): void {
  const credits = Map.groupBy(rows.values(), ({ room, identity }) => personKey(room, identity));
  for (const { key, spans } of truth.people) {
    const credited = unite((credits.get(key) ?? []).flatMap((row) => row.credited));
    const tooMuch = lengthOf(beyond(credited, spans));
    const tooLittle = lengthOf(beyond(spans, credited));
    figures.personErrors.push(errorOf(lengthOf(credited), lengthOf(spans)));
    figures.sums.wrongMs += Math.round(tooMuch + tooLittle);
    if (tooMuch > momentMs) figures.absentCredits.push(Math.round(tooMuch));
    credits.delete(key);
  }
  for (const own of credits.values()) {
    const tooMuch = lengthOf(own.flatMap((row) => row.credited));
    figures.sums.wrongMs += Math.round(tooMuch);
    if (tooMuch > momentMs) figures.absentCredits.push(Math.round(tooMuch));
  }
}

const beyond = (spans: readonly Span[], covered: readonly Span[]): readonly Span[] =>
  spans.flatMap((one) => uncovered(one, covered));

/** When a reader was told that the session had ended although its person was there. */
function saidEndedWhileThere({ told }: Row, stay: TrueStay, endsAt: Instant): readonly Span[] {
  const saidEnded = told.flatMap(({ at, ended }, index) =>
    ended ? [{ from: at, to: told[index + 1]?.at ?? endsAt }] : [],
  );
  const [there] = whileThere(stay, endsAt);
  if (there === undefined) return [];
  return saidEnded
    .filter((one) => overlaps(one, there))
    .map(({ from, to }) => ({ from: Math.max(from, there.from), to: Math.min(to, there.to) }));
}

function scoreEnd(figures: Figures, row: Row, stay: TrueStay, history: History): void {
  const { endedAt, noticedAt, toldAt, how } = stay;
  if (endedAt === null) return;
  if (toldAt !== null) {
    if (how === "left" && row.end !== null) figures.exitErrors.push(errorOf(row.end, endedAt));
    return;
  }
  if (!isAgo(stay, history.endsAt)) return;
  const isDueNow = isDue(stay, history.plan);
  const last = row.told.at(-1);
  if (last?.ended !== true) {
    figures.sums.neverHealed += 1;
    if (isDueNow) figures.sums.neverHealedDue += 1;
    return;
  }
  figures.healed.push(since(endedAt, last.at));
  const heardAt = row.told[0]?.at ?? endedAt;
  if (heardAt > endedAt) figures.sums.heardLate += 1;
  if (!isDueNow) return;
  figures.dueFromEnd.push(since(Math.max(endedAt, heardAt), last.at));
  if (noticedAt !== null) figures.dueFromLettingGo.push(since(Math.max(noticedAt, heardAt), last.at));
}

const since = (from: Instant, at: Instant): number => Math.max(Math.round(at - from), 0);
