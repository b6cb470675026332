import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutMembers } from "./without-members.ts";

const unwanted = new Map([["room", ["turnPassword"]]]);
const stripped = (json: string) => withoutMembers(json, unwanted);

describe("stripping a member", () => {
  it.each([
    ["first", '{"room":{"turnPassword":"x", "sid":"RM_1"}}', '{"room":{ "sid":"RM_1"}}'],
    ["in the middle", '{"room":{"a":1, "turnPassword":"x", "b":2}}', '{"room":{"a":1, "b":2}}'],
    ["last", '{"room":{"a":1, "turnPassword":"x"}, "id":"EV_1"}', '{"room":{"a":1}, "id":"EV_1"}'],
    ["alone", '{"room": {"turnPassword":"x"}}', '{"room": {}}'],
    ["twice", '{"room":{"turnPassword":"x","a":1,"turnPassword":{"b":[2]}}}', '{"room":{"a":1}}'],
    ["in a repeated room", '{"room":{"turnPassword":1},"room":{"turnPassword":2}}', '{"room":{},"room":{}}'],
    ["written with escapes", String.raw`{"room":{"turnPasswor\u0064":"x"}}`, '{"room":{}}'],
    ["with quotes and braces in it", String.raw`{"room":{"turnPassword":"\"},{\\"}}`, '{"room":{}}'],
  ])("takes it out where it stands %s", (_, json, expected) => {
    expect(stripped(json)).toBe(expected);
  });

  it.each([
    ["of another object", '{"participant":{"turnPassword":"x"}}'],
    ["deeper down", '{"room":{"metadata":{"turnPassword":"x"}}}'],
    ["of a room that is not the outermost one", '{"egressInfo":{"room":{"turnPassword":"x"}}}'],
    ["that only a text speaks of", String.raw`{"room":{"metadata":"\"turnPassword\":\"x\""}}`],
    ["in a list", '{"room":[{"turnPassword":"x"}]}'],
    ["where there is none", '[1, {"room": 7}, "room", null]'],
  ])("leaves alone one %s", (_, json) => {
    expect(stripped(json)).toBe(json);
  });

  it("takes it out of each of several objects", () => {
    const json =
      '{"ingressInfo":{"streamKey":"x", "url":"y"}, "room":{"turnPassword":"x"}, "egressInfo":{"streamKey":1}}';
    const several = new Map([...unwanted, ["ingressInfo", ["streamKey"]]]);
    expect(withoutMembers(json, several)).toBe(
      '{"ingressInfo":{ "url":"y"}, "room":{}, "egressInfo":{"streamKey":1}}',
    );
  });

  it("keeps numbers that JavaScript cannot hold, and the order of keys", () => {
    const json = '{"createdAt":12345678901234567890, "room":{"2":0.10, "1":-0, "turnPassword":"x"}}';
    expect(stripped(json)).toBe('{"createdAt":12345678901234567890, "room":{"2":0.10, "1":-0}}');
  });
});

const spaces = fc.constantFrom("", " ", "\n", "\t");

describe("law: stripping", () => {
  it("removes the member and nothing else, whatever the JSON", () => {
    const room = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        room,
        fc.jsonValue(),
        spaces,
        (rest, inner, secret, by) => {
          const { turnPassword: _, ...wanted } = inner;
          const json = JSON.stringify({ ...rest, room: { ...wanted, turnPassword: secret } }, null, by);
          expect(JSON.parse(stripped(json))).toEqual(JSON.parse(JSON.stringify({ ...rest, room: wanted })));
        },
      ),
    );
  });

  it("changes no byte of JSON without the member", () => {
    fc.assert(
      fc.property(fc.jsonValue(), spaces, (value, by) => {
        const json = JSON.stringify(value, null, by);
        expect(stripped(json)).toBe(json);
      }),
    );
  });
});
