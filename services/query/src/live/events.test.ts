import { connect } from "node:net";
import { once } from "node:events";
import { CodedError, meetingSchema } from "@rollcall/contracts";
import { minute, second } from "@rollcall/domain";
import { algebra, alice, attended, lessonGoesOn, nine, said } from "@rollcall/reading/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQuery, type QueryOptions, type QueryUnderTest } from "../../testing/open-query.ts";
import { eventsOf, nextEvent } from "../../testing/read-events.ts";
import { office, tokenFor } from "../../testing/tokens.ts";

let query: QueryUnderTest;
beforeEach(() => start());
afterEach(() => query[Symbol.asyncDispose]());

async function start(options: QueryOptions = {}): Promise<void> {
  if (query !== undefined) await query[Symbol.asyncDispose]();
  query = await openQuery({ rereadAfterMs: 100, ...options });
  query.now = nine + 30 * minute;
  await query.remember(lessonGoesOn(query.now));
}

async function watch(token = office, room = "algebra-7") {
  const response = await query.get(`/api/rooms/${room}/events?access_token=${token}`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  return eventsOf(response);
}

const carol = { sid: "PA_carol", identity: "carol", joinedAt: nine + 30 * minute };
const attendeesIn = (json: unknown) => meetingSchema.parse(json).attendees.map(({ identity }) => identity);

describe("a stream", () => {
  it("begins with the whole meeting", async () => {
    const { name, json } = await nextEvent(await watch());
    expect(name).toBe("meeting");
    expect(attendeesIn(json)).toEqual(["alice", "bob"]);
  });

  it("sends the meeting again when a notice says that it changed", async () => {
    await start({ rereadAfterMs: 3_600_000 });
    const events = await watch();
    await nextEvent(events);
    await query.remember(attended(algebra, carol));
    query.notify("algebra-7");
    expect(attendeesIn((await nextEvent(events)).json)).toEqual(["alice", "bob", "carol"]);
  });

  it("sees by itself what age changes, and notices that were lost", async () => {
    const events = await watch();
    await nextEvent(events);
    query.now += 70 * second;
    const turned = await nextEvent(events);
    expect(meetingSchema.parse(turned.json).attendees.map(({ state }) => state)).toEqual([
      "unverified",
      "unverified",
    ]);
  });

  it("says nothing while only time goes by", async () => {
    const events = await watch();
    await nextEvent(events);
    query.now += second;
    query.notify("algebra-7");
    await query.remember(attended(algebra, carol));
    expect(attendeesIn((await nextEvent(events)).json)).toContain("carol");
  });

  it("says null as long as there is no meeting", async () => {
    const events = await watch(office, "physics");
    expect(await nextEvent(events)).toEqual({ name: "meeting", json: null });
    await query.remember(
      attended({ room: "physics", roomSid: "RM_p" }, { ...alice, sid: "PA_p", joinedAt: query.now }),
    );
    expect(attendeesIn((await nextEvent(events)).json)).toEqual(["alice"]);
  });

  it("shows a plain token its own row only, and null before it came", async () => {
    const events = await watch(tokenFor("carol", { room: "algebra-7" }));
    expect((await nextEvent(events)).json).toBeNull();
    await query.remember(attended(algebra, carol));
    expect(attendeesIn((await nextEvent(events)).json)).toEqual(["carol"]);
  });

  it("says when NATS is away, and sends the whole when it is back", async () => {
    const events = await watch();
    await nextEvent(events);
    query.isBusConnected = false;
    expect(await nextEvent(events, ({ name }) => name === "paused")).toMatchObject({
      json: { code: "bus_unavailable" },
    });
    query.isBusConnected = true;
    expect((await nextEvent(events)).name).toBe("meeting");
  });

  it("says when the database is away, and sends the whole when it is back", async () => {
    query.storeFailure = new CodedError("store_unavailable");
    const events = await watch();
    expect(await nextEvent(events)).toEqual({ name: "paused", json: { code: "store_unavailable" } });
    query.storeFailure = null;
    expect(attendeesIn((await nextEvent(events)).json)).toEqual(["alice", "bob"]);
  });

  it("ends when its token has expired", async () => {
    await start({ timing: { heartbeatMs: 20, drainWithinMs: 30_000 } });
    // LiveKit grants a minute after the end.
    const events = await watch(tokenFor("office", { roomList: true }, -59_000));
    await nextEvent(events);
    await expect(nextEvent(events)).rejects.toThrow("the stream ended before");
  });

  it("shows a sign of life", async () => {
    await start({ timing: { heartbeatMs: 10, drainWithinMs: 30_000 } });
    const response = await query.get("/api/rooms/algebra-7/events", office);
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk);
      if (/^: $/m.test(text)) break;
    }
    expect(text).toContain("retry: 3000");
  });

  it("ends when the service stops", async () => {
    const events = await watch();
    await nextEvent(events);
    await query[Symbol.asyncDispose]();
    await expect(nextEvent(events)).rejects.toThrow("the stream ended before");
  });
});

function countReadings() {
  const readings = { count: 0 };
  const read = query.store.staysInRoom.bind(query.store);
  query.store.staysInRoom = (...wanted) => {
    readings.count += 1;
    return read(...wanted);
  };
  return readings;
}

describe("many streams", () => {
  it("share one reading of their room", async () => {
    await start({ rereadAfterMs: 3_600_000 });
    const readings = countReadings();
    const streams = await Promise.all(Array.from({ length: 20 }, () => watch()));
    await Promise.all(streams.map((events) => nextEvent(events)));
    await query.remember(attended(algebra, carol));
    query.notify("algebra-7");
    await Promise.all(streams.map((events) => nextEvent(events)));
    expect(readings.count).toBe(2);
  });

  it("are bounded, and make room when one is closed", async () => {
    await start({ mostStreams: 1 });
    const events = await watch();
    await nextEvent(events);
    const refused = await query.get("/api/rooms/algebra-7/events", office);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: "too_many_streams" });
    await events.return();
    await expect
      .poll(async () => {
        const response = await query.get("/api/rooms/algebra-7/events", office);
        await response.body?.cancel();
        return response.status;
      })
      .toBe(200);
  });
});

it("cuts a reader that takes nothing", async () => {
  await start({ timing: { heartbeatMs: 3_600_000, drainWithinMs: 100 } });
  const { port } = new URL(query.url);
  const socket = connect(Number(port), "127.0.0.1");
  await once(socket, "connect");
  socket.pause();
  socket.write(`GET /api/rooms/algebra-7/events?access_token=${office} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const name = "x".repeat(100_000);
  let pupil = 0;
  await expect
    .poll(
      async () => {
        const sid = `PA_${(pupil += 1)}`;
        const person = { ...carol, sid, identity: sid, name };
        await query.remember([said("participant_joined", algebra, person, carol.joinedAt)]);
        query.notify("algebra-7");
        return query.logged.some((line) => line.includes('"aborted":true'));
      },
      { timeout: 20_000, interval: 20 },
    )
    .toBe(true);
  socket.destroy();
}, 30_000);
