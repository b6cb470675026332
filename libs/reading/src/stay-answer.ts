import type { ApiStay } from "@rollcall/contracts";
import { identityOf, type ResolvedStay } from "@rollcall/domain";
import { boundedAnswer, timeTextOrNull } from "./units.ts";

export const stayAnswer = ({ stay, state, start, end }: ResolvedStay): ApiStay => ({
  sid: stay.sid,
  identity: identityOf(stay),
  state,
  joinedAt: timeTextOrNull(stay.joinedAt?.at),
  start: boundedAnswer(start),
  end: end === null ? null : { ...boundedAnswer(end), how: end.how, reason: end.reason },
  seenUntil: timeTextOrNull(stay.seenUntil?.at),
});
