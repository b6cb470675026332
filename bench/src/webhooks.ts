import { signWebhook } from "@rollcall/livekit/testing";

export const keys = { apiKey: "bench-key", apiSecret: "bench-secret-of-at-least-32-characters" };

/** A signed `participant_joined`, of the size that LiveKit sends: about 900 bytes. */
export interface SignedWebhook {
  readonly id: string;
  readonly body: string;
  readonly authorization: string;
}

/** Distinct webhooks of `count` people in rooms of thirty. */
export function signedWebhooks(count: number, run: string): readonly SignedWebhook[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, number) => {
    const room = `${run}-${Math.floor(number / 30)}`;
    const person = `${run}_${number}`;
    const session = { room, roomSid: `RM_${room}`, identity: person, sid: `PA_${person}`, joinedAt: now };
    return signedWebhook(`EV_${run}_${number}`, "participant_joined", session, now);
  });
}

/** Of whom a webhook tells; the instant is in milliseconds since the epoch. */
export interface Session {
  readonly room: string;
  readonly roomSid: string;
  readonly identity: string;
  readonly sid: string;
  readonly joinedAt: number;
}

/** What LiveKit says of a session at `now`. */
export function signedWebhook(
  id: string,
  event: "participant_joined" | "participant_left",
  session: Session,
  now: number,
): SignedWebhook {
  const body = bodyOf(id, event, session, now);
  return { id, body, authorization: signWebhook(keys, body, now) };
}

const codecs = [
  "audio/PCMU",
  "audio/PCMA",
  "audio/opus",
  "audio/red",
  "video/VP8",
  "video/H264",
  "video/VP9",
];

function bodyOf(id: string, event: string, session: Session, now: number): string {
  const { room, roomSid, identity, sid, joinedAt } = session;
  const isLeft = event === "participant_left";
  return JSON.stringify({
    event,
    room: {
      sid: roomSid,
      name: room,
      emptyTimeout: 300,
      departureTimeout: 20,
      creationTime: secondsOf(joinedAt),
      creationTimeMs: String(joinedAt),
      turnPassword: "fYtBxY0Pm5sice8ghqPTnelNplrPFEWne0FefYgEtDjI",
      enabledCodecs: codecs.map((mime) => ({ mime })),
    },
    participant: {
      sid,
      identity,
      state: isLeft ? "DISCONNECTED" : "ACTIVE",
      joinedAt: secondsOf(joinedAt),
      joinedAtMs: String(joinedAt),
      version: 2,
      permission: { canSubscribe: true, canPublish: true, canPublishData: true },
      clientProtocol: 1,
      ...(isLeft ? { disconnectReason: "CLIENT_INITIATED" } : {}),
    },
    id,
    createdAt: secondsOf(now),
  });
}

const secondsOf = (instant: number): string => String(Math.floor(instant / 1_000));
