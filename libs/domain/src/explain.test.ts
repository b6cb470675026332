import { describe, expect, it } from "vitest";
import { at, joined, left, look, looks, missing, nine, report, session } from "../testing/builders.ts";
import { law } from "../testing/law.ts";
import { readAt, recordsOf, tellingReadings, type Claim, type Reading } from "../testing/index.ts";
import {
  defaultPolicy,
  evidenceBehind,
  explain,
  explainStay,
  type Evidence,
  type Explanation,
  type Reason,
  type ResolvedStay,
} from "./index.ts";

const kim = session("Kim", { joinedAt: at("09:00:04.3") });

function explained(evidence: readonly Evidence[], now: number, identity = "kim"): Explanation {
  const [meeting] = report(evidence, now).meetings;
  if (meeting === undefined) throw new Error("No meeting.");
  return explain(meeting, identity, readingOf(readAt(recordsOf(evidence), now, defaultPolicy), "algebra"));
}

const readingOf = ({ rooms, now, policy }: Reading, room: string) => ({
  sessions: rooms.get(room)?.sessions ?? [],
  stays: (rooms.get(room)?.stays ?? []).map(({ stay }) => stay),
  now,
  policy,
});

const whysOf = (reasons: readonly Reason[] = []) => reasons.map(({ why }) => why);

describe("why a person has these minutes", () => {
  it("rests a clean exit on its webhook alone", () => {
    const [stay] = explained([joined(kim), left(kim, at("09:47:03.412"))], at("10:30")).stays;
    expect(whysOf(stay?.start)).toEqual(["session_began", "active_at", "active_by"]);
    expect(stay?.end).toMatchObject([{ why: "departed", reason: "CLIENT_INITIATED" }]);
  });

  it("rests a lost exit on the last sight and on the looks that missed the person", () => {
    const evidence = [joined(kim), ...looks(kim, nine, at("09:30")), missing(kim, at("09:30:55"))];
    const [stay] = explained(evidence, at("10:30")).stays;
    expect(stay?.end).toMatchObject([
      { why: "last_seen", at: at("09:30"), by: `SN_algebra_${at("09:30")}` },
      { why: "missing", cause: "silent", counts: true, firstLookAt: at("09:30:30") },
    ]);
  });

  it("names an absence that LiveKit contradicted only where it moves a bound", () => {
    const silence = missing(kim, at("09:20"));
    const evidence = [joined(kim), silence, look(at("09:21"), { present: [kim] })];
    const soon = explained([...evidence, left(kim, at("09:20:20"))], at("10:30"));
    const late = explained([...evidence, left(kim, at("09:47"))], at("10:30"));
    expect(whysOf(soon.stays[0]?.end)).toEqual(["last_seen", "missing", "departed"]);
    expect(whysOf(late.stays[0]?.end)).toEqual(["departed"]);
  });

  it("names the newer session that shows a crash to be older than LiveKit noticed", () => {
    const back = session("Kim", { sid: "PA_back", joinedAt: at("09:30:05") });
    const evidence = [joined(kim), left(kim, at("09:30:30.1"), "CONNECTION_TIMEOUT"), joined(back)];
    const [first] = explained(evidence, at("09:31")).stays;
    expect(first?.end).toMatchObject([{ why: "departed" }, { why: "newer_stay", sid: "PA_back" }]);
  });

  it("says of a live stay when it was last seen, and of one given up that nothing was heard", () => {
    const evidence = [joined(kim), ...looks(kim, nine, at("09:10"))];
    const live = explained(evidence, at("09:10:10")).stays[0];
    const lost = explained(evidence, at("34:00")).stays[0];
    expect(whysOf(live?.end)).toEqual(["last_seen"]);
    expect(whysOf(lost?.end)).toEqual(["last_seen", "last_heard", "gave_up"]);
  });

  it("shows where the person was away in between", () => {
    const back = session("Kim", { sid: "PA_back", joinedAt: at("09:20") });
    const evidence = [joined(kim), left(kim, at("09:10:00.5")), joined(back), left(back, at("09:30"))];
    expect(explained(evidence, at("10:30")).away).toEqual([
      { from: at("09:10:00.505"), to: at("09:20:00.405") },
    ]);
  });
});

describe("why a person has none", () => {
  it("shows in which spans somebody who never joined would have been listed", () => {
    const evidence = [joined(kim), look(at("09:01")), look(at("09:20")), left(kim, at("09:20:30.5"))];
    const { attendee, stays, verified } = explained(evidence, at("10:30"), "lee");
    expect([attendee, stays]).toEqual([null, []]);
    expect(verified).toEqual([
      { from: at("09:00:04.705"), to: at("09:01:00.05") },
      { from: at("09:19"), to: at("09:20:00.05") },
    ]);
  });
});

/** The evidence that an explanation names is enough: the same boundaries come from it alone. */
const namedEvidenceSuffices: Claim = (reading, history) => {
  const delivered = history.deliveries.filter(({ at: when }) => when <= reading.now);
  return [...reading.rooms].flatMap(([room, { stays }]) =>
    stays.slice(0, 6).flatMap((resolved) => {
      const named = new Set(evidenceBehind([explainStay(resolved, readingOf(reading, room))]));
      const records = recordsOf(
        delivered.flatMap(({ evidence }) => (named.has(evidence.id) ? evidence : [])),
      );
      const again = readAt(records, reading.now, reading.policy).stays.get(resolved.stay.sid);
      const isSame = JSON.stringify(boundariesOf(resolved)) === JSON.stringify(boundariesOf(again));
      return isSame ? [] : [`${resolved.stay.sid} has other boundaries by ${[...named].join(", ")}`];
    }),
  );
};

const boundariesOf = (resolved: ResolvedStay | undefined) => [resolved?.start, resolved?.end];

describe("whatever LiveKit does", () => {
  law("the evidence that an explanation names gives the boundaries again", ["stormy", "torn"], (history) =>
    tellingReadings(history)
      .slice(-4)
      .flatMap((reading) => namedEvidenceSuffices(reading, history)),
  );
});
