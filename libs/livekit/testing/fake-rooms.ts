/** A participant session as far as the fake knows it. */
export type FakeParticipant = {
  readonly sid: string;
  readonly identity: string;
  readonly name?: string;
  readonly kind?: string;
  readonly hidden?: boolean;
  readonly state?: "JOINING" | "JOINED" | "ACTIVE" | "DISCONNECTED";
  readonly joinedAtMs?: number;
  /** False: LiveKit's list has lost it. Default true. */
  readonly isListed?: boolean;
  /** False: no media node holds it, a ghost. Default true. */
  readonly isHeld?: boolean;
};

export type FakeRoom = {
  readonly sid: string;
  /** False: no media node hosts it. Default true. */
  readonly isHosted?: boolean;
  /** False: LiveKit's list of rooms has lost it. Default true. */
  readonly isListed?: boolean;
  readonly participants: readonly FakeParticipant[];
};

/** What Twirp answers: `null` stands for the silence of all media nodes. */
export type FakeAnswer = { readonly status: number; readonly json: unknown } | null;

export type FakeState = {
  readonly rooms: Map<string, FakeRoom>;
  readonly lists: "psrpc" | "store";
};

type Request = Readonly<Record<string, unknown>>;

export const fakeMethods: Readonly<Record<string, (state: FakeState, request: Request) => FakeAnswer>> = {
  ListRooms: ({ rooms }) =>
    ok({
      rooms: [...rooms]
        .filter(([, room]) => room.isListed !== false)
        .map(([name, room]) => roomJson(name, room)),
    }),

  ListParticipants: ({ rooms, lists }, { room: name }) => {
    const room = rooms.get(String(name));
    if (lists === "psrpc" && (room === undefined || room.isHosted === false)) return null;
    const listed = room?.participants.filter(({ isListed }) => isListed !== false) ?? [];
    return ok({ participants: listed.map(participantJson) });
  },

  UpdateSubscriptions: ({ rooms }, { room, identity }) => {
    const sessions = rooms.get(String(room))?.participants.filter((one) => one.identity === identity) ?? [];
    return sessions.some(({ isHeld }) => isHeld !== false) ? ok({}) : null;
  },

  CreateRoom: ({ rooms }, { name }) => {
    const key = String(name);
    if (key.length > 256) return invalid("room name length exceeds limits: max length 256");
    const room = rooms.get(key) ?? { sid: `RM_${key.slice(-12)}`, participants: [] };
    if (room.isHosted === false) return null;
    rooms.set(key, room);
    return ok(roomJson(key, room));
  },

  DeleteRoom: ({ rooms }, { room: name }) =>
    rooms.delete(String(name))
      ? ok({})
      : {
          status: 404,
          json: { code: "not_found", msg: "twirp error unknown: requested room does not exist" },
        },
};

const ok = (json: unknown): FakeAnswer => ({ status: 200, json });

const invalid = (msg: string): FakeAnswer => ({
  status: 400,
  json: { code: "invalid_argument", msg: `twirp error unknown: ${msg}` },
});

const roomJson = (name: string, { sid, participants }: FakeRoom) => ({
  sid,
  name,
  turn_password: "a credential that must go nowhere",
  num_participants: participants.length,
});

const participantJson = (participant: FakeParticipant) => ({
  sid: participant.sid,
  identity: participant.identity,
  state: participant.state ?? "ACTIVE",
  tracks: [],
  metadata: "",
  joined_at: String(Math.floor((participant.joinedAtMs ?? 0) / 1000)),
  joined_at_ms: String(participant.joinedAtMs ?? 0),
  name: participant.name ?? "",
  kind: participant.kind ?? "STANDARD",
  permission: { hidden: participant.hidden ?? false },
});
