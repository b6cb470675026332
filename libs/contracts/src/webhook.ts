import type { Evidence, Participant } from "@rollcall/domain";
import { z } from "zod";
import { CodedError } from "./codes.ts";
import { int64, joinedAtOf } from "./livekit-json.ts";

const roomSchema = z.looseObject({ sid: z.string().min(1).optional(), name: z.string().min(1) });

const participantSchema = z.looseObject({
  sid: z.string().min(1),
  identity: z.string(),
  name: z.string().default(""),
  state: z.string().optional(),
  kind: z.string().default("STANDARD"),
  joinedAt: int64,
  joinedAtMs: int64,
  disconnectReason: z.string().default("UNKNOWN_REASON"),
  permission: z.looseObject({ hidden: z.boolean().default(false) }).optional(),
});

const stamp = {
  id: z.string().min(1),
  createdAt: z.union([z.string().regex(/^\d{1,12}$/), z.number().int()]),
};

/** What LiveKit sends is read tolerantly: unknown fields pass, unknown events say nothing. */
const webhookSchema = z.discriminatedUnion("event", [
  z.looseObject({
    event: z.enum(["participant_joined", "participant_left", "participant_connection_aborted"]),
    room: roomSchema,
    participant: participantSchema,
    ...stamp,
  }),
  z.looseObject({ event: z.enum(["room_started", "room_finished"]), room: roomSchema, ...stamp }),
  z.looseObject({
    event: z.enum(["track_published", "track_unpublished"]),
    room: roomSchema,
    participant: participantSchema.pick({ sid: true, identity: true }),
    ...stamp,
  }),
]);

type Webhook = z.output<typeof webhookSchema>;

const knownEvents = new Set<unknown>(webhookSchema.options.flatMap(({ shape }) => shape.event.options));

/**
 * The evidence in the JSON of one webhook, or null when the event says nothing about attendance.
 * Throws `schema_invalid` when an event that matters has a shape that we do not know.
 */
export function decodeWebhook(json: unknown, receivedAt: number): Evidence | null {
  if (!isKnownEvent(json)) return null;
  const parsed = webhookSchema.safeParse(json);
  if (!parsed.success) throw new CodedError("schema_invalid", z.prettifyError(parsed.error));
  return evidenceOf(parsed.data, receivedAt);
}

const isKnownEvent = (json: unknown): boolean =>
  typeof json === "object" && json !== null && "event" in json && knownEvents.has(json.event);

function evidenceOf(webhook: Webhook, receivedAt: number): Evidence {
  const head = {
    id: webhook.id,
    createdAt: Number(webhook.createdAt) * 1_000,
    receivedAt,
    room: webhook.room.name,
    roomSid: webhook.room.sid ?? null,
  };
  switch (webhook.event) {
    case "room_started":
    case "room_finished":
      return { kind: webhook.event, ...head };
    case "track_published":
    case "track_unpublished": {
      const { sid, identity } = webhook.participant;
      return { kind: webhook.event, ...head, participant: { sid, identity } };
    }
    default: {
      const { state, disconnectReason } = webhook.participant;
      const participant = participantOf(webhook.participant);
      const disconnected = state === "DISCONNECTED";
      return { kind: webhook.event, ...head, participant, disconnected, reason: disconnectReason };
    }
  }
}

const participantOf = (raw: z.output<typeof participantSchema>): Participant => ({
  sid: raw.sid,
  identity: raw.identity,
  name: raw.name,
  kind: raw.kind,
  hidden: raw.permission?.hidden ?? false,
  joinedAt: joinedAtOf(raw.joinedAtMs, raw.joinedAt),
});
