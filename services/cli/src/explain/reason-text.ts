import { timing, type Reason, type ResolvedStay } from "@rollcall/domain";
import { evidenceText, type EvidenceById } from "./evidence-text.ts";
import { lengthText, type Clock } from "./words.ts";

export interface Telling {
  readonly known: EvidenceById;
  readonly clock: Clock;
}

/** A reason as a sentence, with the evidence that it rests on. */
export function reasonText(reason: Reason, { end }: ResolvedStay, telling: Telling): string {
  if (reason.why === "gave_up") {
    return `No evidence of any kind came for ${lengthText(reason.afterMs)}, so the stay is given up.`;
  }
  const isStay = reason.why === "hint" && reason.kind === "newer_stay";
  const source = isStay ? `stay ${reason.by}` : evidenceText(reason.by, telling.known, telling.clock);
  return `${claimText(reason, end?.at ?? null, telling.clock)} [${source}]`;
}

type Evidenced = Exclude<Reason, { readonly why: "gave_up" }>;

function claimText(reason: Evidenced, endAt: number | null, clock: Clock): string {
  switch (reason.why) {
    case "session_began":
      return `LiveKit's own record says that the session began at ${clock(reason.at)}.`;
    case "not_active_before":
      return `No media flowed before ${clock(reason.at)}: the connection was slow, so time counts from then.`;
    case "active_at":
      return `LiveKit told that media flowed at ${clock(reason.at)}, when its webhook arrived at once.`;
    case "active_by":
      return `Media flowed by ${clock(reason.at)} at the latest.`;
    case "last_seen":
      return `LiveKit last said that the session was in the room at ${clock(reason.at)}. A client that vanished up to ${lengthText(timing.ghostlyMs)} before could still have been listed.`;
    case "last_heard":
      return `LiveKit last knew anything of the session at ${clock(reason.at)}.`;
    case "newer_stay":
      return `The same person was back with session ${reason.sid} at ${clock(reason.at)}, so this one was over by then.`;
    case "hint":
      return `A sign that the stay may be over, which ends nothing: ${hintTexts[reason.kind]} at ${clock(reason.at)}.`;
    case "departed":
      return departedText(reason, endAt, clock);
    case "missing":
      return missingText(reason, clock);
  }
}

const hintTexts = {
  room_finished: "LiveKit said that the room finished",
  room_restarted: "LiveKit said that the room was started again",
  other_session: "another session of the room began",
  newer_stay: "a newer session of the same person began",
} as const;

type Departed = Extract<Reason, { readonly why: "departed" }>;

function departedText({ how, reason, createdAt, receivedAt }: Departed, endAt: number | null, clock: Clock) {
  const said = `LiveKit said that the session ${how === "left" ? "left" : "was aborted"} (${reason}), stamped with the second of ${clock(createdAt).slice(0, -4)}.`;
  if (reason === "CONNECTION_TIMEOUT" && how === "left") {
    return `${said} It notices a client that vanished ${lengthText(timing.timeoutLeastMs)} to ${lengthText(timing.timeoutMostMs)} later, so the end is set back.`;
  }
  const sureness =
    reason === "CLIENT_INITIATED"
      ? "A clean exit is known to about a second."
      : `With this reason the client may have been gone up to ${lengthText(timing.timeoutMostMs)} before.`;
  return `${said}${estimateText({ createdAt, receivedAt }, endAt)} ${sureness}`;
}

/** Other evidence may have moved the end away from both; then neither is why. */
function estimateText(
  { createdAt, receivedAt }: Pick<Departed, "createdAt" | "receivedAt">,
  endAt: number | null,
) {
  if (endAt === receivedAt) return " The webhook came at once, so its receipt tells the moment.";
  const isMiddle = endAt === createdAt + timing.stampMiddleMs;
  return isMiddle ? " The webhook came late, so the middle of that second is taken." : "";
}

type Missing = Extract<Reason, { readonly why: "missing" }>;

function missingText({ cause, counts, firstLookAt, lastAnswerAt }: Missing, clock: Clock): string {
  const looks = `Looks from ${clock(firstLookAt)} to ${clock(lastAnswerAt)}`;
  if (!counts) {
    return `${looks} missed the session, but it was seen later: LiveKit contradicted itself. They end nothing; only the earliest possible end goes down.`;
  }
  return `${looks} found it gone: ${causeTexts[cause]}`;
}

const causeTexts: Readonly<Record<Missing["cause"], string>> = {
  silent: "it was not listed, and no media node answered for the person, while one did answer a control.",
  ghost:
    "LiveKit's store still listed it, but no media node answered for the person, while one did answer a control.",
  replaced: "LiveKit listed a newer session of the person, and it removes the older one before that.",
};
