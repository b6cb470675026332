import { snapshotSchema, statusSchema, type Status } from "@rollcall/contracts";
import { minute, second, type Snapshot } from "@rollcall/domain";
import { type Person, algebra, alice, asked, bob, lessonGoesOn, nine } from "@rollcall/reading/testing";
import { snapshotRecord } from "@rollcall/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQuery, type QueryUnderTest } from "../../testing/open-query.ts";
import { office } from "../../testing/tokens.ts";

let query: QueryUnderTest;
beforeEach(async () => {
  query = await openQuery();
  query.now = nine + 30 * minute;
  await query.remember(lessonGoesOn(query.now));
});
afterEach(() => query[Symbol.asyncDispose]());

async function statusOf(identity: string, room = "algebra-7"): Promise<Status> {
  const response = await query.get(`/api/sessions/${room}/attendance-status?identity=${identity}`, office);
  return statusSchema.parse(await response.json());
}

/** A look that is not stored, with the joining times of `lessonGoesOn`. */
function lookNow(present: readonly Person[], more: Partial<Snapshot> = {}): Snapshot {
  const [, look] = asked(query.now - second, algebra, present);
  return snapshotSchema.parse({ ...JSON.parse(look?.body ?? ""), ...more });
}

describe("evidence of the last 30 s", () => {
  it("is enough: nobody is asked", async () => {
    query.now += 20 * second;
    expect(await statusOf("alice")).toMatchObject({ state: "present", isCurrentlyInMeeting: true });
    expect(await statusOf("eve")).toMatchObject({ state: "absent", isCurrentlyInMeeting: false });
    expect(query.looks).toEqual([]);
  });
});

describe("older evidence", () => {
  beforeEach(() => {
    query.now += 40 * second;
  });

  it("is renewed by a look, whose answer counts before it is stored", async () => {
    query.look = () => lookNow([alice, bob]);
    const status = await statusOf("alice");
    expect(status).toMatchObject({ state: "present", isCurrentlyInMeeting: true });
    expect(Date.parse(status.seenUntil ?? "")).toBe(query.now - second);
    expect(Date.parse(status.verifiedAt ?? "")).toBeGreaterThanOrEqual(query.now - second);
    expect(query.looks).toEqual(["algebra-7"]);
  });

  it("shows somebody whose joining was lost", async () => {
    query.look = () =>
      lookNow([alice, bob, { sid: "PA_eve", identity: "eve", joinedAt: query.now - minute }]);
    expect(await statusOf("eve")).toMatchObject({
      state: "present",
      meeting: "RM_algebra",
      stays: [{ sid: "PA_eve", state: "present" }],
    });
  });

  it("shows that somebody is provably gone", async () => {
    const firstLookAt = query.now - 30 * second;
    query.look = () => lookNow([bob], { absent: [{ sid: "PA_alice", why: "silent", firstLookAt }] });
    expect(await statusOf("alice")).toMatchObject({
      state: "absent",
      isCurrentlyInMeeting: false,
      stays: [{ state: "ended", end: { how: "absent", reason: "silent" } }],
    });
  });

  it("is one question for a whole class, also for those who are not there", async () => {
    query.look = () => lookNow([alice, bob]);
    const class7 = Array.from({ length: 30 }, (_, seat) => statusOf(`pupil-${seat}`));
    expect((await Promise.all(class7)).every(({ state }) => state === "absent")).toBe(true);
    expect(query.looks).toEqual(["algebra-7"]);
  });

  it("counts as it is while nobody answers, and turns unverified when it is too old", async () => {
    expect(await statusOf("alice")).toMatchObject({ state: "present" });
    query.now += 60 * second;
    const { state, isCurrentlyInMeeting, attended } = await statusOf("alice");
    expect({ state, isCurrentlyInMeeting }).toEqual({ state: "unverified", isCurrentlyInMeeting: null });
    expect(attended.creditedSeconds).toBeCloseTo(20 * 60 - 10, 1);
  });

  it("is renewed by no look that failed", async () => {
    query.now += 60 * second;
    query.look = () =>
      lookNow([], {
        trouble: "livekit_timeout",
        undecided: [{ sid: "PA_alice", why: "livekit_timeout", heard: false }],
      });
    const status = await statusOf("alice");
    expect(status).toMatchObject({ state: "unverified", isCurrentlyInMeeting: null });
    expect(Date.parse(status.verifiedAt ?? "")).toBeLessThan(query.now - minute);
  });
});

const emptyLook = (room: string) =>
  snapshotRecord({ room, roomSids: [], roomSid: null, askedAt: query.now - 20, answeredAt: query.now });

describe("a room in which nothing goes on", () => {
  it("is asked about when LiveKit was not asked for its rooms lately", async () => {
    query.now += 90 * second;
    query.look = (room) => snapshotSchema.parse(JSON.parse(emptyLook(room).body));
    expect(await statusOf("eve", "nowhere")).toMatchObject({
      state: "absent",
      verifiedAt: new Date(query.now).toISOString(),
    });
  });

  it("leaves open whether somebody is there when nobody can be asked", async () => {
    query.now += 90 * second;
    expect(await statusOf("eve", "nowhere")).toMatchObject({
      state: "unverified",
      isCurrentlyInMeeting: null,
    });
  });
});
