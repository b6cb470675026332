import { expect, it } from "vitest";
import { maySeeAll } from "./token.ts";

const tokenOf = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

it("a token says whether it may see every room", () => {
  expect(maySeeAll(tokenOf({ sub: "Jürgen ✓", video: { roomList: true } }))).toBe(true);
  for (const claims of [{ video: { roomAdmin: true } }, { video: { roomList: "true" } }, {}, null])
    expect(maySeeAll(tokenOf(claims))).toBe(false);
  expect(maySeeAll("nonsense")).toBe(false);
});
