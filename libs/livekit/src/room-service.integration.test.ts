import { startLiveKit, type Server } from "@rollcall/servers";
import { eventually, join, joinMany } from "@rollcall/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFakeLiveKit, type FakeLiveKit } from "../testing/index.ts";
import { openRoomService, type RoomService } from "./room-service.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };

describe.each(["psrpc", "store"] as const)("a real LiveKit that lists by %s", (lists) => {
  let livekit: Server;
  let fake: FakeLiveKit;
  let real: RoomService;
  let faked: RoomService;

  beforeAll(async () => {
    livekit = await startLiveKit({ ...key, lists, departureTimeoutSeconds: 2 });
    fake = await startFakeLiveKit({ ...key, lists });
    real = openRoomService({ ...key, url: livekit.url });
    faked = openRoomService({ ...key, url: fake.url });
  }, 600_000);
  afterAll(async () => {
    await fake[Symbol.asyncDispose]();
    await livekit[Symbol.asyncDispose]();
  });

  it("tells how it lists, and the fake does too", async () => {
    expect(await real.detectListingMode()).toBe(lists);
    expect(await faked.detectListingMode()).toBe(lists);
  });

  it("lists people, agents and the hidden, and the fake does too", async () => {
    const access = { ...key, url: livekit.url };
    const before = Date.now();
    await using alice = await join(access, "algebra-7", "alice", { name: "Alice" });
    await using agent = await join(access, "algebra-7", "agent-1", { kind: "agent", hidden: true });
    // A client counts itself as connected up to some 20 ms before LiveKit lists it as ACTIVE.
    const people = await eventually(async () => {
      const said = await real.listParticipants("algebra-7");
      const participants = said.is === "listed" ? said.participants : [];
      expect(participants.map(({ state }) => state)).toEqual(["ACTIVE", "ACTIVE"]);
      return participants;
    });
    const plain = { sid: alice.sid, identity: "alice", name: "Alice", kind: "STANDARD", hidden: false };
    const hidden = { sid: agent.sid, identity: "agent-1", name: "", kind: "AGENT", hidden: true };
    const joinedAt = expect.closeTo(before, -4) as number;
    expect(people.toSorted((a, b) => b.identity.localeCompare(a.identity))).toEqual([
      { ...plain, joinedAt, state: "ACTIVE" },
      { ...hidden, joinedAt, state: "ACTIVE" },
    ]);
    const rooms = await real.listRooms();
    expect(rooms).toMatchObject({ rooms: [{ name: "algebra-7", sid: expect.stringMatching(/^RM_/) }] });
    const participants = people.map(({ joinedAt: at, ...rest }) => ({ ...rest, joinedAtMs: at ?? 0 }));
    const sid = rooms.is === "answered" ? (rooms.rooms[0]?.sid ?? "") : "";
    fake.rooms.set("algebra-7", { sid, participants });
    expect(await faked.listParticipants("algebra-7")).toEqual({ is: "listed", participants: people });
    expect(await faked.listRooms()).toMatchObject({ rooms: rooms.is === "answered" ? rooms.rooms : [] });
  });

  it("answers for the present, is silent about the absent, and the fake does too", async () => {
    await using alice = await join({ ...key, url: livekit.url }, "history-3", "alice");
    fake.rooms.set("history-3", { sid: "RM_1", participants: [alice] });
    const asked = [
      ["history-3", "alice"],
      ["history-3", "bob"],
      ["nowhere", "alice"],
    ] as const;
    for (const service of [real, faked]) {
      const answers = await Promise.all(asked.map(([room, identity]) => service.probe(room, identity)));
      expect(answers).toEqual(["answered", "silent", "silent"]);
    }
  });

  it("makes a control room once, and the fake does too", async () => {
    for (const service of [real, faked]) {
      expect(await service.control("rollcall-control-1")).toBe("answered");
      expect(await service.control("rollcall-control-1")).toBe("answered");
      const rooms = await service.listRooms();
      const names = rooms.is === "answered" ? rooms.rooms.map(({ name }) => name) : [];
      expect(names.filter((name) => name === "rollcall-control-1")).toHaveLength(1);
    }
  });

  it("refuses another's key, and the fake does too", async () => {
    for (const { url } of [livekit, fake]) {
      const stranger = openRoomService({ ...key, apiSecret: "another secret of 32 characters..", url });
      expect(await stranger.listRooms()).toMatchObject({ is: "failed", why: "livekit_unauthorized" });
      expect(await stranger.probe("history-3", "alice")).toEqual({ failed: "livekit_unauthorized" });
    }
  });

  it("is never said to have failed while people leave: each probe is answered or silent", async () => {
    await using anchor = await join({ ...key, url: livekit.url }, "sports-1", "anchor");
    const identities = ["ann", "ben", "cleo", "dan", "eve"];
    await using crowd = await joinMany({ ...key, url: livekit.url }, "sports-1", identities);
    const answers = new Set<unknown>();
    const probing = identities.map(async (identity) => {
      let answer = await real.probe("sports-1", identity);
      while (answer === "answered") answer = await real.probe("sports-1", identity);
      answers.add(answer);
    });
    await Promise.all(identities.map((identity) => crowd.leave(identity)));
    await Promise.all(probing);
    expect([...answers]).toEqual(["silent"]);
    expect(await real.probe("sports-1", anchor.identity)).toBe("answered");
  });
});

it("a LiveKit that hangs is a timeout, and answers again when it wakes", async () => {
  await using livekit = await startLiveKit(key);
  const service = openRoomService({ ...key, url: livekit.url, timeoutMs: 300 });
  await livekit.kill("SIGSTOP");
  expect(await service.listRooms()).toMatchObject({ is: "failed", why: "livekit_timeout" });
  expect(await service.control("rollcall-control-1")).toEqual({ failed: "livekit_timeout" });
  await livekit.kill("SIGCONT");
  await eventually(async () => expect(await service.listRooms()).toMatchObject({ is: "answered" }));
});
