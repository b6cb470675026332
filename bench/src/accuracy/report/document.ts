import type { Outcome } from "../run/outcome.ts";
import { memoryEvery, mongoEvery } from "../run/open-stores.ts";
import { readingsPerHistory } from "../score/score-history.ts";
import { ways } from "../score/tally.ts";
import { aimsOf } from "./aims.ts";
import { apartRows } from "./apart-rows.ts";
import { cellsOf, comparisonOf } from "./comparison.ts";
import { apartText, mixText } from "./mix-tables.ts";
import { markdownTable } from "./text-table.ts";
import { count, hours } from "./units.ts";
import { wayWords } from "./ways.ts";

/** `docs/accuracy.md`, whole. The same histories give the same text. */
export const documentOf = (outcome: Outcome, command: string, seed: number): string => `# How accurate it is

${summary(outcome, command, seed)}

![Four ways of counting, side by side](accuracy.svg)

## What must come out

${aimsTable(outcome)}

## Four ways of counting, side by side

All four hear the same webhooks at the same moments and may ask LiveKit equally often. The others are built with care: they read webhooks as exactly as Rollcall does, close nobody when a list cannot be had, and take a wrong end back when somebody shows up again.

${waysList()}

${comparisonTable(outcome)}

How to read it:

${readingTable(outcome)}

## The mix

${mixText()}

## Scored apart

Here Rollcall promises less, and says so in [its limits](architecture.md#promises-and-limits).

${apartText()}

${markdownTable(apartRows(outcome))}

Said to have gone under \`stalled\` is somebody whose second device was let in by the other node of a split brain while the first one talked on: the first session ends in the record, the person stays present by the second.

## What is real and what is not

- **Real**: Rollcall's fold, judgement and rules, the same code that runs in the services. One history in ${memoryEvery} also goes through the attendance service's own code into a store, and one in ${mongoEvery} into a MongoDB; documents and report must come out the same.
- **Simulated**: LiveKit, its people and the network, because only there is the truth known. How it behaves (when webhooks come, how they get lost, what lists say and leave out, what a dead node leaves behind) is measured on real livekit-servers; \`e2e/generator.e2e.test.ts\` plays the same lesson on a real one and in the simulation and compares what is told, in which order and after how long.
- **Read**: each record is read at ${readingsPerHistory} random moments while the meeting goes on, and at its end; whether somebody is wrongly said to have gone is watched all the time.
- A stay of which no word ever reached us is in no record and has no bounds; the table counts such stays. A stay that we first hear of after its end, because its \`joined\` was late too, is timed from then.
`;

const summary = ({ mix, apart }: Outcome, command: string, seed: number): string =>
  `Nobody can know from a real meeting whether its record is right: the truth is not written down anywhere. So Rollcall is measured on histories whose truth is known: ${count(mix.sums.histories)} meetings with ${count(mix.sums.people)} people, ${count(mix.sums.stays)} stays and ${hours(mix.sums.trueMs)} of attendance, in which people come, go, crash and come back, and LiveKit, the network and Rollcall itself fail in every way that we have seen or read of; beside them ${count(apart.stalled.sums.histories + apart.cut_off.sums.histories)} that are scored apart.

This page was written by \`${command}\` (seed ${seed}; some six minutes on two cores). The same command gives the same figures on any machine; another \`--seed\` gives other meetings.`;

const aimsTable = ({ mix }: Outcome): string =>
  markdownTable([
    ["Of Rollcall", "Aim", "Measured", ""],
    ...aimsOf(mix).map(({ what, aim, measured, isReached }) => [
      what,
      aim,
      measured,
      isReached ? "reached" : "**not reached**",
    ]),
  ]);

const waysList = (): string =>
  ways.map((way) => `- **${wayWords[way].name}**: ${wayWords[way].what}.`).join("\n");

const comparisonTable = ({ mix }: Outcome): string =>
  markdownTable([
    ["", ...ways.map((way) => wayWords[way].name)],
    ...comparisonOf(mix).map((row) => [row.what, ...cellsOf(row)]),
  ]);

const readingTable = ({ mix }: Outcome): string =>
  comparisonOf(mix)
    .map(({ what, how }) => `- **${what}**: ${how}.`)
    .join("\n");
