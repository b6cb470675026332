import type { EarlierLook } from "@rollcall/domain";
import { z } from "zod";
import { snapshotSchema } from "./snapshot.ts";

/** Work for the verifier: look at one room. The body of `checks.room`. */
export const roomCheckSchema = z.strictObject({
  room: z.string(),
  /** Room sessions that the asker knows of, so that the look can speak of a room that is gone already. */
  roomSids: z.array(z.string()),
  reason: z.enum(["sweep", "left", "hint", "follow_up", "closer", "demand"]),
  earlier: z.array(
    z.strictObject({
      askedAt: z.number().int(),
      silent: z.array(z.string()),
      ghosts: z.array(z.string()),
    }) satisfies z.ZodType<EarlierLook>,
  ),
});
export type RoomCheck = z.output<typeof roomCheckSchema>;

/** LiveKit takes names of 256 bytes, unless its `limit:` section says more; what it takes can be asked for. */
const longestName = 1_024;

/** `verifier.v1.check`: look at a room now; answers are shared for 30 s. */
export const checkRequestSchema = z.strictObject({ room: z.string().min(1).max(longestName) });
export const checkAnswerSchema = z.strictObject({ snapshot: snapshotSchema });
export type CheckRequest = z.output<typeof checkRequestSchema>;
export type CheckAnswer = z.output<typeof checkAnswerSchema>;

/** The body of `changed.<hash>`: the room's documents changed. */
export const changedSchema = z.strictObject({ room: z.string() });
export type Changed = z.output<typeof changedSchema>;
