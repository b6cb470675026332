import { minute, second, span, type Instant } from "@rollcall/domain";
import { after, at, lesson, type Fault, type History, type TrueStay } from "@rollcall/domain/testing";
import { expect, it } from "vitest";
import type { Row, Told } from "../counters/row.ts";
import { emptyFigures, type Figures } from "./figures.ts";
import { scoreWay } from "./score-way.ts";
import { truthOf } from "./true-people.ts";

const nine = at("09:00:00");
const endsAt = at("10:00:00");

/** Ada was in the lesson from 9:00 to 9:40, and a webhook told of her leaving at once. */
const ada: TrueStay = {
  sid: "PA_ada",
  identity: "ada",
  room: "algebra",
  roomSid: "RM_monday",
  kind: "STANDARD",
  hidden: false,
  joinedAt: nine,
  activeAt: nine,
  endedAt: at("09:40:00"),
  how: "left",
  noticedAt: at("09:40:00"),
  stalled: false,
  hasTwin: false,
  toldAt: at("09:40:01"),
};

const historyOf = (truth: readonly TrueStay[], faults: readonly Fault[] = []): History => ({
  plan: lesson({ visits: [], faults, lastsMs: after("60:00") }),
  deliveries: [],
  truth,
  endsAt,
});

const said = (end: Instant | null, told: readonly Told[] = [{ at: nine, ended: false }]): Row => ({
  sid: ada.sid,
  identity: ada.identity,
  room: ada.room,
  told,
  end,
  credited: span(nine, end ?? endsAt),
});

function score(rows: readonly Row[], truth: readonly TrueStay[], faults: readonly Fault[] = []): Figures {
  const figures = emptyFigures();
  const history = historyOf(truth, faults);
  scoreWay(figures, new Map(rows.map((row) => [row.sid, row])), history, truthOf(history));
  return figures;
}

const told = (...turns: readonly (readonly [clock: string, ended: boolean])[]): readonly Told[] =>
  turns.map(([clock, ended]) => ({ at: at(clock), ended }));

it("finds nothing wrong with a row that is right", () => {
  const row = said(at("09:40:00"), told(["09:00:00", false], ["09:40:01", true]));
  expect(score([row], [ada])).toEqual({
    ...emptyFigures(),
    stayErrors: [0],
    personErrors: [0],
    exitErrors: [0],
  });
});

it("counts somebody as wrongly ended who was there, for as long as it was said", () => {
  const row = said(ada.endedAt, told(["09:00:00", false], ["09:10:00", true], ["09:12:00", false]));
  const { sums } = score([row], [ada]);
  expect(sums).toMatchObject({ endedPeople: 1, endedStays: 1, endedMs: 2 * minute });
});

it("counts a wrong end that is never taken back until the person really goes", () => {
  const { sums } = score([said(at("09:10:00"), told(["09:00:00", false], ["09:30:00", true]))], [ada]);
  expect(sums).toMatchObject({ endedPeople: 1, endedStays: 1, endedMs: 10 * minute, wrongMs: 30 * minute });
});

it("counts a person once whose two sessions are both wrongly ended", () => {
  const again = { ...ada, sid: "PA_ada2", activeAt: at("09:45:00"), endedAt: null, toldAt: null };
  const rows = [
    said(null, told(["09:00:00", true])),
    { ...said(null, told(["09:50:00", true])), sid: again.sid },
  ];
  expect(score(rows, [ada, again]).sums).toMatchObject({ endedPeople: 1, endedStays: 2 });
});

it("does not hold it against anybody to say of a session that it has ended when it has", () => {
  const row = said(ada.endedAt, told(["09:00:00", false], ["09:40:00", true]));
  expect(score([row], [ada]).sums).toMatchObject({ endedPeople: 0, endedStays: 0, endedMs: 0 });
});

it("counts credit for absence, and the distance of a clean exit", () => {
  const figures = score([said(at("09:55:00"))], [ada]);
  expect(figures.absentCredits).toEqual([15 * minute]);
  expect(figures.exitErrors).toEqual([15 * minute]);
  expect(figures.personErrors).toEqual([15 * minute]);
  expect(figures.sums.wrongMs).toBe(15 * minute);
});

