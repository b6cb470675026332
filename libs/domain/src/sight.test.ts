import { expect, it } from "vitest";
import { at, nine } from "../testing/builders.ts";
import { defaultPolicy, emptyRoomSession, personStateOf, sightOf, type RoomSession } from "./index.ts";

const room = (over: Partial<RoomSession>): RoomSession => ({ ...emptyRoomSession("RM_monday"), ...over });
const good = (from: number, to: number) => room({ verified: [{ from, to }] });
const inVain = (from: number, to: number, over: Partial<RoomSession> = {}) =>
  room({ troubles: [{ reason: "livekit_timeout", spans: [{ from, to }] }], ...over });

const stateOfAbsentee = (sessions: readonly RoomSession[], roomsListedAt: number | null, now: number) =>
  personStateOf([], sightOf({ sessions, roomsListedAt, lookedAt: null }, now, defaultPolicy));

it("nobody unseen is in a room that was looked at, or while LiveKit lists its rooms", () => {
  expect(stateOfAbsentee([good(nine, at("09:10"))], null, at("09:11"))).toBe("absent");
  expect(stateOfAbsentee([], at("09:10"), at("09:11"))).toBe("absent");
});

it("somebody may be in a room that nobody was asked about", () => {
  expect(stateOfAbsentee([], null, nine)).toBe("unverified");
  expect(stateOfAbsentee([good(nine, at("09:10"))], null, at("09:12"))).toBe("unverified");
});

it("somebody may be in a room whose looks are in vain, though LiveKit lists its rooms", () => {
  const failing = inVain(at("09:10:30"), at("09:12"), { verified: [{ from: nine, to: at("09:10") }] });
  expect(stateOfAbsentee([failing], at("09:11:50"), at("09:11"))).toBe("absent");
  expect(stateOfAbsentee([failing], at("09:11:50"), at("09:12"))).toBe("unverified");
});

it("a good look after those in vain is enough", () => {
  const healed = inVain(nine, at("09:12"), { verified: [{ from: nine, to: at("09:12:20") }] });
  expect(stateOfAbsentee([healed], null, at("09:12:30"))).toBe("absent");
});
