import { streams, subjects, webhookHeaders } from "@rollcall/contracts";
import { jsonIn, type Bus } from "@rollcall/messaging";
import { z } from "zod";
import { CannotCheck } from "../check.ts";

export interface StoredWebhook {
  /** Its id in the archive. */
  readonly id: string;
  readonly sequence: number;
  /** By ingress' clock. */
  readonly receivedAt: number;
}

const roomEvent = z.looseObject({ room: z.looseObject({ name: z.string() }) });

/** The number that the next piece of evidence will have, or a later one. */
export async function nextSequence({ jsm }: Bus): Promise<number> {
  try {
    return (await jsm.streams.info(streams.evidence)).state.last_seq + 1;
  } catch (error) {
    throw new CannotCheck("the stream EVIDENCE is not there", { cause: error });
  }
}

/** The `room_started` of this room among the evidence from `from` on; null when it has not come. */
export async function roomStartedOf({ jsm }: Bus, room: string, from: number): Promise<StoredWebhook | null> {
  const subject = subjects.webhook("room_started");
  for (let sequence = from; ;) {
    const query = { seq: sequence, next_by_subj: subject };
    const message = await jsm.streams.getMessage(streams.evidence, query);
    if (message === null) return null;
    const body = roomEvent.safeParse(jsonIn(message.data));
    if (body.success && body.data.room.name === room) {
      const { header } = message;
      const receivedAt = Number(header.get(webhookHeaders.receivedAt) || Number.NaN);
      return { id: header.get("Nats-Msg-Id"), sequence: message.seq, receivedAt };
    }
    sequence = message.seq + 1;
  }
}

/** When the last webhook was stored; null when none is there. */
export async function lastWebhookAt({ jsm }: Bus): Promise<Date | null> {
  const query = { last_by_subj: "evidence.webhook.*" };
  return (await jsm.streams.getMessage(streams.evidence, query))?.time ?? null;
}
