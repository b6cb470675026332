import { setTimeout as delay } from "node:timers/promises";
import { evenly } from "../paced.ts";
import { compare } from "./compare.ts";
import type { Person } from "./person.ts";
import { milliseconds, perSecond, seconds, untilHolds, type Scene } from "./scene.ts";

const settleLimitMs = 120_000;
const median = 0.5;
const most = 0.99;

export async function join({ stage, records, people, note }: Scene): Promise<void> {
  const answers = await evenly(people, perSecond, stage.join);
  note({
    what: "a webhook of a join is answered after: p50, p99",
    value: milliseconds(answers, [median, most]),
  });
  const afterMs = await untilHolds(settleLimitMs, async () => {
    const known = await records.attendees();
    return people.every(({ identity }) => known.get(identity)?.state === "present");
  });
  note({ what: "the last one is present in the reports after", value: seconds([afterMs], [1]) });
}

const statusesPerSecond = 50;
/** Two rounds of the verifier, and a little. */
const watchedSeconds = 65;

export async function stay({ records, people, note }: Scene): Promise<void> {
  const turns = Array.from({ length: statusesPerSecond * watchedSeconds }, (_, turn) => turn);
  const times: number[] = [];
  const agesMs: number[] = [];
  await evenly(turns, statusesPerSecond, async (turn) => {
    const person = people[(turn * 7) % people.length];
    const startedAt = performance.now();
    const status = person && (await records.statusOf(person).catch(() => undefined));
    if (status === undefined) return;
    times.push(performance.now() - startedAt);
    agesMs.push(Date.now() - Date.parse(status.verifiedAt ?? "1970-01-01T00:00:00.000Z"));
  });
  const what = `a status over HTTP, ${statusesPerSecond} a second, is answered after: p50, p99`;
  note({ what, value: milliseconds(times, [median, most]) });
  note({
    what: "statuses that were not answered",
    value: `${turns.length - times.length} of ${turns.length}`,
  });
  note({
    what: "LiveKit was last asked about the room before: p50, worst",
    value: seconds(agesMs, [median, 1]),
  });
}

const lostLimitMs = 120_000;

/** Some go, and no webhook tells of it. */
export async function vanish(scene: Scene, gone: readonly Person[]): Promise<void> {
  const { stage, records, people, note, broken } = scene;
  const startedAt = performance.now();
  for (const person of gone) stage.vanish(person);
  const foundMs = new Map<string, number>();
  const wronglyEnded = new Set<string>();
  while (foundMs.size < gone.length && performance.now() - startedAt < lostLimitMs) {
    await delay(1_000);
    const known = await records.attendees();
    for (const { identity, leftAt } of people) {
      if (known.get(identity)?.state !== "absent") continue;
      if (leftAt === null) wronglyEnded.add(identity);
      else if (!foundMs.has(identity)) foundMs.set(identity, performance.now() - startedAt);
    }
  }
  const value = seconds(foundMs.values(), [median, most, 1]);
  note({
    what: "a leave without a webhook is in the record after: p50, p99, worst",
    value,
    aim: "at most 2 min",
  });
  note({ what: "live people said to have gone", value: String(wronglyEnded.size), aim: "nobody" });
  if (foundMs.size < gone.length) broken(`${gone.length - foundMs.size} are still said to be there`);
  if (wronglyEnded.size > 0) broken(`${wronglyEnded.size} live people were said to have gone`);
}

export async function leave(scene: Scene, goneBefore: readonly Person[]): Promise<void> {
  const { stage, records, people, note } = scene;
  const leaving = people.filter(({ leftAt }) => leftAt === null);
  const answers = await evenly(leaving, perSecond, stage.leave);
  note({
    what: "a webhook of a leave is answered after: p50, p99",
    value: milliseconds(answers, [median, most]),
  });
  let known = await records.attendees();
  const afterMs = await untilHolds(settleLimitMs, async () => {
    known = await records.attendees();
    return people.every(({ identity }) => known.get(identity)?.state === "absent");
  });
  note({ what: "the last one is absent in the reports after", value: seconds([afterMs], [1]) });
  compareWithTruth(scene, known, { leaving, goneBefore });
}

function compareWithTruth(
  { people, note, broken }: Scene,
  known: Awaited<ReturnType<Scene["records"]["attendees"]>>,
  { leaving, goneBefore }: { readonly leaving: readonly Person[]; readonly goneBefore: readonly Person[] },
): void {
  const error = (some: readonly Person[]) => seconds(compare(some, known).errors, [median, most, 1]);
  note({ what: "error of a person's time: p50, p99, worst", value: error(leaving) });
  note({ what: "the same of those who went without a webhook", value: error(goneBefore) });
  const { outside } = compare(people, known);
  const what = "people whose true times lie outside of their bounds";
  note({ what, value: String(outside.length), aim: "nobody" });
  if (outside.length > 0) broken(`outside of their bounds: ${outside.slice(0, 5).join(", ")}`);
}
