import { habits } from "../mix/habits.ts";

/** What people do, in words; the probabilities are the mix's own. */
const words: Readonly<Record<keyof typeof habits, string>> = {
  crashes: "of people vanish instead of leaving: crash, closed lid, dead battery",
  isRemoved: "are put out by a moderator",
  takesBreak: "go away in the middle; most of them come back",
  comesLate: "come late, by up to a third of the meeting",
  goesEarly: "go early, by up to a third",
  reloads: "reload the page, one to three times",
  hasShortCut: "lose their network for 0.5 to 15 s: the session goes on",
  hasLongCut: "lose it for 16 s to 2 minutes: most get a new session",
  hasSecondDevice: "join once more from a telephone, which puts the first device out",
  failsFirst: "first open a page that never gets media",
  publishes: "publish a track",
  connectsSlowly: "need 2 to 20 s to connect, the others 0.05 to 1.8 s",
  returns: "of devices come back by themselves when their media node died",
  hasAgent: "of meetings have an agent",
  hasRecorder: "a recorder",
  hasHidden: "somebody hidden",
  hasTelephone: "somebody on the telephone",
  hasUnknownKind: "a participant of a kind that does not exist yet",
};

export const habitRows = (): readonly (readonly string[])[] =>
  Object.entries(words).map(([habit, what]) => [
    `${Math.round(100 * habits[habit as keyof typeof habits])} %`,
    what,
  ]);
