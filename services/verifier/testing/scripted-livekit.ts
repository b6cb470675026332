import { CodedError, type Code } from "@rollcall/contracts";
import type { Listed, Listing } from "@rollcall/domain";
import type { LiveKit, NamedRoom, NodeAnswer } from "../src/livekit.ts";

/** What LiveKit answers, call by call; the last answer repeats. A code is a failure. */
export interface Script {
  readonly rooms?: readonly (readonly NamedRoom[] | Code)[];
  readonly lists?: readonly (Exclude<Listing, { is: "failed" }> | Code)[];
  readonly probes?: Readonly<Record<string, readonly (NodeAnswer | Code)[]>>;
  readonly control?: readonly (NodeAnswer | Code)[];
}

export interface ScriptedLiveKit extends LiveKit {
  /** What was asked, in order: `list`, `probe alice`, `control <room>`, `rooms`. */
  readonly asked: string[];
}

/** A LiveKit that says what the test wants it to say. Without a script no node answers for anybody. */
export function scriptLiveKit(script: Script): ScriptedLiveKit {
  const asked: string[] = [];
  const rooms = replay(script.rooms ?? [[]]);
  const lists = replay(script.lists ?? [listed()]);
  const control = replay<NodeAnswer | Code>(script.control ?? ["answered"]);
  const probes = new Map<string, () => NodeAnswer | Code>();
  for (const [identity, answers] of Object.entries(script.probes ?? {}))
    probes.set(identity, replay(answers));
  const say = <T>(what: string, answer: () => T | Code): Promise<T> => {
    asked.push(what);
    return Promise.resolve().then(() => orThrow(answer()));
  };
  return {
    asked,
    listRooms: () => say("rooms", rooms),
    listingMode: () => Promise.resolve("psrpc"),
    listParticipants: () => say("list", lists),
    probe: (_room, identity) => say<NodeAnswer>(`probe ${identity}`, probes.get(identity) ?? nobody),
    control: (room) => say<NodeAnswer>(`control ${room}`, control),
  };
}

export const listed = (...participants: Listed[]) => ({ is: "listed", participants }) as const;

const nobody = (): NodeAnswer | Code => "silent";

function replay<T>(answers: readonly T[]): () => T {
  let calls = 0;
  return () => {
    const answer = answers[Math.min(calls, answers.length - 1)];
    calls += 1;
    if (answer === undefined) throw new Error("the script has no answer");
    return answer;
  };
}

function orThrow<T>(answer: T | Code): T {
  if (typeof answer === "string" && answer.startsWith("livekit_")) throw new CodedError(answer as Code);
  return answer as T;
}
