import type { Census, Snapshot } from "@rollcall/domain";
import { z } from "zod";

const instant = z.number().int().nonnegative();

const participant = z.strictObject({
  sid: z.string().min(1),
  identity: z.string(),
  name: z.string(),
  kind: z.string(),
  hidden: z.boolean(),
  joinedAt: instant.nullable(),
});

/** What the verifier publishes: ours, so strict. A change of shape gets a new `version`. */
export const snapshotSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal("snapshot"),
  id: z.string().min(1),
  room: z.string(),
  roomSids: z.array(z.string()),
  roomSid: z.string().nullable(),
  askedAt: instant,
  answeredAt: instant,
  horizonMs: z.number().int().positive(),
  trouble: z.string().nullable(),
  present: z.array(participant),
  joining: z.array(participant.extend({ state: z.enum(["JOINING", "JOINED"]) })),
  absent: z.array(
    z.strictObject({ sid: z.string(), why: z.enum(["silent", "ghost", "replaced"]), firstLookAt: instant }),
  ),
  undecided: z.array(z.strictObject({ sid: z.string(), why: z.string(), heard: z.boolean() })),
}) satisfies z.ZodType<Snapshot>;

export const censusSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal("census"),
  id: z.string().min(1),
  askedAt: instant,
  answeredAt: instant,
  horizonMs: z.number().int().positive(),
  trouble: z.string().nullable(),
}) satisfies z.ZodType<Census>;

export type SnapshotMessage = z.output<typeof snapshotSchema>;
export type CensusMessage = z.output<typeof censusSchema>;
