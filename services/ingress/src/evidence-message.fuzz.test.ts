import { CodedError, decodeEvidence, recordOf } from "@rollcall/contracts";
import { trials } from "@rollcall/domain/testing";
import { readSpecimens } from "@rollcall/livekit/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evidenceMessage, type EvidenceMessage } from "./evidence-message.ts";

const bodies = readSpecimens().map(({ rawBody }) => Buffer.from(rawBody));

/** A real body with some bytes replaced, removed or put in, anywhere. */
const wounded = fc
  .tuple(fc.constantFrom(...bodies), fc.nat(5000), fc.nat(3), fc.uint8Array({ maxLength: 4 }))
  .map(([body, at, removed, put]) => {
    const start = at % body.length;
    return Buffer.concat([body.subarray(0, start), put, body.subarray(start + removed)]);
  });
const ofAnyShape = fc
  .dictionary(fc.constantFrom("event", "id", "room", "participant", "__proto__", "createdAt"), fc.jsonValue())
  .map((json) => Buffer.from(JSON.stringify(json)));
const deep = fc.nat(20_000).map((depth) => Buffer.from(`{"room":${"[".repeat(depth)}${"]".repeat(depth)}}`));
const anyBody = fc.oneof(wounded, ofAnyShape, deep, fc.uint8Array({ maxLength: 200 }));

const messageOf = (body: Uint8Array): EvidenceMessage =>
  evidenceMessage({ body, bodySha256: "0".repeat(64), apiKey: "key\r\n: é", issuedAt: 1, receivedAt: 2 });

/** The code of what an action fails with; null when it does not fail. */
function failureOf(act: () => unknown): unknown {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof CodedError ? error.code : error;
  }
}

describe("fuzz: whatever an authentic webhook holds", () => {
  it("becomes a message that NATS can carry, and never a failure, which would be lost", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const { subject, id, headers } = messageOf(body);
        expect(subject).toMatch(/^evidence\.webhook\.[a-z_]{1,64}$/);
        expect(id).toMatch(/^[\x21-\x7e]{1,128}$/);
        for (const value of Object.values(headers)) expect(value).toMatch(/^[\x21-\x7e]+$/);
      }),
      trials,
    );
  });

  it("keeps its bytes but for credentials", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const kept = Buffer.from(messageOf(body).body);
        const isWhole = kept.equals(Buffer.from(body));
        expect(isWhole || Buffer.from(body).includes("turnPassword")).toBe(true);
      }),
      trials,
    );
  });

  it("is evidence to attendance, or nothing, or schema_invalid", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const message = messageOf(body);
        const text = Buffer.from(message.body).toString();
        const record = recordOf({ ...message, sequence: 1, body: text });
        expect([null, "schema_invalid"]).toContain(failureOf(() => decodeEvidence(record)));
      }),
      trials,
    );
  });
});
