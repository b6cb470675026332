import { describe, expect, it } from "vitest";
import { decodeEvidence, type EvidenceRecord } from "./evidence-record.ts";
import { subjects, webhookHeaders } from "./subjects.ts";
import { decodeWebhook } from "./webhook.ts";

const left = {
  event: "participant_left",
  room: { sid: "RM_algebra", name: "algebra-7", creationTimeMs: "1795354308948" },
  participant: {
    sid: "PA_alice",
    identity: "alice",
    state: "DISCONNECTED",
    joinedAt: "1795354308",
    joinedAtMs: "1795354308950",
    version: 7,
    permission: { canPublish: true },
    disconnectReason: "CONNECTION_TIMEOUT",
  },
  id: "EV_left",
  createdAt: "1795354344",
};

describe("a webhook", () => {
  it("becomes evidence in milliseconds, with LiveKit's defaults filled in", () => {
    expect(decodeWebhook(left, 1_795_354_344_076)).toEqual({
      kind: "participant_left",
      id: "EV_left",
      createdAt: 1_795_354_344_000,
      receivedAt: 1_795_354_344_076,
      room: "algebra-7",
      roomSid: "RM_algebra",
      participant: {
        sid: "PA_alice",
        identity: "alice",
        name: "",
        kind: "STANDARD",
        hidden: false,
        joinedAt: 1_795_354_308_950,
      },
      disconnected: true,
      reason: "CONNECTION_TIMEOUT",
    });
  });

  it("keeps a kind that does not exist yet as LiveKit wrote it", () => {
    const future = {
      ...left,
      participant: { ...left.participant, kind: "HOLOGRAM", permission: { hidden: true } },
    };
    expect(decodeWebhook(future, 0)).toMatchObject({ participant: { kind: "HOLOGRAM", hidden: true } });
  });

  it("takes seconds where milliseconds are missing, and zero for not said", () => {
    const participant = { ...left.participant, joinedAtMs: undefined };
    expect(decodeWebhook({ ...left, participant }, 0)).toMatchObject({
      participant: { joinedAt: 1_795_354_308_000 },
    });
    expect(decodeWebhook({ ...left, participant: { ...participant, joinedAt: "0" } }, 0)).toMatchObject({
      participant: { joinedAt: null },
    });
  });

  it.each(["egress_started", "ingress_ended", "agent_job_started", "something_new"])(
    "%s says nothing",
    (event) => {
      expect(decodeWebhook({ ...left, event }, 0)).toBeNull();
    },
  );

  it.each([
    ["no participant", { participant: undefined }],
    ["no room", { room: undefined }],
    ["no id", { id: "" }],
    ["a time that is no number", { createdAt: "yesterday" }],
  ])("of a known event with %s is refused as schema_invalid", (_, over) => {
    expect(() => decodeWebhook({ ...left, ...over }, 0)).toThrow(
      expect.objectContaining({ code: "schema_invalid" }),
    );
  });
});

const record = (over: Partial<EvidenceRecord>): EvidenceRecord => ({
  id: "EV_left",
  subject: subjects.webhook("participant_left"),
  headers: { [webhookHeaders.receivedAt]: "1795354344076" },
  body: JSON.stringify(left),
  ...over,
});

describe("a record", () => {
  it("takes the time of receipt from its headers", () => {
    expect(decodeEvidence(record({}))).toMatchObject({ receivedAt: 1_795_354_344_076 });
  });

  it("that is not JSON is kept and says nothing", () => {
    expect(decodeEvidence(record({ subject: subjects.webhook("unknown"), body: "\u0000" }))).toBeNull();
  });

  it("of our own that is not strict is refused", () => {
    const census = { version: 2, kind: "census" };
    expect(() => decodeEvidence(record({ subject: subjects.census, body: JSON.stringify(census) }))).toThrow(
      expect.objectContaining({ code: "schema_invalid" }),
    );
  });
});

describe("a subject", () => {
  it("never holds a name from outside", () => {
    expect(subjects.webhook("participant_left")).toBe("evidence.webhook.participant_left");
    for (const odd of ["a.b", "*", ">", "Ünïcode", "a b", "", "$JS.API"]) {
      expect(subjects.webhook(odd)).toBe("evidence.webhook.unknown");
    }
  });
});
