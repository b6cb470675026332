import { hour, minute, second, type Bounded, type Instant } from "@rollcall/domain";
import { timeText } from "@rollcall/reading";

/** Writes instants as clock times of one day, UTC; others with their date. */
export const clockOf =
  (day: Instant) =>
  (at: Instant): string => {
    const [date = "", time = ""] = timeText(at).slice(0, -1).split("T");
    return date === dateOf(day) ? time : `${date} ${time}`;
  };

export type Clock = ReturnType<typeof clockOf>;

export const dateOf = (at: Instant): string => timeText(at).slice(0, 10);

/** A length of time as people say it: `1 h 4 min 2.5 s`. */
export function lengthText(ms: number): string {
  const hours = Math.floor(ms / hour);
  const minutes = Math.floor((ms % hour) / minute);
  const seconds = Math.round(ms % minute) / second;
  const parts = [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`, seconds > 0 && `${seconds} s`];
  return parts.filter((part) => part !== false).join(" ") || "0 s";
}

/** An instant and how sure it is. */
export function boundedText({ at, earliest, latest }: Bounded, clock: Clock): string {
  if (earliest === latest) return `at ${clock(at)}, exactly`;
  const width = lengthText(latest - earliest);
  return `at ${clock(at)}, surely between ${clock(earliest)} and ${clock(latest)} (known to ${width})`;
}
