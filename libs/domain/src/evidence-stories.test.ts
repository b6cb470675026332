import { describe, expect, it } from "vitest";
import { at, joined, left, look, looks, missing, nine, report, session } from "../testing/builders.ts";
import { hour, type Evidence } from "./index.ts";

const kim = session("Kim", { joinedAt: at("09:00:04.3") });

const endOf = (evidence: readonly Evidence[], now: number) =>
  report(evidence, now).stays.get(kim.sid)?.end ?? null;

describe("evidence comes late or twice", () => {
  it("counts a webhook delivered three times once, and its first receipt", () => {
    const when = at("09:47:03.412");
    const again = left(kim, when, "CLIENT_INITIATED", { receivedAt: when + 1_005 });
    const once = report([joined(kim), left(kim, when)], at("10:00"));
    expect(report([again, joined(kim), left(kim, when), again], at("10:00"))).toEqual(once);
  });

  it("lets a left that comes after an absence say it better", () => {
    const absence = missing(kim, at("09:30:55"));
    const evidence = [joined(kim), ...looks(kim, nine, at("09:30:00")), absence, left(kim, at("09:30:07.2"))];
    expect(endOf(evidence, at("09:40"))).toMatchObject({
      how: "left",
      earliest: at("09:30:05.5"),
      latest: at("09:30:08"),
    });
  });

  it("widens the bounds when a left contradicts an absence", () => {
    const absence = missing(kim, at("09:30:55"));
    const evidence = [joined(kim), ...looks(kim, nine, at("09:30:00")), absence, left(kim, at("09:45:00.2"))];
    expect(endOf(evidence, at("09:50"))).toMatchObject({
      how: "left",
      at: at("09:45:00.205"),
      earliest: at("09:29:38"),
      latest: at("09:45:01"),
    });
  });

  it("takes back an absence when a later look finds the person", () => {
    const absence = missing(kim, at("09:30:55"));
    const evidence = [joined(kim), ...looks(kim, nine, at("09:30:00")), absence];
    expect(endOf(evidence, at("09:31"))?.how).toBe("absent");
    const found = [...evidence, look(at("09:31:30"), { present: [kim] })];
    expect(report(found, at("09:31:40")).stays.get(kim.sid)).toMatchObject({ state: "present", end: null });
  });

  it("lets an end reach back behind a silence that was taken back: they may have gone in it", () => {
    const silence = missing(kim, at("09:30:55"));
    const evidence = [
      joined(kim),
      ...looks(kim, nine, at("09:30:00")),
      silence,
      look(at("09:31:00"), { present: [kim] }),
      left(kim, at("09:31:05.1"), "CONNECTION_TIMEOUT"),
    ];
    expect(endOf(evidence, at("09:40"))).toMatchObject({
      how: "left",
      earliest: at("09:30:08"),
      latest: at("09:30:47"),
    });
  });
});

describe("somebody moves to another media node, because theirs stands still", () => {
  const moved = session("Kim", { sid: "PA_moved", joinedAt: at("09:30:12") });
  const evidence = [
    joined(kim),
    ...looks(kim, nine, at("09:29:30")),
    joined(moved),
    look(at("09:30:15"), { present: [moved] }),
  ];

  it("leaves the old session unverified until LiveKit says more, the person present", () => {
    const { stays, attendees } = report(evidence, at("09:30:20"));
    expect(stays.get(kim.sid)).toMatchObject({
      state: "unverified",
      end: null,
      hints: [{ kind: "newer_stay" }],
    });
    expect(attendees.get("kim")?.state).toBe("present");
  });

  it("ends the old session before the new one began, though its node noticed long after", () => {
    const late = left(kim, at("09:30:41.2"), "CONNECTION_TIMEOUT");
    expect(endOf([...evidence, late], at("09:31"))).toMatchObject({
      at: at("09:30:12"),
      earliest: at("09:29:50"),
      latest: at("09:30:23"),
    });
  });
});

describe("nothing more is heard", () => {
  it("gives a stay up after 24 hours without any evidence, at its last sight", () => {
    const evidence = [joined(kim), ...looks(kim, nine, at("09:30:00"))];
    const dayLater = at("09:30:00") + 24 * hour;
    expect(endOf(evidence, dayLater - 1)).toBeNull();
    expect(endOf(evidence, dayLater)).toMatchObject({
      how: "lost",
      at: at("09:30:00"),
      latest: dayLater,
      by: null,
    });
  });

  it("and revives it when something is heard after all", () => {
    const evidence = [joined(kim), look(at("09:30:00") + 25 * hour, { present: [kim] })];
    expect(endOf(evidence, at("09:31:00") + 25 * hour)).toBeNull();
  });

  it("but not while media nodes answer for them; then the end may be later than a day after the last sight", () => {
    const heard = {
      undecided: [{ sid: kim.sid, why: "contradiction", heard: true }],
      trouble: "contradiction",
    };
    const evidence = [joined(kim), look(at("09:00:30"), { present: [kim] }), look(nine + 30 * hour, heard)];
    expect(endOf(evidence, nine + 40 * hour)).toBeNull();
    expect(endOf(evidence, nine + 60 * hour)).toMatchObject({ how: "lost", latest: nine + 54 * hour });
  });
});
