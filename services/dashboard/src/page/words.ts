import type { ApiStay } from "@rollcall/contracts";

/** `1 h 05 min`, `44 min 30 s`, `12 s`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return `${hours} h ${two(minutes)} min`;
  if (minutes > 0) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${rest} s`;
}

/** `1:05:00`, `44:30`, `0:12`: short enough for two beside each other. */
export function shortDurationText(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const two = (number: number): string => String(number).padStart(2, "0");

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const exactClock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const day = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  year: "numeric",
  month: "long",
  day: "numeric",
});

export const clockText = (time: string | number): string => clock.format(new Date(time));
export const exactClockText = (time: string | number): string => exactClock.format(new Date(time));
export const dayText = (time: string | number): string => day.format(new Date(time));

/** The day, in words where it is near. */
export function nearDayText(time: string, now: number): string {
  const text = dayText(time);
  if (text === dayText(now)) return "Today";
  return text === dayText(now - 24 * 3_600_000) ? "Yesterday" : text;
}

const reasons: Readonly<Record<string, string>> = {
  CLIENT_INITIATED: "left",
  CONNECTION_TIMEOUT: "connection lost",
  DUPLICATE_IDENTITY: "joined again elsewhere",
  PARTICIPANT_REMOVED: "removed",
  ROOM_DELETED: "room closed",
  ROOM_CLOSED: "room closed",
  SERVER_SHUTDOWN: "server shut down",
  silent: "not found by LiveKit any more",
  ghost: "not found by LiveKit any more",
  replaced: "replaced by a newer session",
};

const ways = {
  left: "left",
  aborted: "connection broke off",
  absent: "not found by LiveKit any more",
  lost: "given up: no evidence for a day",
} as const;

/** How a stay ended, for people. */
export function endingText({ end }: ApiStay): string {
  if (end === null) return "still there";
  if (end.how === "lost") return ways.lost;
  return reasons[end.reason] ?? `${ways[end.how]} (${end.reason.toLowerCase().replaceAll("_", " ")})`;
}

const troubles: Readonly<Record<string, string>> = {
  not_asked: "LiveKit was not asked",
  livekit_unreachable: "LiveKit could not be reached",
  livekit_timeout: "LiveKit did not answer in time",
  livekit_unauthorized: "LiveKit refused our key",
  livekit_unavailable: "LiveKit was unavailable",
  livekit_circuit_open: "LiveKit did not answer in time",
  livekit_error: "LiveKit answered with an error",
  contradiction: "LiveKit contradicted itself",
};

/** Why a span is unverified, for people. */
export const troubleText = (reason: string): string =>
  troubles[reason] ?? `LiveKit could not say who was there (${reason.replaceAll("_", " ")})`;

const pauses: Readonly<Record<string, string>> = {
  bus_unavailable: "Live updates are paused: what you see may be old.",
  store_unavailable: "The database cannot be reached: what you see may be old.",
};

export const pauseText = (code: string): string =>
  pauses[code] ?? "Live updates are paused: what you see may be old.";
