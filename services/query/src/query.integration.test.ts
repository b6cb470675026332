import {
  checkRequestSchema,
  endpoints,
  roomHash,
  snapshotSchema,
  statusSchema,
  subjects,
} from "@rollcall/contracts";
import { minute, second } from "@rollcall/domain";
import { notify, request, serveMicro } from "@rollcall/messaging";
import { alice, asked, attended, lesson, lessonGoesOn, nine, said } from "@rollcall/reading/testing";
import { startNats } from "@rollcall/servers";
import { testAddresses } from "@rollcall/servers/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventsOf, nextEvent } from "../testing/read-events.ts";
import { remember } from "../testing/remember.ts";
import { startRealQuery, type RealQuery } from "../testing/start-real.ts";
import { office, tokenFor } from "../testing/tokens.ts";

const { mongodbUrl } = testAddresses();
const servers = new AsyncDisposableStack();
let query: RealQuery;
beforeAll(async () => {
  // A server of its own: the services' endpoints have fixed names.
  const nats = servers.use(await startNats());
  query = servers.use(await startRealQuery(nats.url, mongodbUrl));
  await remember(query.store, lesson);
});
afterAll(() => servers.disposeAsync());

const ask = (subject: string, body: unknown) => request(query.bus, subject, body, { timeoutMs: 8_000 });
const json = async (path: string): Promise<unknown> => (await query.get(path, office)).json();

const statusIn = async (room: string) =>
  statusSchema.parse(await json(`/api/sessions/${room}/attendance-status?identity=alice`));

describe("over NATS", () => {
  it("answers what it answers over HTTP", async () => {
    expect(await ask(endpoints.meeting, { id: "RM_algebra" })).toEqual(
      await json("/api/meetings/RM_algebra"),
    );
    expect(await ask(endpoints.meetings, { room: "algebra-7" })).toEqual(
      await json("/api/meetings?room=algebra-7"),
    );
    expect(await ask(endpoints.evidence, { sid: "PA_bob" })).toEqual(
      await json("/api/stays/PA_bob/evidence"),
    );
    const status = await ask(endpoints.status, { session: "algebra-7", identity: "bob" });
    expect(status).toEqual(await json("/api/sessions/algebra-7/attendance-status?identity=bob"));
  });

  it("lists meetings without parameters", async () => {
    expect(await ask(endpoints.meetings, undefined)).toMatchObject({ meetings: [{ id: "RM_algebra" }] });
  });

  it.each([
    ["parameter_invalid", endpoints.status, { session: "algebra-7" }],
    ["parameter_invalid", endpoints.status, { session: { $ne: "" }, identity: "bob" }],
    ["parameter_invalid", endpoints.meeting, undefined],
    ["not_found", endpoints.meeting, { id: "RM_none" }],
    ["not_found", endpoints.evidence, { sid: "PA_none" }],
  ])("refuses with %s over %s", async (code, subject, body) => {
    await expect(ask(subject, body)).rejects.toMatchObject({ code });
  });

  it("is discoverable", async () => {
    const info = await query.bus.nc.request("$SRV.INFO.attendance");
    const found: { readonly endpoints: readonly { readonly subject: string }[] } = info.json();
    expect(found.endpoints.map(({ subject }) => subject).toSorted()).toEqual(
      [endpoints.status, endpoints.meeting, endpoints.meetings, endpoints.evidence].toSorted(),
    );
  });
});

it("takes names that are operators of MongoDB for names", async () => {
  const names = ['{"$ne":null}', "$where", "$ne", "__proto__", "constructor", "a.b", "algebra-7\0", "$$ROOT"];
  for (const name of names) {
    const written = encodeURIComponent(name);
    for (const path of [
      `${written}/attendance-status?identity=alice`,
      `algebra-7/attendance-status?identity=${written}`,
    ])
      expect(await json(`/api/sessions/${path}`)).toMatchObject({
        stays: [],
        attended: { maximumSeconds: 0 },
      });
    expect(await json(`/api/meetings?room=${written}`)).toEqual({ meetings: [], cursor: null });
    expect(await json(`/api/meetings/${written}`)).toMatchObject({ code: "not_found" });
    expect(await json(`/api/stays/${written}/evidence`)).toMatchObject({ code: "not_found" });
  }
});

