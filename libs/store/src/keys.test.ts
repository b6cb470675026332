import { emptyRoomSession, emptyStay, foldStay, minute, type Snapshot } from "@rollcall/domain";
import { describe, expect, it } from "vitest";
import { buildSession, buildStay, ten } from "../testing/documents.ts";
import { keysOfSession, keysOfStay } from "./keys.ts";

const look: Snapshot = {
  kind: "snapshot",
  id: "SN_1",
  room: "maths",
  roomSids: ["RM_1"],
  roomSid: "RM_1",
  askedAt: ten + minute,
  answeredAt: ten + minute + 20,
  horizonMs: minute,
  trouble: null,
  present: [],
  joining: [],
  absent: [],
  undecided: [],
};

describe("the keys of a stay", () => {
  it("have no end while it is open", () => {
    const stay = buildStay({ sid: "PA_1", room: "maths", roomSid: "RM_1", identity: "alice" });
    expect(keysOfStay(stay)).toEqual({
      room: "maths",
      roomSid: "RM_1",
      identity: "alice",
      open: true,
      startedAt: ten,
      endedAt: Infinity,
    });
  });

  it("reach as late as its end can be", () => {
    const left = buildStay({ sid: "PA_1", room: "maths", leftAt: ten + minute });
    expect(keysOfStay(left)).toMatchObject({ open: false, endedAt: ten + minute + 1_000 });
    const absent = { sid: "PA_1", why: "silent", firstLookAt: ten + 30_000 } as const;
    const gone = foldStay(buildStay({ sid: "PA_1", room: "maths" }), { ...look, absent: [absent] });
    expect(keysOfStay(gone)).toMatchObject({ open: false, endedAt: look.answeredAt });
  });

  it("are those of nothing for a stay of which nothing is known", () => {
    expect(keysOfStay(emptyStay("PA_1"))).toMatchObject({ room: null, identity: "", startedAt: 0 });
  });
});

describe("the keys of a room session", () => {
  it("have no end while a start has no finish", () => {
    expect(keysOfSession(buildSession({ sid: "RM_1", room: "maths" })).endedAt).toBe(Infinity);
    const finished = buildSession({ sid: "RM_1", room: "maths", finishedAt: ten + minute });
    expect(keysOfSession(finished)).toEqual({
      room: "maths",
      startedAt: ten,
      knownFrom: ten,
      endedAt: ten + minute,
    });
  });

  it("have no start when no webhook told one", () => {
    const keys = keysOfSession(emptyRoomSession("RM_1"));
    expect(keys).toEqual({ room: null, startedAt: null, knownFrom: 0, endedAt: 0 });
  });
});
