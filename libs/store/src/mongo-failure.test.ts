import { MongoBulkWriteError, MongoNetworkError } from "mongodb";
import { expect, it } from "vitest";
import { duplicatesIn, reaching } from "./mongo-failure.ts";

const unavailable = expect.objectContaining({ code: "store_unavailable" });

interface Refused {
  readonly index: number;
  readonly code: number;
  readonly errmsg?: string;
}

/** A bulk of which `insertedCount` were inserted and some refused, as the driver reports it. */
function bulkFailure(insertedCount: number, refused: readonly Refused[], cause?: Error): MongoBulkWriteError {
  const result = {
    ...{ insertedCount, matchedCount: 0, upsertedCount: 0 },
    getWriteErrors: () => refused,
    getWriteConcernError: () => undefined,
  };
  return Reflect.construct(MongoBulkWriteError, [cause ?? { message: "refused", code: 11_000 }, result]);
}

it("names the operations that met an existing key", () => {
  expect(
    duplicatesIn(
      bulkFailure(1, [
        { index: 0, code: 11_000 },
        { index: 2, code: 11_000 },
      ]),
      3,
    ),
  ).toEqual([0, 2]);
});

it("does not take a bulk that was cut off for one that only met existing keys", () => {
  const cutOff = bulkFailure(1, [{ index: 0, code: 11_000 }], new MongoNetworkError("connection closed"));
  expect(() => duplicatesIn(cutOff, 3)).toThrow(unavailable);
  expect(() => duplicatesIn(bulkFailure(0, [], new MongoNetworkError("closed")), 3)).toThrow(unavailable);
});

it("blames an operation only for what is wrong with it", async () => {
  const tooLarge = { index: 1, code: 10_334, errmsg: "too large" };
  const refused = bulkFailure(1, [{ index: 0, code: 11_000 }, tooLarge]);
  await expect(reaching(async () => duplicatesIn(refused, 3))).rejects.toThrow(/^too large$/);
  const shuttingDown = bulkFailure(1, [{ index: 0, code: 91 }]);
  await expect(reaching(async () => duplicatesIn(shuttingDown, 2))).rejects.toEqual(unavailable);
});

it("tells an unreachable database from a bug", async () => {
  await expect(reaching(() => Promise.reject(new TypeError("a bug")))).rejects.toThrow(TypeError);
  await expect(reaching(() => Promise.reject(new MongoNetworkError("gone")))).rejects.toEqual(unavailable);
});
