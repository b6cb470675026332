import { meetingsSchema } from "@rollcall/contracts";
import { controlRoomPrefix } from "@rollcall/domain";
import { mintToken } from "@rollcall/livekit";
import { CannotCheck, type Check } from "../check.ts";
import { ok, problem, type Finding } from "../finding.ts";
import { askHttp, type HttpAnswer } from "./ask-http.ts";

/** Whether query reads the record for a token that is signed with our key. */
export const query: Check = {
  name: "query",
  limitMs: 5_000,
  async run({ access, settings: { serviceUrls } }) {
    if (serviceUrls.query === undefined) throw new CannotCheck("the address of query is not known");
    const url = new URL("/api/meetings", serviceUrls.query);
    url.searchParams.set("room", `${controlRoomPrefix}doctor`);
    const authorization = `Bearer ${await mintToken(access(), { roomList: true })}`;
    const startedAt = performance.now();
    const answer = await askHttp(url, { headers: { authorization } });
    if (answer === null) throw new CannotCheck("query cannot be reached");
    return [judgeAnswer(answer, Math.round(performance.now() - startedAt))];
  },
};

function judgeAnswer({ status, text }: HttpAnswer, tookMs: number): Finding {
  const measured = { status, tookMs };
  if (status === 401 || status === 403) {
    return problem("query_refuses_key", {
      found: `query refuses a token signed with our key (${status}).`,
      effect: "Nobody with a token of this key can read the record; nothing is lost.",
      change:
        "LIVEKIT_API_KEY and LIVEKIT_API_SECRET of query must be LiveKit's, as they are here; see the clock too.",
      measured,
    });
  }
  if (status === 200 && isMeetings(text)) {
    return ok("query_answers", `query read the record in ${tookMs} ms.`, measured);
  }
  return problem("query_fails", {
    found: `query cannot read the record (${status}).`,
    effect: "Nobody can read the record; nothing is lost.",
    change: "See query's log, and MONGODB_URL of query; --query <address> must be query's.",
    measured,
  });
}

function isMeetings(text: string): boolean {
  try {
    return meetingsSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
