import type { Status } from "@rollcall/contracts";
import { second, type Instant } from "@rollcall/domain";
import { type LatestMeeting, type ReadingTools, afterLook, readLatestMeeting } from "@rollcall/reading";
import { seenUntilOf, statusAnswer, staysOf } from "../answers/status-answer.ts";
import type { RoomCheck } from "./room-check.ts";

/** A status that rests on older evidence asks for a look first. */
const freshForMs = 30 * second;

/**
 * One person in a room, now. When what is stored is too old to say, LiveKit is asked through the verifier, and its
 * answer is folded over what was loaded, without waiting until it is stored. When nobody answers, the domain's own
 * rules call old evidence unverified.
 */
export async function freshStatus(
  tools: ReadingTools,
  check: RoomCheck,
  room: string,
  identity: string,
): Promise<Status> {
  const latest = await readLatestMeeting(tools, room);
  if (!isTooOld(latest, identity, tools.now())) return statusAnswer(latest, identity);
  const snapshot = await check(room);
  // LiveKit may have taken seconds to answer.
  const renewed = await readLatestMeeting(tools, room);
  return statusAnswer(snapshot === null ? renewed : afterLook(tools, renewed, snapshot), identity);
}

function isTooOld(latest: LatestMeeting, identity: string, now: Instant): boolean {
  const live = staysOf(latest, identity).filter(({ state }) => state !== "ended");
  const isOld = (at: Instant | null) => at === null || now - at > freshForMs;
  if (live.length === 0) return isOld(latest.verifiedAt);
  return live.every(({ state }) => state === "unverified") || isOld(seenUntilOf(live));
}
