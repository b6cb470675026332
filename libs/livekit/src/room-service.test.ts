import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startFakeLiveKit, type FakeFate, type FakeLiveKit } from "../testing/index.ts";
import { openRoomService, type RoomService } from "./room-service.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };
// The real three seconds, shortened: what matters is which side of the limit an answer comes on.
const silentAfterMs = 40;

let livekit: FakeLiveKit;
let service: RoomService;

beforeAll(async () => {
  livekit = await startFakeLiveKit({ ...key, silentAfterMs });
  service = openRoomService({ ...key, url: livekit.url, timeoutMs: 400, silentAfterMs: silentAfterMs - 10 });
});
beforeEach(() => {
  livekit.rooms.clear();
  livekit.rooms.set("algebra-7", {
    sid: "RM_algebra",
    participants: [{ sid: "PA_alice", identity: "alice", name: "Alice", joinedAtMs: 1_795_354_308_950 }],
  });
});
afterAll(() => livekit[Symbol.asyncDispose]());

describe("asked who is there", () => {
  it("names the rooms, and when it was asked", async () => {
    const before = Date.now();
    const answer = await service.listRooms();
    expect(answer).toMatchObject({ is: "answered", rooms: [{ sid: "RM_algebra", name: "algebra-7" }] });
    const { askedAt, answeredAt } = answer.is === "answered" ? answer : { askedAt: 0, answeredAt: 0 };
    const instants = [before, askedAt, answeredAt, Date.now()];
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });

  it("lists participants, without LiveKit's credentials", async () => {
    expect(await service.listParticipants("algebra-7")).toEqual({
      is: "listed",
      participants: [
        {
          sid: "PA_alice",
          identity: "alice",
          name: "Alice",
          kind: "STANDARD",
          hidden: false,
          joinedAt: 1_795_354_308_950,
          state: "ACTIVE",
        },
      ],
    });
    expect(JSON.stringify(await service.listRooms())).not.toContain("credential");
  });

  it("keeps a kind that does not exist yet as LiveKit wrote it", async () => {
    const participants = [{ sid: "PA_h", identity: "h", kind: "HOLOGRAM", hidden: true, joinedAtMs: 0 }];
    livekit.rooms.set("algebra-7", { sid: "RM_algebra", participants });
    expect(await service.listParticipants("algebra-7")).toMatchObject({
      participants: [{ kind: "HOLOGRAM", hidden: true, joinedAt: null }],
    });
  });

  it("says that no media node hosts a room", async () => {
    expect(await service.listParticipants("nowhere")).toEqual({ is: "no_node" });
  });

  it("says how LiveKit lists", async () => {
    expect(await service.detectListingMode()).toBe("psrpc");
    await using other = await startFakeLiveKit({ ...key, lists: "store" });
    expect(await openRoomService({ ...key, url: other.url }).detectListingMode()).toBe("store");
  });
});

describe("asked for one person", () => {
  it("tells whether a media node answered", async () => {
    expect(await service.probe("algebra-7", "alice")).toBe("answered");
    expect(await service.probe("algebra-7", "bob")).toBe("silent");
    expect(await service.probe("nowhere", "alice")).toBe("silent");
  });

  it("asks for nothing that would change anything", async () => {
    await service.probe("algebra-7", "alice");
    expect(livekit.calls.at(-1)).toEqual({
      method: "UpdateSubscriptions",
      request: { room: "algebra-7", identity: "alice", track_sids: [], subscribe: false },
    });
  });

  it("takes a node's own not_found for silence: it has just removed the session", async () => {
    using _ = livekit.meet("UpdateSubscriptions", twirp(404, "not_found"));
    expect(await service.probe("algebra-7", "alice")).toBe("silent");
  });
});

it("makes a control room, and asks for it again", async () => {
  expect(await service.control("rollcall-control-1")).toBe("answered");
  expect(await service.control("rollcall-control-1")).toBe("answered");
  livekit.rooms.set("rollcall-control-1", { sid: "RM_control", isHosted: false, participants: [] });
  expect(await service.control("rollcall-control-1")).toBe("silent");
});

const twirp = (status: number, code: string): FakeFate => ({
  status,
  body: JSON.stringify({ code, msg: "a token may stand here" }),
});

describe("a call fails, and nobody is absent by it", () => {
  it.each<[string, FakeFate, string]>([
    ["a quick 503", twirp(503, "unavailable"), "livekit_unavailable"],
    ["a proxy's 502", { status: 502, body: "<html>", contentType: "text/html" }, "livekit_unavailable"],
    ["a proxy's 404", { status: 404, body: "<html>", contentType: "text/html" }, "livekit_error"],
    ["a path that it does not know", twirp(404, "bad_route"), "livekit_error"],
    ["a node that did not finish", twirp(408, "deadline_exceeded"), "livekit_timeout"],
    ["an error of its own", twirp(500, "unknown"), "livekit_error"],
    [
      "a wrong key",
      { status: 401, body: "invalid token: eyJhbGciOi", contentType: "text/plain" },
      "livekit_unauthorized",
    ],
    ["a redirect", { status: 301 }, "livekit_error"],
    ["a friendly page", { status: 200, body: "<html>", contentType: "text/html" }, "livekit_error"],
    ["no answer", "hang", "livekit_timeout"],
    ["a broken connection", "break", "livekit_unreachable"],
  ])("for %s", async (_case, fate, why) => {
    using _ = livekit.meet("*", fate);
    const answers = await Promise.all([
      service.listRooms(),
      service.listParticipants("algebra-7"),
      service.probe("algebra-7", "alice"),
      service.control("rollcall-control-1"),
      service.detectListingMode(),
    ]);
    const failed = { is: "failed", why, tookMs: expect.any(Number) };
    expect(answers).toEqual([failed, failed, { failed: why }, { failed: why }, { failed: why }]);
  });

  it("for a refused connection", async () => {
    const closed = await startFakeLiveKit(key);
    await closed[Symbol.asyncDispose]();
    const away = openRoomService({ ...key, url: closed.url });
    expect(await away.probe("algebra-7", "alice")).toEqual({ failed: "livekit_unreachable" });
  });

  it("for a late 503 that is a proxy's", async () => {
    await using slow = await startFakeLiveKit({ ...key, silentAfterMs: 0 });
    const patient = openRoomService({ ...key, url: slow.url, silentAfterMs: 0 });
    using _ = slow.meet("*", { status: 503, body: "upstream timed out", contentType: "text/plain" });
    expect(await patient.listParticipants("algebra-7")).toMatchObject({ why: "livekit_unavailable" });
  });

  it("for a participant in a state that does not exist yet", async () => {
    const body = '{"participants":[{"sid":"PA_1","identity":"alice","state":"DREAMING"}]}';
    using _ = livekit.meet("ListParticipants", { status: 200, body });
    expect(await service.listParticipants("algebra-7")).toMatchObject({ is: "failed", why: "livekit_error" });
  });

  it("for another's key", async () => {
    const stranger = openRoomService({
      ...key,
      apiSecret: "another secret of 32 characters..",
      url: livekit.url,
    });
    expect(await stranger.listRooms()).toMatchObject({ is: "failed", why: "livekit_unauthorized" });
  });
});
