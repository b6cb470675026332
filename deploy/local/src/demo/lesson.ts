import { setTimeout as delay } from "node:timers/promises";
import { join, type LiveKitAccess, type Participant } from "@rollcall/testkit";

/** What truly happened to one person: the stretches in the room, our clock, ms. */
export type Truth = Map<string, { from: number; to: number }[]>;

export type Tell = (line: string) => void;

interface Stage {
  readonly access: LiveKitAccess;
  readonly room: string;
  readonly tell: Tell;
  readonly truth: Truth;
  readonly signal: AbortSignal;
  /** Everybody who ever came, so that no process is left behind. */
  readonly cast: AsyncDisposableStack;
}

/** Plays a lesson of about two minutes with real participants, and gives back what truly happened. */
export async function playLesson(
  access: LiveKitAccess,
  room: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<Truth> {
  await using cast = new AsyncDisposableStack();
  const stage: Stage = { access, room, tell, truth: new Map(), signal, cast };
  const moss = await enter(stage, "ms-moss", "Ms Moss", "opens the room");
  const first = await enter(stage, "alice", "Alice", "joins");
  const ben = await enter(stage, "ben", "Ben", "joins");
  const cleo = await enter(stage, "cleo", "Cleo", "joins");
  await pass(stage, 8);
  await leave(stage, first, "Alice leaves, as people do: with the button");
  await pass(stage, 6);
  const alice = await enter(stage, "alice", "Alice", "comes back: a second stay");
  await pass(stage, 4);
  note(stage, ben.identity, await ben.crash());
  tell("Ben's browser crashes. Nobody tells LiveKit; it will notice in about 20 s.");
  await pass(stage, 4);
  note(stage, cleo.identity, await cleo.freeze());
  tell("Cleo's network is cut, for 30 s.");
  const laptop = await enter(stage, "dan", "Dan", "joins on the laptop");
  await pass(stage, 10);
  note(stage, "dan", Date.now());
  const phone = await enter(stage, "dan", "Dan", "joins on the phone too: LiveKit lets the laptop go");
  await pass(stage, 20);
  await cleo.thaw();
  note(stage, cleo.identity, Date.now(), "comes");
  tell("Cleo's network is back; her client rejoins by itself.");
  await pass(stage, 12);
  const again = await enter(stage, "ben", "Ben", "is back after the crash");
  await pass(stage, 20);
  tell("The lesson ends.");
  for (const one of [alice, again, phone, cleo, moss]) await leave(stage, one);
  await laptop[Symbol.asyncDispose]();
  return stage.truth;
}

async function enter(stage: Stage, identity: string, name: string, how: string): Promise<Participant> {
  const participant = stage.cast.use(await join(stage.access, stage.room, identity, { name }));
  note(stage, identity, participant.joining.connectedAt, "comes");
  stage.tell(`${name} ${how}.`);
  return participant;
}

async function leave(stage: Stage, participant: Participant, line?: string): Promise<void> {
  note(stage, participant.identity, await participant.leave());
  if (line !== undefined) stage.tell(`${line}.`);
}

function note({ truth }: Stage, identity: string, at: number, what: "comes" | "goes" = "goes"): void {
  const spans = truth.get(identity) ?? [];
  truth.set(identity, spans);
  const last = spans.at(-1);
  if (what === "comes") spans.push({ from: at, to: Number.POSITIVE_INFINITY });
  else if (last !== undefined) last.to = Math.min(last.to, at);
}

const pass = ({ signal }: Stage, seconds: number) => delay(seconds * 1_000, undefined, { signal });
