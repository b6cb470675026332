import { describe, expect, it } from "vitest";
import {
  aborted,
  at,
  joined,
  left,
  look,
  looks,
  missing,
  nine,
  published,
  report,
  session,
} from "../testing/builders.ts";
import { second, type Evidence, type Span } from "./index.ts";

const kim = session("Kim", { joinedAt: at("09:00:04.3") });

const endOf = (evidence: readonly Evidence[], now: number) =>
  report(evidence, now).stays.get(kim.sid)?.end ?? null;

const secondsOf = (spans: readonly Span[] = []): number =>
  spans.reduce((sum, { from, to }) => sum + (to - from), 0) / second;

describe("somebody leaves", () => {
  it("by the door: exact to the millisecond at which LiveKit's webhook came", () => {
    const end = endOf([joined(kim), left(kim, at("09:47:03.412"))], at("09:50"));
    expect(end).toMatchObject({
      how: "left",
      at: at("09:47:03.417"),
      earliest: at("09:47:01.5"),
      latest: at("09:47:04"),
    });
  });

  it("by the door, but the webhook came minutes later: the middle of its second", () => {
    const late = left(kim, at("09:47:03.412"), "CLIENT_INITIATED", { receivedAt: at("09:52") });
    expect(endOf([joined(kim), late], at("09:53"))?.at).toBe(at("09:47:03.5"));
  });

  it("by a crash: LiveKit notices 20 s later, and the record goes back to the crash", () => {
    const crash = at("09:30:10");
    const evidence = [
      joined(kim),
      ...looks(kim, nine, at("09:30:30")),
      left(kim, at("09:30:30.1"), "CONNECTION_TIMEOUT"),
    ];
    const end = endOf(evidence, at("09:40"));
    expect(end).toMatchObject({
      how: "left",
      at: at("09:30:10.5"),
      earliest: at("09:30:07"),
      latest: at("09:30:12"),
    });
    expect(end?.earliest).toBeLessThanOrEqual(crash);
    expect(end?.latest).toBeGreaterThanOrEqual(crash);
  });

  it("and LiveKit's webhook is lost: two looks end the stay where it was last seen", () => {
    const evidence = [joined(kim), ...looks(kim, nine, at("09:30:00")), missing(kim, at("09:30:55"))];
    expect(endOf(evidence, at("09:31:00"))).toMatchObject({
      how: "absent",
      reason: "silent",
      at: at("09:30:00"),
      earliest: at("09:29:38"),
      latest: at("09:30:55.05"),
    });
  });

  it("with their node, before any look: the end is never shown before the beginning", () => {
    const back = session("Kim", { sid: "PA_back", joinedAt: at("09:00:09") });
    const evidence = [joined(kim), joined(back), missing(kim, at("09:00:55"), { why: "replaced" })];
    const stay = report(evidence, at("09:01")).stays.get(kim.sid);
    expect(stay?.end?.how).toBe("absent");
    expect(stay?.end?.at).toBe(stay?.start.at);
    expect(stay?.credit.credited).toEqual([]);
  });

  it("and while nobody knows, credit stands still and the state says so", () => {
    const evidence = [joined(kim), ...looks(kim, nine, at("09:30:00"))];
    const soon = report(evidence, at("09:30:40")).stays.get(kim.sid);
    const later = report(evidence, at("09:40:00")).stays.get(kim.sid);
    expect([soon?.state, later?.state]).toEqual(["present", "unverified"]);
    expect(later?.credit.credited).toEqual(soon?.credit.credited);
    expect(secondsOf(later?.credit.maximum)).toBe(39 * 60 + 55.7);
  });

  it("for a second device: the first session ends, the time counts once", () => {
    const tablet = session("Kim", { sid: "PA_tablet", joinedAt: at("09:20:00") });
    const evidence = [
      joined(kim, nine + 4_700),
      left(kim, at("09:20:00.1"), "DUPLICATE_IDENTITY"),
      joined(tablet),
      left(tablet, at("09:40:00")),
    ];
    const attended = report(evidence, at("10:00")).attendees.get("kim")?.attended;
    expect((attended?.creditedMs ?? 0) / second).toBeCloseTo(40 * 60 - 4.7, 0);
  });
});

describe("somebody is there twice at once, as a split brain allows", () => {
  it("counts the time once", () => {
    const tablet = session("Kim", { sid: "PA_tablet", joinedAt: at("09:20:00") });
    const evidence = [joined(kim), joined(tablet), left(kim, at("09:30:00")), left(tablet, at("09:40:00"))];
    const attended = report(evidence, at("10:00")).attendees.get("kim")?.attended;
    expect(attended?.creditedMs).toBe(at("09:40:00.005") - at("09:00:04.705"));
  });
});

