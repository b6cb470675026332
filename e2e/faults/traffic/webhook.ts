import { marks, type Person, type Room } from "./people.ts";

/** A webhook as LiveKit would send it at this moment. */
export interface Webhook {
  readonly id: string;
  readonly body: string;
}

let last = 0;

export function roomWebhook(event: "room_started", room: Room): Webhook {
  return webhook({ event, room: roomJson(room) });
}

export function personWebhook(
  event: "participant_joined" | "participant_left" | "track_published",
  person: Person,
): Webhook {
  const { sid, identity, name, joinedAt, room } = person;
  const hasLeft = event === "participant_left";
  const participant = {
    ...{ sid, identity, name },
    state: hasLeft ? "DISCONNECTED" : "ACTIVE",
    joinedAt: String(Math.floor(joinedAt / 1_000)),
    joinedAtMs: String(joinedAt),
    version: 2,
    permission: { canSubscribe: true, canPublish: true, canPublishData: true },
    ...(hasLeft ? { disconnectReason: "CLIENT_INITIATED" } : {}),
  };
  return webhook({ event, room: roomJson(room), participant });
}

function webhook(content: Readonly<Record<string, unknown>>): Webhook {
  last += 1;
  const id = `EV_${process.pid}_${last}`;
  const createdAt = String(Math.floor(Date.now() / 1_000));
  return { id, body: JSON.stringify({ ...content, id, createdAt }) };
}

const roomJson = ({ sid, name, createdAt }: Room) => ({
  ...{ sid, name },
  emptyTimeout: 300,
  departureTimeout: 20,
  creationTime: String(Math.floor(createdAt / 1_000)),
  creationTimeMs: String(createdAt),
  turnPassword: `${marks.turn}${sid}`,
});
