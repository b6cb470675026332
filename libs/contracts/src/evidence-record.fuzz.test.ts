import { trials } from "@rollcall/domain/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CodedError } from "./codes.ts";
import { decodeEvidence, type EvidenceRecord } from "./evidence-record.ts";
import { subjects, webhookHeaders } from "./subjects.ts";

const alice = { sid: "PA_1", identity: "alice", name: "Alice", kind: "STANDARD", hidden: false, joinedAt: 1 };
const look = {
  ...{ version: 1, kind: "snapshot", id: "SN_1", room: "algebra", roomSids: ["RM_1"], roomSid: "RM_1" },
  ...{ askedAt: 1, answeredAt: 2, horizonMs: 60_000, trouble: null },
  present: [alice],
  joining: [{ ...alice, state: "JOINED" }],
  absent: [{ sid: "PA_2", why: "silent", firstLookAt: 1 }],
  undecided: [{ sid: "PA_3", why: "livekit_timeout", heard: true }],
};
const webhook = {
  ...{ event: "participant_left", id: "EV_1", createdAt: "1795354308" },
  room: { sid: "RM_1", name: "algebra" },
  participant: { ...alice, joinedAt: "1795354300", joinedAtMs: "1795354300123", state: "ACTIVE" },
};

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, "", 0, -1, 1e308, -0, 1.5, "1e9", "9".repeat(40), true, [], {}, [[]], "\0"),
  fc.constantFrom<unknown>({ $ne: null }, { $where: "1" }, JSON.parse('{"__proto__": {"admin": true}}')),
  fc.jsonValue(),
);

/** A body in which one value, at any depth, is another, or has gone. */
const wounded = (whole: object) =>
  fc.tuple(fc.integer({ min: 1, max: 60 }), fc.option(odd, { nil: undefined })).map(([at, put]) => {
    let seen = 0;
    return JSON.stringify(whole, (_key, value: unknown) => (seen++ === at ? put : value));
  });

const anyBody = fc.oneof(wounded(look), wounded(webhook), fc.json(), fc.string({ unit: "binary" }));
const record: fc.Arbitrary<EvidenceRecord> = fc.record({
  id: fc.string(),
  subject: fc.constantFrom(subjects.snapshot, subjects.census, subjects.webhook("participant_left"), "other"),
  headers: fc.dictionary(
    fc.constantFrom<string>(...Object.values(webhookHeaders)),
    fc.constantFrom("7", "0"),
  ),
  body: anyBody,
});

/** What decoding comes to: evidence, nothing, or the one failure that it may have. */
function decoded(given: EvidenceRecord): unknown {
  try {
    return decodeEvidence(given);
  } catch (error) {
    if (error instanceof CodedError && error.code === "schema_invalid") return error.message;
    throw error;
  }
}

/** Times that are none would spread through every minimum and maximum. */
const isSound = (value: unknown): boolean =>
  typeof value === "number"
    ? Number.isFinite(value)
    : typeof value !== "object" || value === null || Object.values(value).every(isSound);

describe("fuzz: whatever a piece of evidence holds", () => {
  it("is evidence with sound times, or nothing, or schema_invalid; and the same each time", () => {
    fc.assert(
      fc.property(record, (given) => {
        const once = decoded(given);
        expect(isSound(once)).toBe(true);
        expect(decoded(given)).toEqual(once);
        expect(Reflect.get({}, "admin")).toBeUndefined();
      }),
      trials,
    );
  });

  it("repeats no value in its error, since errors are logged and kept with dead letters", () => {
    const secret = "kim@school.example";
    const body = fc.oneof(wounded(look), wounded(webhook)).map((json) => json.replaceAll("alice", secret));
    fc.assert(
      fc.property(body, (json) => {
        const subject = json.includes('"snapshot"')
          ? subjects.snapshot
          : subjects.webhook("participant_left");
        const told = decoded({ id: "1", subject, headers: {}, body: json });
        expect(typeof told === "string" ? told : "").not.toContain(secret);
      }),
      trials,
    );
  });
});
