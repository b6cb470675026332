import { second, type Instant } from "./instant.ts";

/**
 * How exact LiveKit's own words are, measured on livekit-server 1.13.5 with real participants.
 * Each constant says what breaks when it is wrong.
 */
export const timing = {
  /** `createdAt` is a truncated second: the event happened at most this much later. */
  stampAfterMs: 1 * second,
  /** A clean exit can lie this much before its stamp, because the second can turn between exit and stamp. */
  stampBeforeMs: 1.5 * second,
  /** The middle of the stamped second: the estimate when the time of receipt tells no better. */
  stampMiddleMs: 0.5 * second,
  /** LiveKit notices a vanished client this long after the fact: usually, at least, at most. */
  timeoutUsualMs: 20 * second,
  timeoutLeastMs: 18 * second,
  timeoutMostMs: 23 * second,
  /** A session that LiveKit still lists may have lost its client up to this long ago. */
  ghostlyMs: 22 * second,
  /** Two looks that prove an absence are at least this far apart, start to start. */
  absenceMs: 25 * second,
  /** A session that the store still lists must be silent for this long. */
  ghostAbsenceMs: 55 * second,
  /** A room counts as started again when the start is this much later than the session's own. */
  restartMs: 1 * second,
} as const;

/** A prompt webhook arrives milliseconds after the fact: its receipt tells more than the truncated stamp. */
export const isPrompt = (webhook: { readonly createdAt: Instant; readonly receivedAt: Instant }): boolean =>
  webhook.receivedAt >= webhook.createdAt && webhook.receivedAt <= webhook.createdAt + timing.stampAfterMs;
