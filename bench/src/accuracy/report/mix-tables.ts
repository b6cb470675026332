import { apart, apartKinds, apartShare } from "../mix/apart.ts";
import { meetings } from "../mix/meetings.ts";
import { namesOf, totalOf, type Share } from "../mix/shares.ts";
import { outages, troubles, weathers } from "../mix/troubles.ts";
import { habitRows } from "./habit-words.ts";
import { markdownTable } from "./text-table.ts";

/** What the histories are drawn from, as a document tells it: each part, how often it is drawn, and why. */
export const mixText = (): string => `### Meetings

${sharesTable(meetings)}

### What people do

High on purpose: a class of thirty has five crashes, five people whose network drops, and a person with two devices.

${markdownTable([["How many", "What"], ...habitRows()])}

### What goes wrong

More than half of all meetings meet an outage. In no real installation do so many; but a record that is right only while nothing happens is of no use.

${sharesTable(troubles)}

Which outage it is:

${sharesTable(outages)}

### What becomes of single webhooks

In every meeting, whether it meets an outage or not. Lost webhooks come on top of those that LiveKit's own sender gives up while our ingress is away: it tries five times in 15 s, one event after the other. Half of the meetings have LiveKit's default queue (30 s, 200 events), half the one that we recommend.

${sharesTable(weathers)}

### Servers and clocks

Half of the installations answer lists from their media nodes, half from LiveKit's store. 40 % have two media nodes with Redis; of the others, half have Redis. Nodes share a store that keeps what a dead node left behind, so ghosts and used-again room SIDs come by themselves. The clock of our ingress is off by up to 0.2 s in 70 %, by up to 2 s in 21 %, by up to 30 s in 9 %; the clocks with which LiveKit is asked are known to 10 to 500 ms.`;

const sharesTable = (shares: Readonly<Record<string, Share>>): string =>
  markdownTable([
    ["How many", "What", "Why"],
    ...namesOf(shares).map((name) => shareRow(shares[name], totalOf(shares))),
  ]);

const shareRow = (share: Share | undefined, total: number): readonly string[] =>
  share === undefined ? [] : [`${Math.round((100 * share.weight) / total)} %`, share.what, share.why];

/** What is scored apart from the mix, and why. */
export const apartText = (): string =>
  markdownTable([
    ["Name", "How many", "What", "Why apart"],
    ...apartKinds.map((kind) => [
      `\`${kind}\``,
      `${100 * apartShare} % beside the mix`,
      apart[kind].what,
      apart[kind].why,
    ]),
  ]);
