import { expect, it } from "vitest";
import { fragmentOf, lettersFragment, routeOf } from "./route.ts";
import { tokenIn } from "./token.ts";

it.each(["RM_abc", "RM_abc@1772442060000", "PA_ä/ö?#%"])("leads to the meeting %s and back", (id) => {
  expect(routeOf(fragmentOf(id))).toEqual({ to: "meeting", id });
});

it.each(["", "#", "#/", "#/meetings/", "#token=abc"])("leads from %j to the list", (fragment) => {
  expect(routeOf(fragment)).toEqual({ to: "meetings" });
});

it("leads to the dead letters", () => {
  expect(routeOf(lettersFragment)).toEqual({ to: "letters" });
});

it("bears a fragment with broken encoding", () => {
  expect(routeOf("#/meetings/%E0%A4%A")).toEqual({ to: "meeting", id: "%E0%A4%A" });
});

it("finds a token in a fragment", () => {
  expect(tokenIn("#token=a.b-c_d.e")).toBe("a.b-c_d.e");
  expect(tokenIn("#/meetings/RM_1")).toBeNull();
});
