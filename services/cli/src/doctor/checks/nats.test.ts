import { expect, it } from "vitest";
import { examine, told } from "../../../testing/examine.ts";
import { judgeLag } from "./consumers.ts";
import { judgeServer, nats } from "./nats.ts";

it("names a server that is too old, and one that takes small messages only", () => {
  expect(told(judgeServer({ version: "2.12.3", max_payload: 8_388_608 }))).toEqual(["problem nats_too_old"]);
  expect(told(judgeServer({ version: "2.14.0", max_payload: 1_048_576 }))).toEqual([
    "warning nats_payload_small",
  ]);
  expect(told(judgeServer({ version: "2.15.1", max_payload: 8_388_608 }))).toEqual(["ok nats_answers"]);
});

it("names a NATS that cannot be reached, without its credentials", async () => {
  const [finding] = await examine(nats, { natsUrl: "nats://ingress:pa55word@127.0.0.1:9" });
  expect(finding).toMatchObject({ level: "problem", code: "nats_unreachable" });
  expect(finding?.found).toContain("127.0.0.1:9");
  expect(JSON.stringify(finding)).not.toContain("pa55word");
});

it.each([
  [0, "ok consumer_keeps_up"],
  [20_000, "warning consumer_behind"],
  [600_000, "problem consumer_behind"],
])("evidence that has waited for %i ms: %s", (behindMs, expected) => {
  expect(told([judgeLag("attendance", 12, behindMs)])).toEqual([expected]);
});
