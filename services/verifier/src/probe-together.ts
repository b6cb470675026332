import { CodedError } from "@rollcall/contracts";
import type { ProbeResult } from "@rollcall/domain";
import type { FairPool } from "./fair-pool.ts";
import type { LiveKit } from "./livekit.ts";
import { repeatCall, type Wait } from "./repeat-call.ts";
import { shareTurn } from "./share-turn.ts";

export interface ProbeTools {
  readonly livekit: Pick<LiveKit, "probe">;
  /** Questions that probably nobody answers: LiveKit takes three seconds to say so. */
  readonly silences: FairPool;
  readonly controlRoom: { readonly ask: () => Promise<boolean> };
  readonly now: () => number;
  readonly wait: Wait;
}

export interface Probing {
  readonly results: ReadonlyMap<string, ProbeResult>;
  /** Whether beside every silence a media node answered something. */
  readonly control: boolean;
  /** When the last question began, in our own clock; null when none was asked. */
  readonly lastAt: number | null;
}

/**
 * Asks the media nodes for each of these identities, and, at the same moment as each, for a control: somebody
 * known to be live, else the control room. Where a silence had no control everybody silent is asked once more,
 * with the control room, which may have needed a new host.
 */
export async function probeTogether(
  room: string,
  suspects: readonly string[],
  live: readonly string[],
  tools: ProbeTools,
): Promise<Probing> {
  const first = await probeRound(room, suspects, controlBy(room, live, tools), tools);
  if (first.control) return first;
  const unanswered = suspects.filter((identity) => first.results.get(identity) !== "answered");
  const second = await probeRound(room, unanswered, tools.controlRoom.ask, tools);
  return { ...second, results: new Map([...first.results, ...second.results]) };
}

type Control = () => Promise<boolean>;

function controlBy(room: string, live: readonly string[], tools: ProbeTools): Control {
  const companion = live[0];
  if (companion === undefined) return tools.controlRoom.ask;
  return shareTurn(async () => (await probeOnce(room, companion, tools)) === "answered");
}

interface Round {
  isInVain: boolean;
  lastAt: number | null;
}

async function probeRound(
  room: string,
  suspects: readonly string[],
  control: Control,
  tools: ProbeTools,
): Promise<Probing> {
  const round: Round = { isInVain: false, lastAt: null };
  const asked = suspects.map(async (identity) => {
    const result = await tools.silences.run(room, () => probeInRound(round, room, identity, control, tools));
    return [identity, result] as const;
  });
  return { results: new Map(await Promise.all(asked)), control: !round.isInVain, lastAt: round.lastAt };
}

async function probeInRound(
  round: Round,
  room: string,
  identity: string,
  control: Control,
  tools: ProbeTools,
): Promise<ProbeResult> {
  // Without a control no further silence of this round could count: spare LiveKit the questions.
  if (round.isInVain) return "failed";
  const probe = () => {
    round.lastAt = tools.now();
    return probeBeside(room, identity, control, tools);
  };
  const probed = await repeatCall(probe, tools.wait).catch(failed);
  if (probed !== "uncontrolled") return probed;
  round.isInVain = true;
  return "silent";
}

/** One question and its control, begun together. Rejects when the question fails. */
async function probeBeside(
  room: string,
  identity: string,
  control: Control,
  { livekit }: ProbeTools,
): Promise<ProbeResult | "uncontrolled"> {
  const [answer, isControlled] = await Promise.all([livekit.probe(room, identity), control()]);
  return answer === "silent" && !isControlled ? "uncontrolled" : answer;
}

const probeOnce = (room: string, identity: string, { livekit }: ProbeTools): Promise<ProbeResult> =>
  livekit.probe(room, identity).catch(failed);

/** A probe that still fails leaves its person undecided. */
export function failed(error: unknown): "failed" {
  if (error instanceof CodedError) return "failed";
  throw error;
}
