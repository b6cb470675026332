import { trials } from "@rollcall/domain/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roomHash } from "./room-hash.ts";
import { subjects } from "./subjects.ts";

/** What a subject is made of; a name from outside could end it, widen it, or break the line of the protocol. */
const special = fc.constantFrom(".", "*", ">", " ", "\t", "\r\n", "\0", "$", "a", "_", "é", "😀");
const anyName = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(special, { maxLength: 20 }).map((parts) => parts.join("")),
  fc.constantFrom("evidence.webhook.*", "__proto__", "constructor", "$JS.API.STREAM.DELETE.EVIDENCE"),
);

const isPlain = (subject: string, tokens: number) =>
  /^[a-z0-9_.]+$/.test(subject) &&
  subject.split(".").length === tokens &&
  subject.split(".").every((token) => token !== "");

describe("fuzz: whatever a room or an event is called", () => {
  it("its subject has the tokens that it should have, of letters, digits and underscores", () => {
    fc.assert(
      fc.property(anyName, fc.nat(), (name, bucket) => {
        expect(isPlain(subjects.webhook(name), 3)).toBe(true);
        expect(isPlain(subjects.changed(roomHash(name)), 2)).toBe(true);
        expect(isPlain(subjects.roomSchedule(roomHash(name), "soon", bucket), 6)).toBe(true);
      }),
      trials,
    );
  });

  it("rooms of different names have different subjects", () => {
    fc.assert(
      fc.property(anyName, anyName, (one, other) => {
        expect(roomHash(one) === roomHash(other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
      }),
      trials,
    );
  });
});