describe("somebody comes and goes", () => {
  it("is cut off for 40 s and back: the gap is not credited, then it goes on", () => {
    const back = session("Kim", { sid: "PA_back", joinedAt: at("09:10:40") });
    const evidence = [
      joined(kim),
      ...looks(kim, nine, at("09:10:00")),
      left(kim, at("09:10:20.2"), "CONNECTION_TIMEOUT"),
      joined(back),
      left(back, at("09:20:40")),
    ];
    const { attendees } = report(evidence, at("09:30"));
    const credited = (attendees.get("kim")?.attended.creditedMs ?? 0) / second;
    const real = at("09:10:00") - kim.joinedAt + 10 * 60 * second;
    expect(credited).toBeGreaterThan(real / second - 2);
    expect(credited).toBeLessThan(real / second + 2);
  });

  it("joins five times in a minute: five stays, and the right total", () => {
    const visits = [0, 1, 2, 3, 4].map((index) =>
      session("Kim", { sid: `PA_${index}`, joinedAt: at("09:00:00") + index * 10 * second }),
    );
    const evidence = visits.flatMap((visit) => [
      joined(visit, visit.joinedAt),
      left(visit, visit.joinedAt + 5_000),
    ]);
    const attendee = report(evidence, at("09:05")).attendees.get("kim");
    expect(attendee?.stays).toHaveLength(5);
    expect((attendee?.attended.creditedMs ?? 0) / second).toBeCloseTo(25, 0);
  });

  it("comes as people do: time counts from when LiveKit tells of media, within half a second of the knock", () => {
    const prompt = report([joined(kim)], at("09:01")).stays.get(kim.sid);
    const toldLate = { ...joined(kim), receivedAt: at("09:00:19") };
    const late = report([toldLate], at("09:01")).stays.get(kim.sid);
    expect(prompt?.start).toEqual({ earliest: kim.joinedAt, at: at("09:00:04.705"), latest: at("09:00:05") });
    expect(late?.start.at).toBe(kim.joinedAt);
  });

  it("comes on a slow connection: time counts from the first media, not from the knock", () => {
    const slow = report([joined(kim, kim.joinedAt + 8_000)], at("09:01")).stays.get(kim.sid);
    expect(slow?.start).toEqual({ earliest: kim.joinedAt, at: at("09:00:12.305"), latest: at("09:00:13") });
  });

  it("comes on a slow connection and is told of late: the middle of the stamped second counts", () => {
    const late = { ...joined(kim, kim.joinedAt + 8_000), receivedAt: at("09:00:19") };
    const slow = report([late], at("09:01")).stays.get(kim.sid);
    expect(slow?.start).toMatchObject({ at: at("09:00:12.5"), latest: at("09:00:13") });
  });

  it("is known by a listing alone when the join was lost, with the true start", () => {
    const start = report([look(at("09:00:30"), { present: [kim] })], at("09:01")).stays.get(kim.sid)?.start;
    expect(start).toEqual({ earliest: kim.joinedAt, at: kim.joinedAt, latest: at("09:00:30.05") });
  });

  it("is known by its end alone when every other webhook was lost: media flowed before the crash", () => {
    const crashed = left(kim, at("09:30:30.1"), "CONNECTION_TIMEOUT");
    const { start } = report([crashed], at("09:31")).stays.get(kim.sid) ?? {};
    expect(start).toEqual({ earliest: kim.joinedAt, at: kim.joinedAt, latest: at("09:30:12") });
  });

  it("changes their name: the newest one is shown, however the news arrive", () => {
    const renamed = { ...kim, name: "Kim (she/her)" };
    const evidence = [
      joined(kim),
      look(at("09:01"), { present: [renamed] }),
      look(at("09:00:30"), { present: [kim] }),
    ];
    expect(report(evidence, at("09:02")).attendees.get("kim")?.name).toBe("Kim (she/her)");
    expect(report(evidence.toReversed(), at("09:02")).attendees.get("kim")?.name).toBe("Kim (she/her)");
  });

  it("changes their name by coming back within the same second: the newer session's name is shown", () => {
    const back = session("Kim", { sid: "PA_back", name: "Kim Moss", joinedAt: at("09:10:00.6") });
    const evidence = [
      joined(kim),
      look(at("09:10:00.4"), { present: [kim] }),
      left(kim, at("09:10:00.5")),
      joined(back, at("09:10:00.7")),
    ];
    expect(report(evidence, at("09:11")).attendees.get("kim")?.name).toBe("Kim Moss");
  });
});

describe("somebody never really comes", () => {
  it("has the page open without joining: no stay, no time", () => {
    expect(report([joined(kim)], at("09:30")).attendees.has("lee")).toBe(false);
  });

  it("joins but gets no media for a minute: shown apart, no time", () => {
    const evidence = [look(at("09:00:30"), { joining: [kim] }), aborted(kim, at("09:01:04.3"))];
    const { meetings, attendees } = report(evidence, at("09:10"));
    expect(attendees.size).toBe(0);
    expect(meetings[0]?.others).toMatchObject([{ category: "never_active", state: "ended" }]);
  });

  it("is gone before LiveKit has said that they came: a joined that says DISCONNECTED opens nothing", () => {
    const evidence = [
      aborted(kim, kim.joinedAt + 402, "CLIENT_INITIATED"),
      joined(kim, kim.joinedAt + 410, true),
    ];
    expect(report(evidence, at("09:10")).stays.get(kim.sid)).toMatchObject({
      category: "never_active",
      state: "ended",
      credit: { credited: [] },
    });
  });

  it("is known by a published track alone: shown apart, because nobody knows since when they were there", () => {
    const stay = report([published(kim, at("09:00:10"))], at("09:00:20")).stays.get(kim.sid);
    expect(stay).toMatchObject({ category: "never_active", state: "present", credit: { maximum: [] } });
  });
});
