import { expect, it } from "vitest";
import { examine, told } from "../../../testing/examine.ts";
import { judgeMongo, mongodb } from "./mongodb.ts";

const healthy = {
  version: "6.0.5",
  replicaSet: "rollcall",
  isRouter: false,
  members: 3,
  arbiters: 0,
  majorityLagMs: 0,
};

it.each([
  [{}, "ok mongodb_answers"],
  [{ replicaSet: null, isRouter: true, majorityLagMs: null }, "ok mongodb_answers"],
  [{ version: "5.0.9" }, "problem mongodb_too_old"],
  [{ replicaSet: null }, "problem mongodb_no_replica_set"],
  [{ members: 2, arbiters: 1 }, "warning mongodb_arbiter"],
  [{ members: 1 }, "ok mongodb_answers"],
  [{ majorityLagMs: 60_000 }, "problem mongodb_majority_behind"],
])("a MongoDB that says %j: %s", (said, expected) => {
  expect(told([judgeMongo({ ...healthy, ...said })])).toEqual([expected]);
});

it("names a MongoDB that cannot be reached, without its credentials", async () => {
  const mongodbUrl = "mongodb://attendance:pa55word@127.0.0.1:9/school?replicaSet=rollcall";
  const [finding] = await examine(mongodb, { mongodbUrl });
  expect(finding).toMatchObject({ level: "problem", code: "mongodb_unreachable" });
  expect(JSON.stringify(finding)).not.toContain("pa55word");
});
