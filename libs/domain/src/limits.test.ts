import { describe, expect, it } from "vitest";
import { readings, simulate, type Act, type Fault, type Plan, type Reading } from "../testing/index.ts";
import { after, lesson, visit } from "../testing/lesson.ts";
import { attendeesOf, lengthOf } from "./index.ts";

/** What a reader is told so long after the lesson's beginning. */
function readingOf(plan: Plan, ...clocks: readonly string[]): readonly Reading[] {
  return [
    ...readings(
      simulate(plan),
      clocks.map((clock) => plan.startsAt + after(clock)),
    ),
  ];
}

const stay = (reading: Reading | undefined, sid: string) => reading?.stays.get(sid);
const creditedMs = (reading: Reading | undefined, sid: string): number =>
  lengthOf(stay(reading, sid)?.credit.credited ?? []);

const person = ({ rooms, now, policy, livekit }: Reading, identity: string) =>
  attendeesOf(rooms.get("algebra")?.stays ?? [], {
    now,
    policy,
    askedUntil: livekit.askedUntil?.at ?? null,
  }).find((attendee) => attendee.identity === identity);

describe("known limit: a media node that LiveKit's bus cannot reach for over 25 s", () => {
  const plan = lesson({
    visits: [visit("Kim", after("1:00"))],
    faults: [{ is: "node_cut_off", node: 0, from: after("3:00"), to: after("5:00") }],
  });

  it("counts as gone until it is back, and then its people go on where they were", () => {
    const [during, back] = readingOf(plan, "4:30", "6:00");
    expect(stay(during, "PA_kim_1")).toMatchObject({ state: "ended", end: { how: "absent" } });
    expect(stay(back, "PA_kim_1")).toMatchObject({ state: "present", end: null });
    expect(creditedMs(back, "PA_kim_1")).toBeGreaterThan(after("4:30"));
  });

  it("is not called gone when the silence is shorter", () => {
    const short = {
      ...plan,
      faults: [{ is: "node_cut_off", node: 0, from: after("3:00"), to: after("3:22") }],
    } as const;
    const ends = readingOf(short, "3:30", "4:00", "5:00").map((reading) => stay(reading, "PA_kim_1")?.end);
    expect(ends).toEqual([null, null, null]);
  });
});

/** Kim's node stands still for 20 s; she moves to the other, and LiveKit's lists are wrong from then on. */
const splitBrain = (acts: readonly Act[] = [], later: readonly Fault[] = []): Plan =>
  lesson({
    livekit: { mode: "store" },
    visits: [visit("Kim", after("1:00"), acts)],
    faults: [{ is: "node_paused", node: 0, from: after("3:00"), to: after("3:20") }, ...later],
  });

const leaves = { is: "leaves", afterMs: after("7:00") } as const;

describe("known limit: a split brain in store mode, where LiveKit's lists stay empty for living people", () => {
  it("leaves them unverified, never gone, with credit to their last sight", () => {
    for (const reading of readingOf(splitBrain(), "5:00", "7:00", "9:30")) {
      expect(stay(reading, "PA_kim_2")).toMatchObject({ state: "unverified", end: null });
    }
  });

  it("knows their end exactly from LiveKit's webhook", () => {
    const [end] = readingOf(splitBrain([leaves]), "9:00");
    expect(stay(end, "PA_kim_2")).toMatchObject({ state: "ended", end: { how: "left" } });
  });

  it("stops their credit at the last sight when that webhook is lost too", () => {
    const lost = { is: "webhooks_lost", from: after("7:00"), to: after("9:00") } as const;
    const [end] = readingOf(splitBrain([leaves], [lost]), "9:59");
    expect(stay(end, "PA_kim_2")).toMatchObject({ state: "ended", end: { how: "absent" } });
    expect(creditedMs(end, "PA_kim_2")).toBeLessThan(after("1:00"));
  });
});

describe("known limit: one person on two devices through two nodes of a split brain", () => {
  const plan = lesson({
    livekit: { mode: "store" },
    visits: [visit("Kim", after("1:00")), visit("Kim", after("3:07"), [], "_tablet")],
    faults: [{ is: "node_paused", node: 0, from: after("3:00"), to: after("3:10") }],
  });

  it("takes the older session for replaced, while the person stays present", () => {
    const [reading] = readingOf(plan, "5:00");
    expect(stay(reading, "PA_kim_1")).toMatchObject({ state: "ended", end: { reason: "replaced" } });
    expect(reading === undefined ? null : person(reading, "kim")?.state).toBe("present");
  });
});

describe("known limit: a LiveKit process that stands still at the moment of an exit", () => {
  it("stamps the exit late", () => {
    const plan = lesson({
      livekit: { nodes: 1 },
      visits: [visit("Kim", after("1:00"), [{ is: "leaves", afterMs: after("2:03") }])],
      faults: [{ is: "node_paused", node: 0, from: after("3:00"), to: after("3:10") }],
    });
    const [reading] = readingOf(plan, "4:00");
    expect(stay(reading, "PA_kim_1")?.end?.earliest).toBeGreaterThan(plan.startsAt + after("3:03.5"));
  });
});
