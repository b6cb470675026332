import { describe, expect, it } from "vitest";
import {
  at,
  census,
  joined,
  left,
  look,
  missing,
  nine,
  report,
  roomFinished,
  roomStarted,
  session,
} from "../testing/builders.ts";
import { defaultPolicy, findMeeting, minute, personStateOf, second, type Evidence } from "./index.ts";

const kim = session("Kim");
const monday = roomStarted("algebra", "RM_monday", nine);

describe("LiveKit says something about the room that is not true of a person", () => {
  it("says that the room is finished while it lives on another node: unverified until the next look", () => {
    const evidence = [
      monday,
      joined(kim),
      look(at("09:10:00"), { present: [kim] }),
      roomFinished("algebra", "RM_monday", at("09:10:10")),
    ];
    const doubted = report(evidence, at("09:10:12")).stays.get(kim.sid);
    expect(doubted).toMatchObject({ state: "unverified", end: null, hints: [{ kind: "room_finished" }] });

    const found = report([...evidence, look(at("09:10:30"), { present: [kim] })], at("09:10:31")).stays.get(
      kim.sid,
    );
    expect(found).toMatchObject({ state: "present", end: null, hints: [] });
  });

  it("starts the room again after a crash of its node: unverified, not gone", () => {
    const again = roomStarted("algebra", "RM_monday", at("09:10:10"));
    const { state, hints } =
      report([monday, joined(kim), look(at("09:10"), { present: [kim] }), again], at("09:10:12")).stays.get(
        kim.sid,
      ) ?? {};
    expect([state, hints?.map(({ kind }) => kind)]).toEqual(["unverified", ["room_restarted"]]);
  });
});

describe("who counts", () => {
  it("people do; agents, recorders and hidden ones are listed apart", () => {
    const others = [
      session("Notes", { kind: "AGENT" }),
      session("Recorder", { kind: "EGRESS", hidden: true }),
      session("Inspector", { hidden: true }),
    ];
    const { meetings } = report(
      [kim, ...others].map((who) => joined(who)),
      at("09:01"),
    );
    expect(meetings[0]?.attendees.map(({ identity }) => identity)).toEqual(["kim"]);
    expect(meetings[0]?.others.map(({ category }) => category)).toEqual(["other", "other", "other"]);
  });

  it("a kind that LiveKit may invent is shown as unknown, and not counted", () => {
    const { meetings } = report([joined(kim), joined(session("Holo", { kind: "HOLOGRAM" }))], at("09:01"));
    expect(meetings[0]?.attendees).toHaveLength(1);
    expect(meetings[0]?.others).toMatchObject([{ category: "unknown", state: "present" }]);
  });

  it("people on the telephone count if the installation says so", () => {
    const caller = joined(session("Caller", { kind: "SIP" }));
    expect(report([caller], at("09:01")).attendees.size).toBe(0);
    expect(report([caller], at("09:01"), { countsSip: true }).attendees.get("caller")?.state).toBe("present");
  });

  it("somebody who becomes hidden does not count any more", () => {
    const evidence = [joined(kim), look(at("09:01"), { present: [{ ...kim, hidden: true }] })];
    expect(report(evidence, at("09:02")).stays.get(kim.sid)?.category).toBe("other");
  });
});

const sight = (evidence: readonly Evidence[], now: number) => ({
  now,
  askedUntil: evidence.some(({ kind }) => kind === "census") ? nine : null,
  policy: defaultPolicy,
});

describe("whether somebody is there", () => {
  it("nobody known is absent, as long as LiveKit tells which rooms it has", () => {
    expect(personStateOf([], sight([census(nine)], nine + 75 * second))).toBe("absent");
    expect(personStateOf([], sight([census(nine)], nine + 76 * second))).toBe("unverified");
    expect(personStateOf([], sight([], nine))).toBe("unverified");
  });
});

