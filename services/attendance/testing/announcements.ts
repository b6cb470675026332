import { ten } from "@rollcall/store/testing";
import type { Announcing, Schedule } from "../src/announce.ts";

export interface Announcements {
  readonly announcing: Announcing;
  /** Rooms of which a change was told, in order. */
  readonly changed: string[];
  /** What is scheduled, by subject; an earlier schedule stays, as in JetStream. */
  readonly scheduled: Map<string, Schedule>;
}

/** Takes announcements as NATS would; the time is what `now` says. */
export function takeAnnouncements(now: () => number = () => ten): Announcements {
  const changed: string[] = [];
  const scheduled = new Map<string, Schedule>();
  const announcing: Announcing = {
    notify: async (_, { room }) => void changed.push(room),
    schedule: async (schedule) => {
      if (!scheduled.has(schedule.subject)) scheduled.set(schedule.subject, schedule);
    },
    now,
  };
  return { announcing, changed, scheduled };
}
