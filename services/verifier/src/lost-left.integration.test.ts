import { foldStay, emptyStay, isControlRoom, timing } from "@rollcall/domain";
import { openRoomService } from "@rollcall/livekit";
import { createLogger } from "@rollcall/runtime";
import { startLiveKit, startMongo, startNats } from "@rollcall/servers";
import { openMongoStore } from "@rollcall/store";
import { storeNew } from "@rollcall/store/testing";
import { eventually, join } from "@rollcall/testkit";
import { expect, it } from "vitest";
import { hear, runVerifier } from "../testing/run-verifier.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };

// Beside Alice, who leaves unheard: nobody, so that only a control room can answer; or Bob, who stays.
it.concurrent.each([
  ["psrpc", []],
  ["store", ["bob"]],
] as const)(
  "two looks end a stay whose left webhook went nowhere, with a LiveKit that lists by %s",
  async (lists, others) => {
    await using stack = new AsyncDisposableStack();
    const [nats, mongo, server] = await Promise.all([
      startNats(),
      startMongo(),
      startLiveKit({ ...key, lists, departureTimeoutSeconds: 2 }),
    ]);
    for (const running of [nats, mongo, server]) stack.use(running);
    const livekit = { ...key, url: server.url };
    const heard = stack.use(await hear(nats.url));
    const alice = stack.use(await join(livekit, "algebra", "alice"));
    for (const identity of others) stack.use(await join(livekit, "algebra", identity));
    stack.use(
      await runVerifier({ natsUrl: nats.url, mongodbUrl: mongo.url, livekit }, { intervalMs: 5_000 }),
    );

    const seen = await eventually(() => {
      const found = heard.of("algebra").find(({ present }) => present.some(({ sid }) => sid === alice.sid));
      expect(found?.present.length).toBe(1 + others.length);
      return found;
    });
    if (seen === undefined) throw new Error("nobody was seen");
    const store = stack.use(
      await openMongoStore({ url: mongo.url, log: createLogger("test", { level: "silent" }) }),
    );
    await storeNew(store, { stays: seen.present.map(({ sid }) => foldStay(emptyStay(sid), seen)) });
    const leftAt = await alice.leave();

    const ending = await eventually(
      () => {
        const found = heard.snapshots.find(({ absent }) => absent.length > 0);
        expect(found).toBeDefined();
        return found;
      },
      { withinMs: 60_000 },
    );
    const absence = ending?.absent[0];
    expect(absence).toMatchObject({ sid: alice.sid, why: "silent" });
    expect((ending?.askedAt ?? 0) - (absence?.firstLookAt ?? 0)).toBeGreaterThanOrEqual(timing.absenceMs);
    expect(absence?.firstLookAt).toBeGreaterThan(leftAt - 2_000);
    const ended = new Set(heard.snapshots.flatMap(({ absent }) => absent.map(({ sid }) => sid)));
    expect(ended).toEqual(new Set([alice.sid]));
    const rooms = await openRoomService(livekit).listRooms();
    const hasControlRoom = rooms.is === "answered" && rooms.rooms.some(({ name }) => isControlRoom(name));
    expect(hasControlRoom).toBe(others.length === 0);
  },
  120_000,
);
