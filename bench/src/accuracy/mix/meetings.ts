import type { Share } from "./shares.ts";

/** What people do on LiveKit, by how many meetings of each kind there are. */
export const meetings = {
  group: {
    weight: 38,
    what: "a group of 5 to 12 for 20 to 60 minutes",
    why: "most meetings of schools and course providers are small",
  },
  class: {
    weight: 25,
    what: "a class of 13 to 35 for 40 to 60 minutes",
    why: "the usual lesson",
  },
  lecture: {
    weight: 8,
    what: "a lecture for 36 to 120 for 45 to 90 minutes",
    why: "rare, but it holds as many people as all groups together",
  },
  assembly: {
    weight: 2,
    what: "an assembly of 121 to 300 for 30 to 60 minutes; half of them are ended for all at once",
    why: "the most that one LiveKit room usually holds; a mass exit overflows LiveKit's webhook queue",
  },
  storm: {
    weight: 5,
    what: "20 to 150 people who all join within 15 seconds",
    why: "a webinar's beginning, and everybody back after a break",
  },
  open_room: {
    weight: 8,
    what: "a room that is open for 2 to 8 hours, where 3 to 20 people come and go all day",
    why: "support desks, study rooms; errors of a lost leave have the whole day to grow",
  },
  flapping: {
    weight: 6,
    what: "a group in which one or two people reconnect 50 to 300 times",
    why: "one bad network is enough to make hundreds of sessions of one person",
  },
  back_to_back: {
    weight: 8,
    what: "2 or 3 lessons of 10 to 30 minutes one after the other in a room of the same name",
    why: "timetables use room names again, after a pause or at once",
  },
} as const satisfies Record<string, Share>;

export type MeetingKind = keyof typeof meetings;
