import { int64, joinedAtOf } from "@rollcall/contracts";
import type { Listed } from "@rollcall/domain";
import { z } from "zod";

const name = z.string().default("");

export const roomsSchema = z
  .looseObject({ rooms: z.array(z.looseObject({ sid: z.string(), name })).default([]) })
  .transform(({ rooms }) => rooms.map((room) => ({ sid: room.sid, name: room.name })));

const participantSchema = z
  .looseObject({
    sid: z.string().min(1),
    identity: z.string(),
    name,
    state: z.enum(["JOINING", "JOINED", "ACTIVE", "DISCONNECTED"]).default("JOINING"),
    // The word as it is: a kind that does not exist yet must not pass for a person.
    kind: z.union([z.string(), z.number().transform(String)]).default("STANDARD"),
    joined_at: int64,
    joined_at_ms: int64,
    permission: z.looseObject({ hidden: z.boolean().default(false) }).nullish(),
  })
  .transform((raw): Listed => ({
    sid: raw.sid,
    identity: raw.identity,
    name: raw.name,
    kind: raw.kind,
    hidden: raw.permission?.hidden ?? false,
    joinedAt: joinedAtOf(raw.joined_at_ms, raw.joined_at),
    state: raw.state,
  }));

export const participantsSchema = z
  .looseObject({ participants: z.array(participantSchema).default([]) })
  .transform(({ participants }): readonly Listed[] => participants);
