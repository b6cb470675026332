import { ConfigProblems, createLogger, loadConfig, verifyIntervalMs } from "@rollcall/runtime";
import { defaultPolicy, type Meeting } from "@rollcall/domain";
import { readLatestMeeting, readMeeting, type MeetingRead, type ReadingTools } from "@rollcall/reading";
import { openMongoStore, type Store } from "@rollcall/store";
import { z } from "zod";
import { addressOf, findAddresses } from "./addresses.ts";
import type { Surroundings } from "./surroundings.ts";

const settings = z.object({ VERIFY_INTERVAL_MS: verifyIntervalMs });

export interface OpenReading extends AsyncDisposable {
  readonly store: Store;
  readonly url: string;
  readonly tools: ReadingTools;
}

/** The stored documents, read as query reads them. The present is this machine's; it matters to live meetings only. */
export async function openReading({ env }: Pick<Surroundings, "env">): Promise<OpenReading> {
  const policy = { ...defaultPolicy, intervalMs: loadConfig(settings, env).VERIFY_INTERVAL_MS };
  const url = addressOf("MONGODB_URL", await findAddresses(env));
  const log = createLogger("rollcall", { level: env["LOG_LEVEL"] ?? "silent" });
  const store = await openMongoStore({ url, log, startLimitMs: 5_000 });
  const now = Date.now();
  return {
    ...{ store, url },
    tools: { store, now: () => now, policy },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

/** The meeting of this id, or else the latest in the room of this name. Throws when there is neither. */
export async function meetingNamed(tools: ReadingTools, name: string): Promise<MeetingRead> {
  const byId = await readMeeting(tools, name);
  if (byId !== null) return byId;
  const { meeting, documents, sight } = await readLatestMeeting(tools, name);
  if (meeting !== null)
    return { meeting, room: { documents, sight, stays: staysOf(meeting), meetings: [meeting] } };
  throw new ConfigProblems([`No meeting has the id ${name}, and no room of that name had one.`]);
}

const staysOf = ({ attendees, others }: Meeting) => [...attendees.flatMap(({ stays }) => stays), ...others];
