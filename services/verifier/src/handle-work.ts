import { roomCheckSchema, subjects, type RoomCheck, type Verdict } from "@rollcall/contracts";
import { jsonIn } from "@rollcall/messaging";

/** A message of the work queue. */
export interface Work {
  readonly subject: string;
  /** The message's number in its stream: the same in every delivery. */
  readonly sequence: number;
  readonly data: Uint8Array;
  /** When NATS stored it, by NATS' clock. */
  readonly storedAt: number;
}

export interface WorkTools {
  readonly noteTick: (storedAt: number) => void;
  readonly sweep: (sweepId: string) => Promise<unknown>;
  readonly look: (check: RoomCheck) => Promise<unknown>;
}

/** Does one message's work: a tick starts a sweep, a check a look. Rejects when NATS does not take the result. */
export async function handleWork(work: Work, { noteTick, sweep, look }: WorkTools): Promise<Verdict> {
  if (work.subject === subjects.sweep) {
    noteTick(work.storedAt);
    await sweep(`sweep.${work.sequence}`);
    return { is: "done" };
  }
  const check = roomCheckSchema.safeParse(jsonIn(work.data));
  if (!check.success) return { is: "reject", why: "schema_invalid", detail: check.error.message };
  await look(check.data);
  return { is: "done" };
}