it("takes a moment too much for inexactness, not for credit for absence", () => {
  const figures = score([said(at("09:40:04"))], [ada]);
  expect(figures.absentCredits).toEqual([]);
  expect(figures.sums.wrongMs).toBe(4 * second);
});

it("sees time that is credited at the wrong place although the sum is right", () => {
  const moved = { ...said(null), credited: span(at("09:10:00"), at("09:50:00")) };
  const figures = score([moved], [ada]);
  expect(figures.personErrors).toEqual([0]);
  expect(figures.sums.wrongMs).toBe(20 * minute);
  expect(figures.absentCredits).toEqual([10 * minute]);
});

it("counts credit for somebody who never was there", () => {
  const figures = score([{ ...said(at("09:20:00")), sid: "PA_eve", identity: "eve" }], []);
  expect(figures.absentCredits).toEqual([20 * minute]);
  expect(figures.sums.wrongMs).toBe(20 * minute);
});

it("counts a session that is in no row", () => {
  const figures = score([], [ada]);
  expect(figures.sums).toMatchObject({ missedStays: 1, wrongMs: 40 * minute });
  expect(figures.stayErrors).toEqual([40 * minute]);
});

const untold: TrueStay = {
  ...ada,
  how: "crashed",
  noticedAt: at("09:40:20"),
  toldAt: null,
};

it("takes the time until a lost leave is told, from the end and from when LiveKit let go", () => {
  const row = said(at("09:40:00"), told(["09:00:00", false], ["09:41:10", true]));
  const figures = score([row], [untold]);
  expect(figures.healed).toEqual([70 * second]);
  expect(figures.dueFromEnd).toEqual([70 * second]);
  expect(figures.dueFromLettingGo).toEqual([50 * second]);
});

it("takes the last telling when an end was taken back in between", () => {
  const turns = told(["09:00:00", false], ["09:41:00", true], ["09:42:00", false], ["09:50:00", true]);
  expect(score([said(ada.endedAt, turns)], [untold]).healed).toEqual([10 * minute]);
});

it("times a lost leave from when the row was there, when the session was over before", () => {
  const row = said(at("09:40:00"), told(["09:48:00", false], ["09:48:05", true]));
  const figures = score([row], [untold]);
  expect(figures.healed).toEqual([8 * minute + 5 * second]);
  expect(figures.dueFromEnd).toEqual([5 * second]);
  expect(figures.dueFromLettingGo).toEqual([5 * second]);
  expect(figures.sums.heardLate).toBe(1);
});

it("counts a lost leave that no row ever tells", () => {
  expect(score([said(null)], [untold]).sums).toMatchObject({ neverHealed: 1, neverHealedDue: 1 });
});

it.for(["verifier_down", "api_refused", "attendance_down", "bus_down"] as const)(
  "expects no lost leave to be found in time while nothing can be asked (%s)",
  (is) => {
    const faults = [{ is, from: after("39:30"), to: after("41:00") }];
    const row = said(at("09:40:00"), told(["09:00:00", false], ["09:45:00", true]));
    const figures = score([row], [untold], faults);
    expect(figures.healed).toEqual([5 * minute]);
    expect(figures.dueFromEnd).toEqual([]);
    expect(score([said(null)], [untold], faults).sums).toMatchObject({ neverHealed: 1, neverHealedDue: 0 });
  },
);

it.for(["webhooks_lost", "receiver_down", "api_empty", "api_partial", "api_lags"] as const)(
  "expects a lost leave to be found in time all the same (%s)",
  (is) => {
    const row = said(at("09:40:00"), told(["09:00:00", false], ["09:41:00", true]));
    const faults = [{ is, from: after("39:30"), to: after("41:00") }];
    expect(score([row], [untold], faults).dueFromEnd).toEqual([minute]);
  },
);

it("expects nothing yet of a leave just before the report is read", () => {
  const late = { ...untold, endedAt: at("09:58:30"), noticedAt: at("09:58:50") };
  expect(score([said(null)], [late]).sums).toMatchObject({ neverHealed: 0, neverHealedDue: 0 });
});