describe("meetings", () => {
  it("hold room sessions with small gaps together, under the SID of the first", () => {
    const after = session("Kim", { sid: "PA_after", joinedAt: at("09:20"), roomSid: "RM_after_break" });
    const evidence = [
      ...[monday, joined(kim), left(kim, at("09:10")), roomFinished("algebra", "RM_monday", at("09:10:20"))],
      ...[roomStarted("algebra", "RM_after_break", at("09:20")), joined(after), left(after, at("09:40"))],
    ];
    const { meetings } = report(evidence, at("10:00"));
    expect(meetings).toMatchObject([{ id: "RM_monday", live: false, final: true, startedAt: nine + 405 }]);
    expect(findMeeting(meetings, "RM_after_break")?.id).toBe("RM_monday");
  });

  it("tell two lessons apart for which LiveKit used one room SID", () => {
    const later = session("Kim", { sid: "PA_later", joinedAt: at("11:00") });
    const evidence = [
      ...[monday, joined(kim), missing(kim, at("09:30"))],
      ...[roomStarted("algebra", "RM_monday", at("11:00")), joined(later)],
    ];
    const { meetings } = report(evidence, at("11:05"));
    expect(meetings.map(({ id, live }) => [id, live])).toEqual([
      ["RM_monday", false],
      [`RM_monday@${at("11:00")}`, true],
    ]);
  });

  it("are found by the id that they had before late evidence moved their beginning", () => {
    const later = session("Kim", { sid: "PA_later", joinedAt: at("11:00") });
    const early = session("Lee", { sid: "PA_early", joinedAt: at("10:55") });
    const evidence = [monday, joined(kim), left(kim, at("09:30")), joined(later)];
    const before = report(evidence, at("11:05")).meetings.at(-1);
    const { meetings } = report([...evidence, joined(early)], at("11:05"));
    expect(meetings.at(-1)?.id).not.toBe(before?.id);
    expect(findMeeting(meetings, before?.id ?? "")).toBe(meetings.at(-1));
  });

  it("are found by such an id also when an agent opened them", () => {
    const agent = session("Notes", { kind: "AGENT", joinedAt: at("11:00") });
    const later = session("Lee", { joinedAt: at("12:10") });
    const evidence = [
      monday,
      joined(kim),
      left(kim, at("10:20")),
      look(at("11:00:30"), { present: [agent] }),
    ];
    const before = report(evidence, at("11:01")).meetings.at(-1);
    const { meetings } = report([...evidence, joined(agent, at("11:00:05")), joined(later)], at("12:11"));
    expect(findMeeting(meetings, before?.id ?? "")).toBe(meetings.at(-1));
  });

  it("are found by the stay that named them while LiveKit told no room SID", () => {
    const found = look(at("09:00:30"), { present: [kim], roomSid: null });
    expect(report([found], at("09:01")).meetings[0]?.id).toBe(kim.sid);
    const { meetings } = report([found, joined(kim)], at("09:01"));
    expect(meetings[0]?.id).toBe("RM_monday");
    expect(findMeeting(meetings, kim.sid)).toBe(meetings[0]);
  });

  it("say for which time nobody could be sure who was there", () => {
    const evidence = [
      ...[monday, joined(kim), look(at("09:01"), { present: [kim] })],
      look(at("09:20"), { trouble: "livekit_timeout", horizonMs: minute }),
      ...[look(at("09:30"), { present: [kim] }), left(kim, at("09:30:30")), look(at("09:30:35"))],
    ];
    expect(report(evidence, at("10:00")).meetings[0]?.unverified).toEqual([
      { from: at("09:01:00.05"), to: at("09:29"), reason: "livekit_timeout" },
    ]);
  });
});

describe("a meeting that is over", () => {
  const evidence = [monday, joined(kim), census(at("09:30")), left(kim, at("09:30"))];
  const stateAt = (clock: string) => report(evidence, at(clock)).meetings[0]?.attendees[0]?.state;

  it("says absent of those who left it, also when LiveKit cannot be asked any more", () => {
    expect(stateAt("11:00")).toBe("absent");
  });

  it("says unverified while they might have come back unseen", () => {
    expect(stateAt("09:40")).toBe("unverified");
  });
});
