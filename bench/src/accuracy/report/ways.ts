import type { Way } from "../score/tally.ts";

interface Words {
  readonly name: string;
  /** Where there is little room. */
  readonly short: string;
  readonly what: string;
}

/** The four ways of counting, as people read of them. */
export const wayWords: Readonly<Record<Way, Words>> = {
  webhooks: {
    name: "Webhooks only",
    short: "webhooks",
    what: "from `participant_joined` to `participant_left`; a room that finished, or a newer session of the same person, ends whoever is left",
  },
  oneListing: {
    name: "Webhooks and one listing",
    short: "one listing",
    what: "the same, and every 30 s LiveKit is asked for its lists: whoever a list does not show is closed as of when they were last seen, and opened again when a later list shows them",
  },
  heartbeat: {
    name: "Heartbeat, 60 s to live",
    short: "heartbeat",
    what: "an entry that lives for 60 s, renewed by every list that shows the person (every 30 s), removed by `participant_left`; what expires ended when it was last renewed",
  },
  rollcall: {
    name: "Rollcall",
    short: "Rollcall",
    what: "its own fold, judgement and rules, the same code that runs in the services",
  },
};
