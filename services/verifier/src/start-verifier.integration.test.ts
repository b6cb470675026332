import { checkAnswerSchema, consumers, endpoints, roomCheckSchema, streams } from "@rollcall/contracts";
import { startFakeLiveKit, type FakeLiveKit } from "@rollcall/livekit/testing";
import { ensureTopology, request } from "@rollcall/messaging";
import { startMongo, startNats, type Server } from "@rollcall/servers";
import { testAddresses } from "@rollcall/servers/testing";
import { openMongoStore } from "@rollcall/store";
import { openTemporaryStore, storeNew } from "@rollcall/store/testing";
import { createLogger } from "@rollcall/runtime";
import { eventually } from "@rollcall/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStay, person } from "../testing/people.ts";
import { hear, runVerifier, type Heard } from "../testing/run-verifier.ts";

const key = { apiKey: "school", apiSecret: "0123456789abcdef0123456789abcdef" };
/** LiveKit's three seconds in a tenth of the time. */
const tuning = { silentAfterMs: 250, timeoutMs: 600 };

let stack: AsyncDisposableStack;
let nats: Server;
let mongodbUrl: string;
let livekit: FakeLiveKit;
let heard: Heard;

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  nats = stack.use(await startNats());
  mongodbUrl = await ownDatabase();
  livekit = stack.use(await startFakeLiveKit({ ...key, silentAfterMs: 300 }));
  heard = stack.use(await hear(nats.url));
});
afterEach(() => stack.disposeAsync());

async function ownDatabase(): Promise<string> {
  const url = new URL(testAddresses().mongodbUrl);
  const { database } = stack.use(await openTemporaryStore(url.href));
  url.pathname = `/${database}`;
  return url.href;
}

const run = async () =>
  stack.use(
    await runVerifier({ natsUrl: nats.url, mongodbUrl, livekit: { ...key, url: livekit.url } }, tuning),
  );

const alice = person("alice", { joinedAt: Date.now() - 60_000 });

async function remember(room: string): Promise<void> {
  const log = createLogger("test", { level: "silent" });
  await using store = await openMongoStore({ url: mongodbUrl, log });
  await storeNew(store, { stays: [{ ...openStay(alice), room: [{ rank: 0, value: room }] }] });
}

const untilTrouble = (trouble: string | null) =>
  eventually(() => expect(heard.of("algebra").at(-1)).toMatchObject({ trouble }), { withinMs: 30_000 });

const absences = () => heard.snapshots.flatMap(({ absent }) => absent);

const algebra = { sid: "RM_algebra", participants: [{ ...alice, joinedAtMs: alice.joinedAt }] };

describe("a sweep", () => {
  it("records that LiveKit lists its rooms, and looks at those and at rooms with open stays", async () => {
    livekit.rooms.set("latin", { ...algebra, sid: "RM_latin" });
    await remember("algebra");
    await run();
    await eventually(() => expect(heard.censuses).toContainEqual(expect.objectContaining({ trouble: null })));
    await eventually(() =>
      expect(heard.of("latin")).toContainEqual(
        expect.objectContaining({
          roomSid: "RM_latin",
          trouble: null,
          present: [expect.objectContaining({ sid: alice.sid, joinedAt: alice.joinedAt })],
        }),
      ),
    );
    await eventually(() =>
      expect(heard.of("algebra")).toContainEqual(
        expect.objectContaining({
          roomSid: null,
          roomSids: ["RM_algebra"],
          undecided: [{ sid: alice.sid, why: "silent_once", heard: false }],
        }),
      ),
    );
  });

  it("has the second look wait in the queue, with what it must know", async () => {
    await remember("algebra");
    await run();
    const again = await eventually(() => {
      const scheduled = heard.work.find(({ subject }) => subject.includes(".again."));
      return roomCheckSchema.parse(scheduled?.body);
    });
    const [first] = heard.of("algebra");
    expect(again).toMatchObject({
      room: "algebra",
      reason: "follow_up",
      earlier: [{ askedAt: first?.askedAt, silent: [alice.sid] }],
    });
  });

  it("is taken by one of several instances, and goes on after NATS was killed", async () => {
    await Promise.all([run(), run()]);
    await eventually(() => expect(heard.censuses.length).toBeGreaterThanOrEqual(3));
    const censuses = heard.censuses.length;
    // There is no room, so that nothing but ticks was delivered.
    const { delivered } = await heard.bus.jsm.consumers.info(streams.checks, consumers.verifier.durable);
    expect(censuses).toBeLessThanOrEqual(delivered.consumer_seq);
    await nats.restart();
    const before = heard.censuses.length;
    await eventually(() => expect(heard.censuses.length).toBeGreaterThan(before), { withinMs: 20_000 });
  });

  it("goes on when somebody else made its stream again, without the schedule", async () => {
    await run();
    await eventually(() => expect(heard.censuses).not.toEqual([]));
    await heard.bus.jsm.streams.delete(streams.checks);
    await ensureTopology(heard.bus);
    const before = heard.censuses.length;
    await eventually(() => expect(heard.censuses.length).toBeGreaterThan(before + 1), { withinMs: 20_000 });
  });
});

