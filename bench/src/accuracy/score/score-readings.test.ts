import { defaultPolicy, minute } from "@rollcall/domain";
import { at, joined, left, looks, readAt, recordsOf, session, type TrueStay } from "@rollcall/domain/testing";
import { expect, it } from "vitest";
import { emptyCertainty, type CertaintySums } from "./figures.ts";
import { scoreReading, scoreReport } from "./score-readings.ts";

const ada = session("Ada");

const truly: TrueStay = {
  sid: ada.sid,
  identity: ada.identity,
  room: ada.room,
  roomSid: ada.roomSid,
  kind: ada.kind,
  hidden: ada.hidden,
  joinedAt: ada.joinedAt,
  activeAt: at("09:00:00.4"),
  endedAt: at("09:40:00"),
  how: "left",
  noticedAt: at("09:40:00"),
  stalled: false,
  hasTwin: false,
  toldAt: at("09:40:00"),
};

const wholeLesson = [joined(ada), ...looks(ada, at("09:00:10"), at("09:40:00")), left(ada, at("09:40:00.3"))];

/** What is said at a time from the evidence so far, compared with the truth; the reading stands for a minute. */
function compare(truth: TrueStay, clock: string, isOrdinary = true): CertaintySums {
  const now = at(clock);
  const records = recordsOf(wholeLesson.filter((piece) => instantOf(piece) <= now));
  const certainty = emptyCertainty();
  const known = { truth: new Map([[truth.sid, truth]]), standsForMs: minute, isOrdinary };
  scoreReading(certainty, readAt(records, now, defaultPolicy), known);
  return certainty.sums;
}

const instantOf = (piece: (typeof wholeLesson)[number]): number =>
  "answeredAt" in piece ? piece.answeredAt : piece.receivedAt;

it("finds the truth inside all bounds of a report that is right", () => {
  const { checked, outside } = compare(truly, "10:00:00");
  expect(checked).toBe(4);
  expect(outside).toBe(0);
});

it("counts a true end outside the bounds, and the times that are wrong with it", () => {
  expect(compare({ ...truly, endedAt: at("09:45:00") }, "10:00:00").outside).toBe(3);
  expect(compare({ ...truly, endedAt: at("09:35:00") }, "10:00:00").outside).toBe(3);
});

it("counts an end that is stated while the person is there", () => {
  expect(compare({ ...truly, endedAt: null }, "10:00:00").outside).toBe(3);
});

it("counts a true start outside the bounds", () => {
  expect(compare({ ...truly, activeAt: at("09:00:03") }, "09:20:00").outside).toBe(1);
});

it("counts somebody who is called absent although there", () => {
  expect(compare(truly, "09:40:10").absentThough).toBe(0);
  expect(compare({ ...truly, endedAt: at("09:45:00") }, "09:40:10").absentThough).toBe(1);
});

it("counts live time as unverified only where that is said", () => {
  expect(compare(truly, "09:20:00")).toMatchObject({ liveMs: minute, unverifiedMs: 0 });
  expect(compare(truly, "09:20:00", false)).toMatchObject({ liveMs: minute, ordinaryLiveMs: 0 });
});

it("takes what nobody has looked at for minutes as unverified", () => {
  const certainty = emptyCertainty();
  const records = recordsOf([joined(ada)]);
  const known = { truth: new Map([[truly.sid, truly]]), standsForMs: minute, isOrdinary: true };
  scoreReading(certainty, readAt(records, at("09:05:00"), defaultPolicy), known);
  expect(certainty.sums).toMatchObject({ ordinaryLiveMs: minute, ordinaryUnverifiedMs: minute, outside: 0 });
});

it("takes the width of bounds from the finished report", () => {
  const certainty = emptyCertainty();
  scoreReport(certainty, readAt(recordsOf(wholeLesson), at("10:00:00"), defaultPolicy));
  expect(certainty.endWidths).toEqual([2_500]);
  expect(certainty.sums.meetingMs).toBeGreaterThan(30 * minute);
});
