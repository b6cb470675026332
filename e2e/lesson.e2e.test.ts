import { setTimeout as stayFor } from "node:timers/promises";
import { eventually } from "@rollcall/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loseWebhooks, openWorld, type World } from "./world/world.ts";

const second = 1_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 600_000);
afterAll(() => world[Symbol.asyncDispose]());

/** The difference between what Rollcall says and what truly happened, in seconds. */
const off = (reported: string | undefined, truth: number) =>
  Math.abs(Date.parse(reported ?? "") - truth) / second;

/** Each scene has a room of its own, so that all of them play at the same time. */
describe.concurrent("a lesson", () => {
  it("is reported to the second: join, leave, rejoin, end; CSV agrees", async () => {
    const room = "algebra-7";
    const teacher = await world.join(room, "teacher", { name: "Ms Moss" });
    const alice = await world.join(room, "alice", { name: "Alice" });
    await stayFor(4 * second);
    const leftAt = await alice.leave();
    await stayFor(3 * second);
    const back = await world.join(room, "alice", { name: "Alice" });
    await stayFor(3 * second);
    const endedAt = await back.leave();
    await teacher.leave();

    const meeting = await eventually(
      async () => {
        const found = await world.reader.meetingIn(room);
        expect(found).toMatchObject({ live: false, attendees: [{}, {}] });
        expect(found.attendees.flatMap(({ stays }) => stays)).toHaveLength(3);
        return found;
      },
      { withinMs: 15 * second },
    );
    const attendee = meeting.attendees.find(({ identity }) => identity === "alice");
    const [first, last] = attendee?.stays ?? [];
    expect(attendee).toMatchObject({ name: "Alice", state: "absent" });
    expect(first?.sid).toBe(alice.sid);
    expect(off(first?.start.at, alice.joining.connectedAt)).toBeLessThan(1.5);
    expect(off(first?.end?.at, leftAt)).toBeLessThan(1);
    expect(off(last?.end?.at, endedAt)).toBeLessThan(1);
    expect(first?.end).toMatchObject({ how: "left", reason: "CLIENT_INITIATED" });
    const truth = (leftAt - alice.joining.connectedAt + endedAt - back.joining.connectedAt) / second;
    expect(Math.abs((attendee?.attended.creditedSeconds ?? 0) - truth)).toBeLessThan(2);

    const csv = await (await world.reader.get(`/api/meetings/${meeting.id}.csv`)).text();
    expect(csv.split("\n").find((row) => row.includes("alice"))).toContain(
      String(attendee?.attended.creditedSeconds),
    );
    await Promise.all([alice, back, teacher].map((one) => one[Symbol.asyncDispose]()));
  });

  it("(a) ends a stay whose left was lost within two minutes, and credits nothing meanwhile", async () => {
    const room = "lost left";
    await using alice = await world.join(room, "alice");
    await using _bob = await world.join(room, "bob");
    using _ = loseWebhooks(
      world,
      (webhook) => webhook.room === room && webhook.event !== "participant_joined",
    );
    await stayFor(5 * second);
    const leftAt = await alice.leave();
    const stay = await endedStay(room, "alice");
    expect(stay.end).toMatchObject({ how: "absent", reason: "silent" });
    expect(Date.parse(stay.end?.at ?? "")).toBeLessThan(leftAt + 1 * second);
    expect(Date.parse(stay.end?.latest ?? "")).toBeGreaterThanOrEqual(leftAt);
    expect((await world.reader.statusOf(room, "bob")).state).toBe("present");
  });

  it("(b) ends the stay of a client that was killed, near the true end", async () => {
    const room = "crash";
    await using _teacher = await world.join(room, "teacher");
    await using alice = await world.join(room, "alice");
    await stayFor(3 * second);
    const crashedAt = await alice.crash();
    const stay = await endedStay(room, "alice");
    expect(stay.end).toMatchObject({ how: "left", reason: "CONNECTION_TIMEOUT" });
    expect(off(stay.end?.at, crashedAt)).toBeLessThan(3);
    expect(Date.parse(stay.end?.earliest ?? "")).toBeLessThanOrEqual(crashedAt);
    expect(Date.parse(stay.end?.latest ?? "")).toBeGreaterThanOrEqual(crashedAt);
  });

  it("(b) ends the stay of a killed client also when every webhook about it is lost", async () => {
    const room = "crash in silence";
    await using _teacher = await world.join(room, "teacher");
    await using alice = await world.join(room, "alice");
    using _ = loseWebhooks(world, (webhook) => webhook.room === room && webhook.identity === "alice");
    await isPresent(room, "alice");
    const crashedAt = await alice.crash();
    const stay = await endedStay(room, "alice");
    expect(Date.parse(stay.end?.earliest ?? "")).toBeLessThanOrEqual(crashedAt);
    expect(Date.parse(stay.end?.latest ?? "")).toBeGreaterThanOrEqual(crashedAt);
  });

  it("(c) does not credit 40 s without network, and goes on afterwards", async () => {
    const room = "network cut";
    await using _teacher = await world.join(room, "teacher");
    await using alice = await world.join(room, "alice");
    await stayFor(5 * second);
    const cutAt = await alice.freeze();
    await stayFor(40 * second);
    await alice.thaw();
    // The client notices by itself and comes back under a new SID.
    const attendee = await eventually(
      async () => {
        const found = await world.reader.attendeeIn(room, "alice");
        expect(found.stays).toHaveLength(2);
        expect(found.state).toBe("present");
        return found;
      },
      { withinMs: 60 * second, everyMs: 500 },
    );
    expect(off(attendee.stays[0]?.end?.at, cutAt)).toBeLessThan(3);
    expect(Date.parse(attendee.stays[1]?.start.at ?? "") - cutAt).toBeGreaterThanOrEqual(40 * second);
  });

  it("(d) counts five rapid joins and leaves as five stays", async () => {
    const room = "rapid";
    let truth = 0;
    for (let round = 0; round < 5; round += 1) {
      await using alice = await world.join(room, "alice");
      await stayFor(500);
      truth += ((await alice.leave()) - alice.joining.connectedAt) / second;
    }
    const attendee = await eventually(
      async () => {
        const found = await world.reader.attendeeIn(room, "alice");
        expect(found.stays.filter(({ state }) => state === "ended")).toHaveLength(5);
        return found;
      },
      { withinMs: 30 * second },
    );
    expect(Math.abs(attendee.attended.creditedSeconds - truth)).toBeLessThan(5);
    expect(attendee.attended.minimumSeconds).toBeLessThanOrEqual(truth);
    expect(attendee.attended.maximumSeconds).toBeGreaterThanOrEqual(truth);
  });

  it("(e) knows nobody who only looks at a page", async () => {
    const room = "page";
    await using _teacher = await world.join(room, "teacher");
    const events = await world.reader.get(`/api/rooms/${room}/events`);
    const status = await eventually(async () => {
      const found = await world.reader.statusOf(room, "onlooker");
      expect(found.state).toBe("absent");
      return found;
    });
    expect(status).toMatchObject({
      isCurrentlyInMeeting: false,
      firstJoinedAt: null,
      stays: [],
      attended: { minimumSeconds: 0, creditedSeconds: 0, maximumSeconds: 0 },
    });
    await events.body?.cancel();
  });

  it("heals a lost joined with the true start", async () => {
    const room = "lost joined";
    using _ = loseWebhooks(world, (webhook) => webhook.room === room);
    await using alice = await world.join(room, "alice");
    const stay = await eventually(
      async () => {
        const found = (await world.reader.attendeeIn(room, "alice")).stays[0];
        expect(found?.state).toBe("present");
        return found;
      },
      { withinMs: 60 * second, everyMs: 500 },
    );
    expect(stay?.sid).toBe(alice.sid);
    expect(off(stay?.start.at, alice.joining.connectedAt)).toBeLessThan(1.5);
  });

  it("is not changed by webhooks that come twice and out of order", async () => {
    const room = "again and again";
    await using alice = await world.join(room, "alice");
    await stayFor(1 * second);
    await alice.leave();
    const before = await eventually(
      async () => {
        const found = await world.reader.attendeeIn(room, "alice");
        expect(found.stays[0]?.end).not.toBeNull();
        return found;
      },
      { withinMs: 15 * second },
    );
    const own = world.webhooks.seen.filter(({ body }) => body.includes(`"name":"${room}"`));
    for (const webhook of [...own, ...own].toReversed()) {
      const { method, headers, body } = webhook;
      const answer = await fetch(`${world.services.ingressUrl}/livekit/webhook`, {
        method,
        headers,
        body: new Uint8Array(body),
      });
      expect(answer.status).toBe(200);
    }
    await using _bob = await world.join(room, "bob");
    await eventually(async () => expect((await world.reader.attendeeIn(room, "bob")).state).toBe("present"));
    expect(await world.reader.attendeeIn(room, "alice")).toEqual(before);
  });
});

const isPresent = (room: string, identity: string) =>
  eventually(async () => expect((await world.reader.attendeeIn(room, identity)).state).toBe("present"), {
    withinMs: 60 * second,
    everyMs: 500,
  });

/** Waits as long as the promise allows: two minutes from now. */
const endedStay = (room: string, identity: string) =>
  eventually(
    async () => {
      const stay = (await world.reader.attendeeIn(room, identity)).stays[0];
      expect(stay?.state).toBe("ended");
      if (stay === undefined) throw new Error("no stay");
      return stay;
    },
    { withinMs: 120 * second, everyMs: 500 },
  );
