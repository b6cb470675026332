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
    const id = `EV_${run}_${number}`;
    const body = joined(id, `${run}_${number}`, `${run}-${Math.floor(number / 30)}`, now);
    return { id, body, authorization: signWebhook(keys, body, now) };
  });
}

function joined(id: string, person: string, room: string, now: number): string {
  const seconds = String(Math.floor(now / 1_000));
  const codecs = [
    "audio/PCMU",
    "audio/PCMA",
    "audio/opus",
    "audio/red",
    "video/VP8",
    "video/H264",
    "video/VP9",
  ];
  return JSON.stringify({
    event: "participant_joined",
    room: {
      sid: `RM_${room}`,
      name: room,
      emptyTimeout: 300,
      departureTimeout: 20,
      creationTime: seconds,
      creationTimeMs: String(now),
      turnPassword: "fYtBxY0Pm5sice8ghqPTnelNplrPFEWne0FefYgEtDjI",
      enabledCodecs: codecs.map((mime) => ({ mime })),
    },
    participant: {
      sid: `PA_${person}`,
      identity: person,
      state: "ACTIVE",
      joinedAt: seconds,
      joinedAtMs: String(now),
      version: 2,
      permission: { canSubscribe: true, canPublish: true, canPublishData: true },
      clientProtocol: 1,
    },
    id,
    createdAt: seconds,
  });
}
