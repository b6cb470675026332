import { expect, it } from "vitest";
import { decodeEvidence, recordOf, type EvidenceRecord } from "./evidence-record.ts";
import { isPseudonym, pseudonymFrom } from "./pseudonym.ts";
import { subjects, webhookHeaders } from "./subjects.ts";
import { namedIn, withoutPerson } from "./without-person.ts";

const pseudonym = pseudonymFrom(new Uint8Array(16).fill(10));
const alice = ({ identity }: { identity: string }) => (identity === "alice" ? pseudonym : null);

const room = { sid: "RM_1", name: "alice's room", metadata: "for alice" };
const track = { sid: "TR_1", name: "Alice's screen", type: "VIDEO" };
const participant = {
  ...{ sid: "PA_1", identity: "alice", state: "ACTIVE", joinedAtMs: "1767607200123", name: "Álice Ada" },
  ...{ metadata: "{}", attributes: { seat: "12" }, tracks: [track], kind: "STANDARD" },
};

const record = (body: object, subject = subjects.webhook("participant_joined")): EvidenceRecord => ({
  ...{ id: "EV_1", subject, body: JSON.stringify(body) },
  headers: { [webhookHeaders.receivedAt]: "1767607200150", [webhookHeaders.bodySha256]: "ab".repeat(32) },
});

const joined = { event: "participant_joined", room, participant, id: "EV_1", createdAt: "1767607200" };

it("replaces an identity in a webhook, and takes out what else it says of the person", () => {
  const rewritten = withoutPerson(record(joined), alice);
  expect(JSON.parse(rewritten?.body ?? "")).toEqual({
    ...joined,
    participant: {
      ...participant,
      ...{ identity: pseudonym, name: "", metadata: "", attributes: {}, tracks: [{ ...track, name: "" }] },
    },
  });
  expect(rewritten?.headers).toEqual({
    [webhookHeaders.receivedAt]: "1767607200150",
    [webhookHeaders.rewritten]: "erasure",
  });
});

it("leaves to the fold all that it had, but who it was", () => {
  const rewritten = withoutPerson(record(joined), alice);
  const before = decodeEvidence(record(joined));
  if (rewritten === null || before?.kind !== "participant_joined") throw new Error("It is somebody's.");
  const erased = { ...before.participant, identity: pseudonym, name: "" };
  expect(decodeEvidence(rewritten)).toEqual({ ...before, participant: erased });
});

it("takes the name of a track with whose it is", () => {
  const body = { event: "track_published", room, participant: { sid: "PA_1", identity: "alice" }, track };
  const rewritten = withoutPerson(record(body), alice);
  expect(JSON.parse(rewritten?.body ?? "")).toMatchObject({ room, track: { sid: "TR_1", name: "" } });
});

it("touches one person of a look, and nobody else", () => {
  const bob = { sid: "PA_2", identity: "bob", name: "alice", kind: "STANDARD", hidden: false, joinedAt: 1 };
  const body = { kind: "snapshot", present: [bob, { ...bob, sid: "PA_1", identity: "alice" }], joining: [] };
  const rewritten = withoutPerson(record(body, subjects.snapshot), alice);
  expect(JSON.parse(rewritten?.body ?? "")).toEqual({
    ...body,
    present: [bob, { ...bob, sid: "PA_1", identity: pseudonym, name: "" }],
  });
});

it("finds the person in what LiveKit says of recordings and streams", () => {
  const body = {
    egressInfo: { egressId: "EG_1", participant: { roomName: "maths", identity: "alice" } },
    ingressInfo: { participantIdentity: "alice", participantName: "Alice", participantMetadata: "x" },
  };
  expect(JSON.parse(withoutPerson(record(body), alice)?.body ?? "")).toEqual({
    egressInfo: { egressId: "EG_1", participant: { roomName: "maths", identity: pseudonym } },
    ingressInfo: { participantIdentity: pseudonym, participantName: "", participantMetadata: "" },
  });
});

it("says nothing of what does not name the person, is rewritten already, or is no JSON", () => {
  expect(
    withoutPerson(record({ room, participant: { ...participant, identity: "Alice" } }), alice),
  ).toBeNull();
  const rewritten = withoutPerson(record(joined), alice);
  expect(rewritten && withoutPerson(rewritten, alice)).toBeNull();
  expect(withoutPerson({ ...record({}), body: '{"identity":"alice"' }, alice)).toBeNull();
});

it("gives no meaning to keys from outside", () => {
  const body = `{"__proto__":{"identity":"alice","name":"A"},"constructor":{"identity":"bob"}}`;
  const rewritten = withoutPerson({ ...record({}), body }, alice);
  expect(rewritten?.body).toBe(body.replace('"alice","name":"A"', `"${pseudonym}","name":""`));
});

it("tells everybody who is named", () => {
  expect(namedIn(record(joined))).toEqual([{ identity: "alice", sid: "PA_1" }]);
  expect(namedIn(record({ room }))).toEqual([]);
});

it("knows a pseudonym, which nobody else is likely to have for an identity", () => {
  expect([pseudonym, isPseudonym(pseudonym)]).toEqual([`erased-${"0a".repeat(16)}`, true]);
  expect(["erased", "erased-1", `x${pseudonym}`, "alice"].some(isPseudonym)).toBe(false);
});

it("keeps the mark of a rewritten record when it is published again", () => {
  const rewritten = withoutPerson(record(joined), alice) ?? record({});
  const message = {
    ...rewritten,
    id: "again",
    sequence: 9,
    headers: { ...rewritten.headers, traceparent: "00-1" },
  };
  expect(recordOf(message)).toEqual({ ...rewritten, id: "again" });
});