describe("a change", () => {
  it("reaches who watches the room", async () => {
    const place = { room: "Klasse 7 / Musik 🎻", roomSid: "RM_music" };
    const now = Date.now();
    await remember(query.store, lessonGoesOn(now, place));
    const token = tokenFor("mrs-clara", { room: place.room, roomAdmin: true });
    const events = eventsOf(await query.get(`/api/rooms/${encodeURIComponent(place.room)}/events`, token));
    expect((await nextEvent(events)).json).toMatchObject({
      attendees: [{ identity: "alice" }, { identity: "bob" }],
    });
    const carol = { sid: "PA_carol", identity: "carol", joinedAt: now };
    await remember(query.store, attended(place, carol));
    await notify(query.bus, subjects.changed(roomHash(place.room)), { room: place.room });
    const changed = await nextEvent(events);
    expect(changed.json).toMatchObject({ attendees: [{}, {}, { identity: "carol" }] });
    await events.return();
  });
});

describe("a status on old evidence", () => {
  const joinedAt = Date.now() - 10 * minute;
  const joinedIn = (room: string) => {
    const person = { ...alice, sid: `PA_alice_${room}`, joinedAt };
    const place = { room, roomSid: `RM_${room}` };
    return { person, place, record: said("participant_joined", place, person, joinedAt) };
  };

  it("says what it does not know while no verifier answers", async () => {
    await remember(query.store, [joinedIn("history").record]);
    expect(await statusIn("history")).toMatchObject({ state: "unverified", isCurrentlyInMeeting: null });
  });

  it("rests on a look that the verifier takes, before that is stored", async () => {
    const { person, place, record } = joinedIn("chemistry");
    await remember(query.store, [record]);
    const rooms: string[] = [];
    await using verifier = await serveMicro(query.bus, {
      ...{ name: "verifier", version: "1.0.0", description: "a stand-in" },
      endpoints: [
        {
          subject: endpoints.check,
          answer: async (body) => {
            rooms.push(checkRequestSchema.parse(body).room);
            const [, look] = asked(Date.now() - second, place, [person]);
            return { snapshot: snapshotSchema.parse(JSON.parse(look?.body ?? "")) };
          },
        },
      ],
    });
    expect(verifier).toBeDefined();
    const statuses = await Promise.all(Array.from({ length: 10 }, () => statusIn("chemistry")));
    for (const status of statuses) {
      expect(status).toMatchObject({ state: "present", isCurrentlyInMeeting: true });
      expect(Date.parse(status.seenUntil ?? "")).toBeGreaterThan(Date.now() - 30 * second);
    }
    expect(rooms).toEqual(["chemistry"]);
    expect((await query.store.stay(person.sid))?.seenUntil?.at).toBeLessThan(joinedAt + second);
  });
});

it("goes on reading while NATS is away, and says that changes come late", async () => {
  await using nats = await startNats();
  await using alone = await startRealQuery(nats.url, mongodbUrl);
  await remember(
    alone.store,
    attended({ room: "art", roomSid: "RM_art" }, { ...alice, sid: "PA_art" }, nine + minute),
  );
  const events = eventsOf(await alone.get("/api/rooms/art/events", office));
  expect((await nextEvent(events)).name).toBe("meeting");
  await nats.kill("SIGKILL");
  expect(await nextEvent(events, ({ name }) => name === "paused")).toMatchObject({
    json: { code: "bus_unavailable" },
  });
  const response = await alone.get("/api/meetings/RM_art", office);
  expect(await response.json()).toMatchObject({ id: "RM_art" });
  expect((await fetch(new URL("/readyz", alone.url))).status).toBe(200);
  await nats.restart();
  expect((await nextEvent(events)).name).toBe("meeting");
});