describe("a LiveKit in trouble", () => {
  beforeEach(async () => {
    livekit.rooms.set("algebra", algebra);
    await remember("algebra");
    await run();
    await untilTrouble(null);
  });

  it("lists nobody in time: snapshots say so and nobody is absent", async () => {
    stack.use(livekit.meet("ListParticipants", "hang"));
    await untilTrouble("livekit_timeout");
    expect(absences()).toEqual([]);
  });

  it("hangs: it is left alone for a while, then asked again", async () => {
    const hanging = livekit.meet("*", "hang");
    await untilTrouble("livekit_circuit_open");
    await eventually(() => expect(heard.censuses.at(-1)?.trouble).toBe("livekit_circuit_open"));
    expect(heard.censuses.map(({ trouble }) => trouble)).toContain("livekit_timeout");
    hanging[Symbol.dispose]();
    await untilTrouble(null);
    expect(absences()).toEqual([]);
  });

  it("answers with a proxy's page: snapshots say so and nobody is absent", async () => {
    stack.use(livekit.meet("ListParticipants", { status: 503, body: "<h1>overloaded</h1>" }));
    await untilTrouble("livekit_unavailable");
    expect(absences()).toEqual([]);
  });
});

describe("a room that everybody has left", () => {
  it("needs a control room to tell silence from a bus that is down", async () => {
    await remember("algebra");
    await run();
    await untilTrouble(null);
    const names = [...livekit.rooms.keys()];
    expect(names).toEqual([expect.stringMatching(/^rollcall-control-/)]);
    stack.use(livekit.meet("CreateRoom", { status: 500 }));
    await untilTrouble("no_control");
    expect(heard.snapshots.map(({ room }) => room)).not.toContain(names[0]);
  });
});

describe("a MongoDB that is away", () => {
  it("leaves plain listings, in which nobody is absent", async () => {
    const mongo = stack.use(await startMongo());
    mongodbUrl = mongo.url;
    livekit.rooms.set("algebra", algebra);
    await remember("algebra");
    await run();
    await untilTrouble(null);
    await mongo.kill("SIGKILL");
    await untilTrouble("store_unavailable");
    expect(heard.of("algebra").at(-1)).toMatchObject({ present: [{ sid: alice.sid }], absent: [] });
  });
});

const ask = async (body: unknown) =>
  checkAnswerSchema.parse(await request(heard.bus, endpoints.check, body, { timeoutMs: 5_000 })).snapshot;

describe("a look on demand", () => {
  it("is taken now, published, and shared", async () => {
    livekit.rooms.set("algebra", algebra);
    await run();
    const snapshot = await ask({ room: "algebra" });
    expect(snapshot).toMatchObject({ room: "algebra", present: [{ sid: alice.sid }] });
    await eventually(() => expect(heard.of("algebra").map(({ id }) => id)).toContain(snapshot.id));
  });

  it("refuses what names no room", async () => {
    await run();
    await expect(ask({ room: "" })).rejects.toMatchObject({ code: "parameter_invalid" });
  });
});
