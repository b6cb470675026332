import type { Scenario, Told } from "./participant-messages.ts";
import { startParticipantProcess, type ParticipantProcess } from "./participant-process.ts";
import { joinToken, type LiveKitAccess, type ParticipantOptions } from "./token.ts";

/** A real WebRTC participant in a process of its own. Disposing it leaves cleanly. */
export interface Participant extends AsyncDisposable {
  readonly identity: string;
  /** LiveKit's `PA_…` of the connection at joining. */
  readonly sid: string;
  /** When the connect call began and returned, our clock, ms. */
  readonly joining: { readonly calledAt: number; readonly connectedAt: number };
  readonly pid: number;
  /** A clean exit. Resolves with the instant at which it was asked for, our clock, ms. */
  leave(): Promise<number>;
  /** Kills the process, as a browser's crash. Resolves with the instant. */
  crash(): Promise<number>;
  /** Stops the process without ending it, as a cut network or a closed lid. */
  freeze(): Promise<number>;
  thaw(): Promise<number>;
  simulate(scenario: Scenario): Promise<void>;
  /** What the client knows of its connection now; not for one that is frozen or gone. */
  tell(): Promise<Told>;
}

/** Joins `room` as `identity`; resolves when media flows. */
export async function join(
  access: LiveKitAccess,
  room: string,
  identity: string,
  options: ParticipantOptions = {},
): Promise<Participant> {
  const process = await startParticipantProcess();
  try {
    return await seat(process, access, { room, identity, ...options });
  } catch (failure) {
    await process[Symbol.asyncDispose]();
    throw failure;
  }
}

type Who = ParticipantOptions & { readonly room: string; readonly identity: string };

async function seat(process: ParticipantProcess, access: LiveKitAccess, who: Who): Promise<Participant> {
  const token = await joinToken(access, who.room, who.identity, who);
  const id = who.identity;
  const calledAt = Date.now();
  const { sid } = await process.order({ do: "join", seat: { id, url: access.url, token } });
  if (sid === null) throw new Error(`${who.identity} joined without a SID`);
  return {
    identity: who.identity,
    sid,
    joining: { calledAt, connectedAt: Date.now() },
    pid: process.pid,
    leave: at(() => process.order({ do: "leave", seat: id })),
    crash: at(() => process.signal("SIGKILL")),
    freeze: at(() => process.signal("SIGSTOP")),
    thaw: at(() => process.signal("SIGCONT")),
    simulate: async (scenario) => void (await process.order({ do: "simulate", seat: id, scenario })),
    tell: () => process.order({ do: "tell", seat: id }),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

/** Many participants in one process: cheap, but they can only crash together. */
export interface Crowd extends AsyncDisposable {
  readonly sids: ReadonlyMap<string, string>;
  leave(identity: string): Promise<void>;
  crash(): Promise<void>;
}

/** Joins everybody of `identities`, a few at a time. */
export async function joinMany(
  access: LiveKitAccess,
  room: string,
  identities: readonly string[],
): Promise<Crowd> {
  const process = await startParticipantProcess();
  const sids = new Map<string, string>();
  try {
    for (let next = 0; next < identities.length; next += joiningAtOnce) {
      const some = identities.slice(next, next + joiningAtOnce);
      await Promise.all(
        some.map(async (identity) =>
          sids.set(identity, (await seat(process, access, { room, identity })).sid),
        ),
      );
    }
  } catch (failure) {
    await process[Symbol.asyncDispose]();
    throw failure;
  }
  return {
    sids,
    leave: async (identity) => void (await process.order({ do: "leave", seat: identity })),
    crash: () => process.signal("SIGKILL"),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

const joiningAtOnce = 5;

const at = (act: () => Promise<unknown>) => async (): Promise<number> => {
  const now = Date.now();
  await act();
  return now;
};
