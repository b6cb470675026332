import { startLiveKit, type Server } from "@rollcall/servers";
import { isAlive } from "@rollcall/servers/testing";
import { RoomServiceClient } from "livekit-server-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, join, joinMany, knock, rename, type LiveKitAccess } from "./index.ts";

const keys = { apiKey: "testkey", apiSecret: "a-secret-of-at-least-32-characters" };
let livekit: Server;
let access: LiveKitAccess;

beforeAll(async () => {
  livekit = await startLiveKit(keys);
  access = { url: livekit.url, ...keys };
}, 600_000);
afterAll(() => livekit[Symbol.asyncDispose]());

const listed = async (room: string) => {
  const service = new RoomServiceClient(livekit.url.replace(/^ws/, "http"), keys.apiKey, keys.apiSecret);
  return (await service.listParticipants(room)).map(({ identity, sid }) => ({ identity, sid }));
};

const namesIn = async (room: string) => {
  const service = new RoomServiceClient(livekit.url.replace(/^ws/, "http"), keys.apiKey, keys.apiSecret);
  return (await service.listParticipants(room)).map(({ name }) => name);
};

it("joins a room as LiveKit sees it, and leaves it", async () => {
  await using alice = await join(access, "algebra-7", "alice", { name: "Alice" });
  expect(await listed("algebra-7")).toEqual([{ identity: "alice", sid: alice.sid }]);
  await alice.leave();
  await eventually(async () => expect(await listed("algebra-7")).toEqual([]));
});

it("crashes so that LiveKit does not notice at once", async () => {
  await using bob = await join(access, "algebra-8", "bob");
  await bob.crash();
  expect(await listed("algebra-8")).toEqual([{ identity: "bob", sid: bob.sid }]);
});

it("freezes without LiveKit noticing, and goes on with the same session", async () => {
  await using cleo = await join(access, "algebra-10", "cleo");
  await cleo.freeze();
  expect(await listed("algebra-10")).toEqual([{ identity: "cleo", sid: cleo.sid }]);
  await cleo.thaw();
  await cleo.simulate("SIMULATE_SIGNAL_RECONNECT");
  expect(await listed("algebra-10")).toEqual([{ identity: "cleo", sid: cleo.sid }]);
});

it("reconnects from scratch under a new SID", async () => {
  await using dan = await join(access, "algebra-11", "dan");
  await dan.simulate("SIMULATE_FULL_RECONNECT");
  await eventually(async () => {
    const now = await listed("algebra-11");
    expect(now).toMatchObject([{ identity: "dan" }]);
    expect(now[0]?.sid).not.toBe(dan.sid);
  });
  await eventually(async () => {
    const { sid, turns } = await dan.tell();
    expect(sid).toBe((await listed("algebra-11"))[0]?.sid);
    expect(turns.map(({ state }) => state)).toEqual(["connected", "reconnecting", "connected"]);
  });
});

it("knocks without ever getting media, and goes away", async () => {
  await using stranger = await knock(access, "algebra-13", "stranger");
  expect(await listed("algebra-13")).toMatchObject([{ identity: "stranger" }]);
  stranger.goAway();
  await eventually(async () => expect(await listed("algebra-13")).toEqual([]));
});

it("renames somebody who is in a room", async () => {
  await using _eve = await join(access, "algebra-14", "eve", { name: "Eve" });
  await rename(access, "algebra-14", "eve", "Eve Moss");
  await eventually(async () => expect(await namesIn("algebra-14")).toEqual(["Eve Moss"]));
});

it("leaves no process behind, whichever way a participant ends", async () => {
  const eve = await join(access, "algebra-12", "eve");
  const finn = await join(access, "algebra-12", "finn");
  const gina = await join(access, "algebra-12", "gina");
  await finn.crash();
  await gina.freeze();
  const pids = [eve, finn, gina].map(({ pid }) => pid);
  await Promise.all([eve, finn, gina].map((one) => one[Symbol.asyncDispose]()));
  expect(pids.map(isAlive)).toEqual([false, false, false]);
});

it("seats a crowd in one process", async () => {
  const identities = ["ann", "ben", "cleo", "dan"];
  await using crowd = await joinMany(access, "assembly", identities);
  expect((await listed("assembly")).map(({ identity }) => identity).toSorted()).toEqual(identities);
  await crowd.leave("ann");
  await eventually(async () => expect(await listed("assembly")).toHaveLength(3));
});

it("tells why somebody could not join", async () => {
  const closed = { ...access, apiSecret: "another-secret-of-at-least-32-characters" };
  await expect(join(closed, "algebra-9", "mallory")).rejects.toThrow(/401|unauthorized/i);
});
