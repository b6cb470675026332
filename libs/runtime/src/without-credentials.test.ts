import { expect, it } from "vitest";
import { withoutCredentials } from "./without-credentials.ts";

it.each([
  ["nats://user:pass@a:4222", "nats://***@a:4222"],
  ["nats://token@a", "nats://***@a"],
  ["nats://u:p@a,nats://u:p@b", "nats://***@a,nats://***@b"],
  ["nats://u:p@a,u:p@b", "nats://***@a,***@b"],
  ["mongodb+srv://u:p,w@a,b:2/school?w=1", "mongodb+srv://***@a,b:2/school?w=1"],
  ["nats://a:1,b:2", "nats://a:1,b:2"],
  ["lessons@school", "lessons@school"],
])("shows %s as %s", (address, shown) => {
  expect(withoutCredentials(address)).toBe(shown);
});
