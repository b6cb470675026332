import { decodeWebhook } from "@rollcall/contracts";
import { second, timing } from "@rollcall/domain";
import { after, lesson, visit, type Plan, type Visit } from "@rollcall/domain/testing";
import { startLiveKit } from "@rollcall/servers";
import { eventually, startProxy } from "@rollcall/testkit";
import { beforeAll, describe, expect, it } from "vitest";
import { playPlan } from "./world/play-plan.ts";
import {
  finishedAfter,
  identitiesIn,
  isWebhook,
  joiningsOf,
  noticedAfter,
  roomStoryOf,
  sessionsOf,
  stampsIn,
  storyOf,
  toldInSimulation,
  type Told,
  type Webhook,
} from "./world/told.ts";

const inChoir = (name: string, at: number): Visit => ({ ...visit(name, at), room: "choir" });

/** One lesson for real participants and for the generator of the histories by which accuracy is measured. */
const plan: Plan = {
  ...lesson({
    livekit: { nodes: 1, redis: false },
    lastsMs: after("1:10"),
    visits: [
      visit("Teacher", 0, [{ is: "leaves", afterMs: 10 * second }]),
      visit("Alice", 500, [{ is: "leaves", afterMs: 3 * second }]),
      visit("Bob", 1_000, [{ is: "crashes", afterMs: 3 * second }]),
      visit("Cleo", 1_500, [
        { is: "reconnects", afterMs: 2 * second },
        { is: "leaves", afterMs: 3 * second },
      ]),
      visit("Dan", 2_000, [
        { is: "is_cut_off", forMs: 4 * second, afterMs: second },
        { is: "leaves", afterMs: 2 * second },
      ]),
      visit("Eve", 2_500),
      visit("Eve", 6_000, [{ is: "leaves", afterMs: 3 * second }], " telephone"),
      visit("Finn", 3_000, [{ is: "is_removed", afterMs: 2 * second }]),
      { ...visit("Gina", 3_500, [{ is: "leaves", afterMs: 2 * second }]), connectMs: null },
      inChoir("Hugo", 4_000),
      inChoir("Ida", 4_500),
    ],
    faults: [{ is: "room_deleted", room: "choir", from: 9 * second, to: 9 * second + 1 }],
  }),
  webhooks: { lost: 0, late: 0, repeated: 0, queue: { maxAgeMs: after("10:00"), maxDepth: 5_000 } },
};
const rooms = ["algebra", "choir"];

let real: Told;
let simulated: Told;
beforeAll(async () => {
  real = await playForReal();
  simulated = toldInSimulation(plan);
}, 600_000);

async function playForReal(): Promise<Told> {
  const keys = { apiKey: "generator", apiSecret: "generator-secret-of-at-least-32-characters" };
  const webhooks: Webhook[] = [];
  await using sink = await startProxy(() => "http://127.0.0.1:9");
  using _ = sink.rule(({ body }) => {
    const evidence = decodeWebhook(JSON.parse(body.toString()), Date.now());
    if (isWebhook(evidence)) webhooks.push(evidence);
    return { status: 200 };
  });
  await using livekit = await startLiveKit({ ...keys, webhookUrls: [`${sink.url}/`] });
  const goings = await playPlan({ url: livekit.url, ...keys }, plan);
  const finished = () => webhooks.filter(({ kind }) => kind === "room_finished");
  await eventually(() => expect(finished()).toHaveLength(rooms.length), { withinMs: 60 * second });
  return { webhooks, goings };
}

it("tells of the same people the same, in the same order and for the same reasons", () => {
  const people = identitiesIn(simulated).toSorted();
  expect(identitiesIn(real).toSorted()).toEqual(people);
  const stories = (told: Told) => people.map((identity) => [identity, ...storyOf(told, identity)]);
  expect(stories(real)).toEqual(stories(simulated));
});

it("tells of rooms before and after everybody in them", () => {
  for (const room of rooms) {
    expect(roomStoryOf(simulated, room)).toEqual(["room_started", "people", "room_finished"]);
    expect(roomStoryOf(real, room)).toEqual(roomStoryOf(simulated, room));
  }
});

/** Ranges are as wide as the bounds that Rollcall states because of them, or wider; in seconds. */
describe.each([
  ["a real LiveKit", () => real],
  ["the simulated one", () => simulated],
])("%s", (_, told) => {
  it("tells of a crash, of a page without media, and of a second device by their reasons", () => {
    expect(storyOf(told(), "bob").at(-1)).toBe("participant_left CONNECTION_TIMEOUT disconnected");
    expect(storyOf(told(), "gina")).toEqual(["participant_connection_aborted SIGNAL_CLOSE disconnected"]);
    expect(storyOf(told(), "eve")[1]).toBe("participant_left DUPLICATE_IDENTITY disconnected");
  });

  it("gives a new session to whoever reconnects or brings a second device, and keeps it through a short cut", () => {
    expect(["cleo", "eve", "dan"].map((identity) => sessionsOf(told(), identity))).toEqual([2, 2, 1]);
  });

  it.each(rooms)("stamps whole seconds that never go back (%s)", (room) => {
    const stamps = stampsIn(told(), room);
    expect(stamps.every((at) => at % second === 0)).toBe(true);
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
  });

  it("says one start of a session in all that it tells of it, and tells of its media soon after", () => {
    expect(joiningsOf(told())).toHaveLength(11);
    for (const { after: seconds, starts } of joiningsOf(told())) {
      expect(starts).toBe(1);
      expectWithin(seconds, -1, 3);
    }
  });

  it.each(["alice", "cleo", "dan", "eve", "finn", "gina", "teacher"])(
    "notices at once that %s goes",
    (who) => {
      expectWithin(noticedAfter(told(), who), -timing.stampAfterMs / second, timing.stampBeforeMs / second);
    },
  );

  it("notices a crash as late as our bounds allow for", () => {
    expectWithin(noticedAfter(told(), "bob"), timing.timeoutLeastMs / second, timing.timeoutMostMs / second);
  });

  it("closes an empty room after its departure timeout, and a deleted one at once", () => {
    expectWithin(finishedAfter(told(), "algebra"), 19, 26);
    expectWithin(finishedAfter(told(), "choir"), 0, 2);
  });
});

function expectWithin(seconds: number, least: number, most: number): void {
  expect(seconds).toBeGreaterThanOrEqual(least);
  expect(seconds).toBeLessThanOrEqual(most);
}
