import type { Failed, ListedRooms, LiveKitCode, RoomService } from "@rollcall/livekit";
import { withoutCredentials } from "@rollcall/runtime";
import type { Check } from "../check.ts";
import { ok, problem, warning, type Advice, type Finding } from "../finding.ts";

const questions = 5;
/** Looks wait for these answers; a room of many people needs several. */
const slowMs = 1_000;

/** Whether LiveKit's API answers, to our key, and how fast. */
export const livekit: Check = {
  name: "livekit",
  limitMs: 30_000,
  async run({ access, rooms }) {
    const { url } = access();
    const service = rooms();
    const where = `LiveKit at ${withoutCredentials(url)}`;
    const times: number[] = [];
    for (let asked = 0; asked < questions; asked += 1) {
      const { answer, tookMs } = await timed(service);
      if (answer.is === "failed") return [failure(where, answer)];
      times.push(tookMs);
    }
    return [answering(where, times)];
  },
};

async function timed(
  service: RoomService,
): Promise<{ readonly answer: ListedRooms; readonly tookMs: number }> {
  const startedAt = performance.now();
  return { answer: await service.listRooms(), tookMs: Math.round(performance.now() - startedAt) };
}

function answering(where: string, times: readonly number[]): Finding {
  const worst = Math.max(...times);
  const measured = { fastestMs: Math.min(...times), slowestMs: worst };
  const found = `${where} takes our key and answers in ${measured.fastestMs} to ${worst} ms.`;
  if (worst <= slowMs) return ok("livekit_answers", found, measured);
  return warning("livekit_slow", {
    found,
    effect:
      "Looks at rooms take long; from 6 s on an answer counts as none, and people's time turns unverified.",
    change:
      "LIVEKIT_URL: reach LiveKit without a slow proxy between; look at the load of its nodes and of Redis.",
    measured,
  });
}

const unasked =
  "Nobody can be asked who is in a room: live stays turn unverified and their credit stands still.";

const advice: Readonly<Record<LiveKitCode, Omit<Advice, "found">>> = {
  livekit_unreachable: {
    effect: unasked,
    change: "LIVEKIT_URL: nothing listens there; see its host and port.",
  },
  livekit_timeout: {
    effect: unasked,
    change: "LIVEKIT_URL: something takes the connection and does not answer; see LiveKit's own log.",
  },
  livekit_unauthorized: {
    effect: `${unasked} Webhooks signed with another key are refused with 401, which LiveKit takes for delivered: they are lost.`,
    change:
      "LIVEKIT_API_KEY and LIVEKIT_API_SECRET: a pair that stands under keys: in LiveKit's configuration.",
  },
  livekit_unavailable: {
    effect: unasked,
    change: "LIVEKIT_URL: the proxy before LiveKit finds it unavailable.",
  },
  livekit_error: {
    effect: unasked,
    change: "LIVEKIT_URL: what answers there is no LiveKit, or LiveKit cannot reach its Redis; see its log.",
  },
};

const said: Readonly<Record<LiveKitCode, string>> = {
  livekit_unreachable: "cannot be reached",
  livekit_timeout: "does not answer in time",
  livekit_unauthorized: "refuses our API key",
  livekit_unavailable: "is unavailable",
  livekit_error: "answers with an error",
};

const failure = (where: string, { why, tookMs }: Failed): Finding =>
  problem(why, { found: `${where} ${said[why]}.`, ...advice[why], measured: { tookMs: Math.round(tookMs) } });
